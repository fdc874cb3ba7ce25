//! `halo demo`: a tour of the program against the built-in sandbox.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::film::Film;
use super::history::History;
use super::matches::ShowMatch;
use super::whoami::Whoami;
use crate::context::Context;
use crate::failure::Failure;
use crate::save;
use crate::show::Report;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Demo {
    /// The file of the picture; defaults to one beside the cached responses
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
        let (picture, force) = match &self.output {
            Some(file) => (file.clone(), self.force),
            // The picture of an earlier tour may be replaced.
            None => (own_picture(context)?, true),
        };
        save::check(&picture, force)?;
        let say = |line: &str| out.report(&Report::prose().line(line));
        let show = |command: &str| {
            out.text("\n")?;
            out.report(&Report::prose().title(format!("$ halo --sandbox {command}")))?;
            out.text("\n")
        };

        say("This is a tour against the built-in sandbox: all players and matches are made up.")?;
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
        out.text("\n")?;
        say("Next: `halo --help` lists the commands, and `halo login` signs you in for your own matches.")
    }
}

/// A file in a folder of this user: one that all users share could be taken.
fn own_picture(context: &Context) -> Result<PathBuf, Failure> {
    let picture = context.paths.cache.with_file_name("demo.svg");
    if let Some(folder) = picture.parent() {
        fs::create_dir_all(folder).map_err(|cause| Failure::output(folder.display(), cause))?;
    }
    Ok(picture)
}

/// The arguments of another command.
fn parse<A: Args>(arguments: &[&str]) -> Result<A, Failure> {
    let line = ["halo"].iter().chain(arguments);
    let matches = A::augment_args(clap::Command::new("halo")).try_get_matches_from(line);
    let parsed = matches.and_then(|matches| A::from_arg_matches(&matches));
    parsed.map_err(|error| Failure::Usage(error.to_string()))
}
