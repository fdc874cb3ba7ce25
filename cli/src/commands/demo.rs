//! `halo demo`: a tour of the program against the built-in sandbox.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::film::Film;
use super::history::History;
use super::matches::ShowMatch;
use super::whoami::Whoami;
use crate::context::Context;
use crate::failure::Failure;
use crate::save;
use crate::show::Paint;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Demo {
    /// The file of the picture; defaults to one in the folder for temporary files
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces an existing file
    #[arg(long, requires = "output")]
    force: bool,
}

impl Demo {
    /// Signs in at the sandbox, and runs other commands.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let out = &context.out;
        // The picture of an earlier tour is in the folder for temporary files.
        let (picture, force) = match &self.output {
            Some(file) => (file.clone(), self.force),
            None => (env::temp_dir().join("halo-demo.svg"), true),
        };
        save::check(&picture, force)?;
        out.text("This is a tour against the built-in sandbox: all players and matches are made up.\n")?;
        let show = |command: &str| {
            out.text(&format!(
                "\n{}\n\n",
                Paint::Strong.text(format_args!("$ halo --sandbox {command}"))
            ))
        };

        show("whoami")?;
        parse::<Whoami>(&[])?.run(context)?;
        show("history -n 5")?;
        parse::<History>(&["-n", "5"])?.run(context)?;
        show("match last")?;
        parse::<ShowMatch>(&["last"])?.run(context)?;
        let picture = picture.display().to_string();
        let mut arguments = vec!["last", "--svg", &picture];
        arguments.extend(force.then_some("--force"));
        show(&format!("film {}", arguments.join(" ")))?;
        parse::<Film>(&arguments)?.run(context)?;
        out.text(
            "\nNext: `halo --help` lists the commands, and `halo login` signs you in for your own matches.\n",
        )
    }
}

/// The arguments of another command.
fn parse<A: Args>(arguments: &[&str]) -> Result<A, Failure> {
    let line = ["halo"].iter().chain(arguments);
    let matches = A::augment_args(clap::Command::new("halo")).try_get_matches_from(line);
    let parsed = matches.and_then(|matches| A::from_arg_matches(&matches));
    parsed.map_err(|error| Failure::Usage(error.to_string()))
}
