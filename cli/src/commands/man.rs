//! `halo man`: the manual pages.

use std::path::PathBuf;

use clap::Args;

use super::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::save::Folder;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "To read one page: halo man | man -l -")]
pub struct Man {
    /// The folder for a page of each command; without it, the page of halo is printed
    folder: Option<PathBuf>,
    /// Replaces existing pages
    #[arg(long, requires = "folder")]
    force: bool,
}

impl Man {
    /// Prints the page of the program, or writes all pages.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(folder) = &self.folder else {
            return context.out.bytes(&page(&clap_mangen::Man::new(command_line()))?);
        };
        let mut line = command_line().disable_help_subcommand(true);
        line.build();
        let commands = line.get_subcommands().filter(|command| !command.is_hide_set());
        let pages: Vec<_> = std::iter::once(&line)
            .chain(commands)
            .map(|command| clap_mangen::Man::new(command.clone()))
            .map(|manual| Ok((manual.get_filename(), page(&manual)?)))
            .collect::<Result<_, Failure>>()?;
        let target = Folder::prepare(folder, self.force, pages.iter().map(|(name, _)| name.as_str()))?;
        for (name, page) in &pages {
            target.save(name, page)?;
        }
        context
            .out
            .note(format_args!("the pages are in {}", folder.display()));
        Ok(())
    }
}

fn page(manual: &clap_mangen::Man) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    manual
        .render(&mut page)
        .map_err(|error| Failure::output("the standard output", error))?;
    Ok(page)
}
