//! `halo completions`: completions for a shell.

use clap::Args;
use clap_complete::Shell;

use super::command_line;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "\
bash: halo completions bash > ~/.local/share/bash-completion/completions/halo
zsh:  halo completions zsh > ~/.zfunc/_halo
fish: halo completions fish > ~/.config/fish/completions/halo.fish")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command_line(), "halo", &mut script);
        context.out.bytes(&script)
    }
}
