//! An overlay: the last matches of a player as they end, and the rank on a click. No frame waits for anything.
//!
//! ```text
//! cargo run -- [PLAYER]
//! ```

#[path = "../../../examples/common/mod.rs"]
mod common;

use std::{collections::VecDeque, time::Duration};

use eframe::egui::{self, Color32, ViewportCommand};
use halo_infinite::refdata::Outcome;
use halo_infinite::types::Csr;
use halo_infinite::watch::{NewMatch, WatchReceiver};
use halo_infinite::worker::{Ticket, Worker};
use halo_infinite::{Client, Error, Match, Xuid};

/// An outcome's color, and a line of text.
type Row = (Color32, String);

struct Overlay {
    me: Xuid,
    /// The watch has a thread, and each worker has one. All end when this is dropped, and the network does not delay it.
    watch: WatchReceiver,
    /// For clicks, which must not wait behind the jobs of the other worker: those can take a minute.
    clicks: Worker,
    details: Worker,
    /// Results that have not arrived yet. Dropping a ticket cancels its job.
    new_rank: Option<Ticket<Csr>>,
    new_rows: VecDeque<Ticket<Row>>,
    rank: String,
    rows: VecDeque<Row>,
    error: String,
}

/// The line of a match. This runs on the thread of a worker, so it may wait.
fn row(client: &Client, new: &NewMatch, me: Xuid) -> Result<Row, Error> {
    // The statistics appear some seconds after a match.
    let client = client.with_wait_until_available(Duration::from_secs(60));
    let game = Match::from_history(&client, &new.entry);
    let core = game.stats()?.player(me).and_then(|player| player.core_stats());
    let (kills, deaths) = core.map_or((0, 0), |core| (core.kills, core.deaths));
    let (mode, map) = (&game.mode()?.public_name, &game.map()?.public_name);
    let color = match new.entry.outcome {
        Outcome::Win => Color32::LIGHT_GREEN,
        Outcome::Loss => Color32::LIGHT_RED,
        _ => Color32::LIGHT_GRAY,
    };
    let text = format!("{}: {kills} / {deaths}, {mode} on {map}", new.entry.outcome);
    Ok((color, text))
}

impl Overlay {
    /// Takes the results that have arrived, up to an error. Each frame calls it until none is left. Nothing here waits.
    fn receive(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        while let Some(event) = self.watch.try_recv() {
            let (new, me) = (event?, self.me);
            self.new_rows
                .push_back(self.details.run(move |client| row(client, &new, me))?);
        }
        while let Some(row) = self.new_rows.front().and_then(Ticket::try_recv) {
            self.new_rows.pop_front();
            self.rows.push_front(row?);
            self.rows.truncate(5);
        }
        if let Some(rank) = self.new_rank.as_ref().and_then(Ticket::try_recv) {
            self.new_rank = None;
            self.rank = rank?.to_string();
        }
        Ok(())
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        ui.horizontal(|ui| {
            // A window without a title bar is moved by its heading.
            let title = egui::Label::new(egui::RichText::new("Halo Infinite").heading()).selectable(false);
            if ui.add(title.sense(egui::Sense::drag())).drag_started() {
                ui.send_viewport_cmd(ViewportCommand::StartDrag);
            }
            let refresh = egui::Button::new("Refresh rank");
            if ui.add_enabled(self.new_rank.is_none(), refresh).clicked() {
                let me = self.me;
                match self.clicks.run(move |client| common::rank(client, me)) {
                    Ok(ticket) => self.new_rank = Some(ticket),
                    Err(full) => self.error = full.to_string(),
                }
            }
            ui.label(&self.rank);
            if ui.button("Close").clicked() {
                ui.send_viewport_cmd(ViewportCommand::Close);
            }
        });
        ui.separator();
        for (color, text) in &self.rows {
            ui.colored_label(*color, text);
        }
        ui.colored_label(Color32::YELLOW, &self.error);
    }
}

impl eframe::App for Overlay {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        while let Err(error) = self.receive() {
            self.error = error.to_string();
        }
        let frame = egui::Frame::window(ui.style()).multiply_with_opacity(0.9);
        frame.show(ui, |ui| self.show(ui));
        if self.watch.is_over() {
            ui.send_viewport_cmd(ViewportCommand::Close); // The client was cancelled.
        }
    }

    fn clear_color(&self, _: &egui::Visuals) -> [f32; 4] {
        [0.0; 4] // The game shows through.
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, source) = common::connect_live()?;
    let me = common::xuid(&client, &player)?;
    let watch = common::hurry(client.watch(me), &source);
    let viewport = egui::ViewportBuilder::default().with_inner_size([420.0, 190.0]);
    let viewport = viewport.with_decorations(false).with_transparent(true);
    let viewport = viewport.with_always_on_top();
    let options = eframe::NativeOptions {
        viewport,
        ..Default::default()
    };
    let overlay = |window: &eframe::CreationContext| {
        // egui draws a frame only if there is a reason. A result is one.
        let wake = || {
            let context = window.egui_ctx.clone();
            move || context.request_repaint()
        };
        Ok(Box::new(Overlay {
            me,
            watch: watch.on_event(wake()).channel(16)?,
            clicks: client.worker().on_done(wake()).start()?,
            details: client.worker().on_done(wake()).start()?,
            new_rank: None,
            new_rows: VecDeque::new(),
            rank: String::new(),
            rows: VecDeque::new(),
            error: String::new(),
        }) as Box<dyn eframe::App>)
    };
    Ok(eframe::run_native("Halo overlay", options, Box::new(overlay))?)
}
