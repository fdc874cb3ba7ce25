//! The plug-in in an app without a window. It asks for the rank after each match.
//!
//! ```text
//! cargo run --example headless -- [PLAYER]
//! ```

#[path = "../../../examples/common/mod.rs"]
mod common;

use std::time::Duration;

use bevy_app::{App, AppExit, ScheduleRunnerPlugin, Update};
use bevy_ecs::prelude::*;
use halo_infinite_bevy::{GetRank, HaloError, HaloPlugin, MatchEnded, Rank, WatchEnded};

fn main() -> Result<AppExit, Box<dyn std::error::Error>> {
    let (client, player, source) = common::connect_live()?;
    let watch = common::hurry(client.watch(player), &source);
    // 60 frames per second, in place of `DefaultPlugins`.
    let frames = ScheduleRunnerPlugin::run_loop(Duration::from_secs(1) / 60);
    let exit = App::new()
        .add_plugins((frames, HaloPlugin::new(&client, watch)?))
        .add_systems(Update, (matches, ranks, errors, end))
        .run();
    Ok(exit)
}

fn matches(mut new: MessageReader<MatchEnded>, mut questions: MessageWriter<GetRank>) {
    for MatchEnded(new) in new.read() {
        println!(
            "{} in {}",
            new.entry.outcome, new.entry.match_info.game_variant_category
        );
        if let Some(me) = new.player.xuid() {
            questions.write(GetRank(me));
        }
    }
}

fn ranks(mut ranks: MessageReader<Rank>) {
    for Rank(player, rank) in ranks.read() {
        println!("{player} is {rank}");
    }
}

fn errors(mut errors: MessageReader<HaloError>) {
    for HaloError(error) in errors.read() {
        eprintln!("{error}");
    }
}

fn end(mut ended: MessageReader<WatchEnded>, mut exit: MessageWriter<AppExit>) {
    if ended.read().next().is_some() {
        exit.write(AppExit::Success);
    }
}
