//! `halo man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::command_line;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "To read one page: halo man | man -l -")]
pub struct Man {
    /// The folder for a page of each command; without it, the page of halo is printed
    folder: Option<PathBuf>,
}

impl Man {
    /// Prints the page of the program, or writes all pages.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(folder) = &self.folder else {
            let mut page = Vec::new();
            clap_mangen::Man::new(command_line())
                .render(&mut page)
                .map_err(|error| Failure::output("the standard output", error))?;
            return context.out.bytes(&page);
        };
        fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command_line(), folder))
            .map_err(|error| Failure::output(folder.display(), error))?;
        context
            .out
            .note(format_args!("the pages are in {}", folder.display()));
        Ok(())
    }
}
