//! A bot's loop inside tokio: it reports new matches and answers commands, and no call stops the loop.
//!
//! ```text
//! cargo run --example tokio_bot -- [PLAYER]
//! ```
//!
//! Calls of this crate never panic inside a runtime, nor does dropping a client there. With reqwest's blocking client,
//! which has a runtime of its own, both do. But a call blocks its thread, and with it all tasks of that thread. So each
//! call is made by another thread:
//!
//! - A watch has its own thread, and wakes the loop.
//! - A `Worker` sends requests one after the other. Its queue is bounded, and its tickets are futures.
//! - `spawn_blocking` runs any code, such as that of a `Match`, and several at a time.

mod common;

use std::fmt::Display;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use halo_infinite::watch::NewMatch;
use halo_infinite::worker::Worker;
use halo_infinite::{Client, Error, Match, Player};
use tokio::sync::{Notify, mpsc};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::sleep;

/// With serenity or poise, commands are functions, and `Client` and `Worker` are part of their data.
enum Command {
    Count(Player),
    Last(Player),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // This blocks, which does no harm before the loop.
    let (client, player, source) = common::connect_live()?;

    let watch = common::hurry(client.watch(player.clone()), &source);
    let news = Arc::new(Notify::new());
    let wake = Arc::clone(&news);
    let mut watch = watch.on_event(move || wake.notify_one()).channel(16)?;
    let worker = client.worker().queue(16).start()?;
    let (sender, mut commands) = mpsc::channel(16);
    tokio::spawn(chat(sender, player));
    // One future for the whole loop: a new one would miss a signal that comes between two rounds.
    let mut ctrl_c = pin!(tokio::signal::ctrl_c());

    loop {
        tokio::select! {
            () = news.notified() => {
                while let Some(event) = watch.try_recv() {
                    match event {
                        Ok(new) => drop(tokio::spawn(report(new))),
                        Err(error) => eprintln!("{error}"),
                    }
                }
                if watch.is_over() {
                    break; // The client was cancelled.
                }
            }
            Some(command) = commands.recv() => match command {
                Command::Count(player) => count(&client, &worker, player),
                Command::Last(player) => drop(tokio::spawn(last(client.clone(), player))),
            },
            _ = &mut ctrl_c => break,
        }
    }
    // A runtime that ends waits for blocking tasks, also for those whose future was dropped. This ends their requests.
    source.stop.cancel();
    Ok(())
}

/// A match has ended. Its statistics appear some seconds later, and `stats` waits for them.
async fn report(new: NewMatch) {
    let title = format!("{}: {}", new.player, new.entry.outcome);
    let players = spawn_blocking(move || new.stats().send().map(|stats| stats.players.len()));
    reply(&title, players.await, "players");
}

fn count(client: &Client, worker: &Worker, player: Player) {
    match worker.submit(client.stats().match_count(player)) {
        Ok(ticket) => drop(tokio::spawn(async {
            reply(
                "count",
                Ok(ticket.await.map(|count| count.matches_played_count)),
                "matches",
            );
        })),
        // `submit` never waits: if the queue is full, the request comes back.
        Err(full) => println!("{full}, try again later"),
    }
}

async fn last(client: Client, player: Player) {
    let map = spawn_blocking(move || {
        let history = client.stats().match_history(player).count(1).send()?;
        let game = history
            .results
            .first()
            .map(|entry| Match::from_history(&client, entry));
        // Each method of a match may send requests.
        game.map_or(Ok("no map".into()), |game| Ok(game.map()?.public_name.clone()))
    });
    reply("last match", map.await, "");
}

fn reply<T: Display>(title: &str, result: Result<Result<T, Error>, JoinError>, unit: &str) {
    match result {
        Ok(Ok(text)) => println!("{title}: {text} {unit}"),
        Ok(Err(error)) => println!("{title}: {error}"),
        Err(panic) => println!("{title}: {panic}"),
    }
}

/// People in a chat.
async fn chat(commands: mpsc::Sender<Command>, player: Player) {
    for command in [Command::Count, Command::Last].iter().cycle() {
        if commands.send(command(player.clone())).await.is_err() {
            return;
        }
        sleep(Duration::from_secs(3)).await;
    }
}
