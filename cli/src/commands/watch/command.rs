//! The command of `--exec`.

use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use super::seen::Seen;
use crate::context::Context;

/// The time between two looks whether the command has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Runs the command with the match in its environment. Its output goes to the standard error, because the standard
/// output has the matches. A command that fails is a note. Ctrl-C ends the shell of the command.
///
/// No name becomes a part of the command: a gamertag with quotation marks or semicolons is only a variable's value.
pub fn run(context: &Context, line: &str, seen: &Seen) {
    let mut command = shell(line);
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let variables = [
        ("HALO_MATCH_ID", seen.match_id.clone()),
        ("HALO_PLAYER", seen.player.clone()),
        ("HALO_XUID", seen.xuid.clone()),
        ("HALO_OUTCOME", seen.outcome.clone()),
        ("HALO_MAP", seen.map.clone()),
        ("HALO_MODE", seen.mode.clone()),
        ("HALO_PLAYLIST", seen.playlist.clone().unwrap_or_default()),
        ("HALO_KILLS", number(seen.kills)),
        ("HALO_DEATHS", number(seen.deaths)),
        ("HALO_ASSISTS", number(seen.assists)),
        (
            "HALO_KDA",
            seen.kda.map(|kda| format!("{kda:.2}")).unwrap_or_default(),
        ),
        ("HALO_CSR", number(seen.csr)),
        ("HALO_CSR_CHANGE", number(seen.csr_change)),
        ("HALO_STREAK", seen.streak.to_string()),
    ];
    // A variable cannot hold a NUL.
    command.envs(variables.map(|(name, value)| (name, value.replace('\0', ""))));
    command.stdin(Stdio::null()).stdout(io::stderr());
    match status(context, &mut command) {
        Ok(status) if status.success() || context.cancel.is_cancelled() => {}
        Ok(status) => context
            .out
            .note(format_args!("--exec: the command failed: {status}")),
        Err(error) => context
            .out
            .note(format_args!("--exec: the command does not start: {error}")),
    }
}

fn status(context: &Context, command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command.spawn()?;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if context.cancel.wait(LOOK) {
            child.kill()?;
            return child.wait();
        }
    }
}

#[cfg(not(windows))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt;

    let mut command = Command::new("cmd");
    // `cmd` has rules of its own for quotation marks: the line must reach it as it is.
    command.raw_arg("/D /S /C \"").raw_arg(line).raw_arg("\"");
    command
}
