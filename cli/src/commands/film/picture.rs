//! The picture: an SVG, 1200 pixels wide.

use std::collections::HashMap;
use std::fmt;

use halo_infinite::film::{EventKind, HighlightEvent, KillPair, MultiKill, PlayerTimeline};
use halo_infinite::refdata::Team;

use super::marks::{STYLE, Text, clock, shape, shortened};

const WIDTH: f64 = 1200.0;
/// The horizontal range of time.
const LEFT: f64 = 236.0;
const RIGHT: f64 = 1176.0;
const TOP: f64 = 128.0;
const ROW: f64 = 54.0;
/// Between two teams.
const GAP: f64 = 30.0;
/// Marks nearer than this are put side by side.
const NEAR: f64 = 9.0;

/// A player's row.
pub struct Row<'a> {
    pub timeline: PlayerTimeline<'a>,
    pub team: Option<Team>,
}

/// The content of the picture.
pub struct Picture<'a> {
    pub title: String,
    pub subtitle: String,
    pub note: String,
    pub rows: Vec<Row<'a>>,
    pub pairs: Vec<KillPair<'a>>,
    pub multi_kills: Vec<MultiKill<'a>>,
}

/// The place and the look of a mark.
struct Mark<'a> {
    x: f64,
    event: &'a HighlightEvent,
}

impl Picture<'_> {
    fn end(&self) -> i64 {
        let events = self.rows.iter().flat_map(|row| &row.timeline.events);
        events.map(|event| event.time_ms()).max().unwrap_or(0).max(1000)
    }

    fn x(&self, ms: i64) -> f64 {
        LEFT + (RIGHT - LEFT) * ms as f64 / self.end() as f64
    }

    /// The place of each row, and the headings of teams.
    fn places(&self) -> (Vec<f64>, Vec<(f64, Team)>) {
        let (mut rows, mut headings) = (Vec::new(), Vec::new());
        let mut y = TOP;
        let mut before = None;
        let first = self.rows.first().and_then(|row| row.team);
        let has_teams = self.rows.iter().any(|row| row.team != first);
        for row in &self.rows {
            if has_teams && before != Some(row.team) {
                y += if before.is_some() { GAP } else { 6.0 };
                headings.extend(row.team.map(|team| (y - 8.0, team)));
            }
            before = Some(row.team);
            rows.push(y);
            y += ROW;
        }
        (rows, headings)
    }

    /// The marks of one lane of a row: those that would cover each other are moved apart.
    fn lane<'e>(&self, events: impl Iterator<Item = &'e HighlightEvent>) -> Vec<Mark<'e>> {
        let mut marks: Vec<Mark<'_>> = events
            .map(|event| Mark {
                x: self.x(event.time_ms()),
                event,
            })
            .collect();
        marks.sort_by(|one, other| one.x.total_cmp(&other.x));
        // If there is not enough room, marks overlap a little.
        let near = NEAR.min((RIGHT - LEFT) / marks.len().max(1) as f64);
        let mut last = f64::MIN;
        for mark in &mut marks {
            mark.x = mark.x.max(last + near);
            last = mark.x;
        }
        // Marks moved beyond the end are moved back.
        let mut next = RIGHT + near;
        for mark in marks.iter_mut().rev() {
            mark.x = mark.x.min(next - near);
            next = mark.x;
        }
        marks
    }

    /// The tooltip of a mark.
    fn title_of(
        &self,
        event: &HighlightEvent,
        victims: &HashMap<*const HighlightEvent, &KillPair<'_>>,
    ) -> String {
        let time = clock(event.time_ms());
        match (event.kind, event.medal, victims.get(&std::ptr::from_ref(event))) {
            (EventKind::Medal, Some(medal), _) => format!("{time} {medal}"),
            (EventKind::Kill, _, Some(pair)) => format!(
                "{time} kill, likely of {} ({} ms apart)",
                pair.death.gamertag,
                pair.gap_ms()
            ),
            (EventKind::Death, _, Some(pair)) => format!("{time} death, likely by {}", pair.kill.gamertag),
            (kind, ..) => format!("{time} {kind}"),
        }
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (places, headings) = self.places();
        let bottom = places.last().map_or(TOP, |y| y + ROW);
        let height = bottom + 56.0;
        writeln!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">"#
        )?;
        writeln!(out, "<title>{}</title>", Text(&self.title))?;
        writeln!(out, "<style>{STYLE}</style>")?;
        writeln!(out, r#"<rect class="paper" width="{WIDTH}" height="{height}"/>"#)?;
        writeln!(
            out,
            r#"<text class="title" x="24" y="40">{}</text>"#,
            Text(&self.title)
        )?;
        writeln!(
            out,
            r#"<text class="faint" x="24" y="62">{}</text>"#,
            Text(&self.subtitle)
        )?;
        self.legend(out)?;
        for (y, team) in &headings {
            writeln!(
                out,
                r#"<text class="team" x="24" y="{y}">{}</text>"#,
                Text(&team.display_name().to_uppercase())
            )?;
        }
        for y in places.iter().step_by(2) {
            writeln!(
                out,
                r#"<rect class="band" x="12" y="{y}" width="{}" height="{ROW}" rx="4"/>"#,
                WIDTH - 24.0
            )?;
        }
        self.grid(out, bottom)?;
        let victims: HashMap<*const HighlightEvent, &KillPair<'_>> = self
            .pairs
            .iter()
            .flat_map(|pair| {
                [
                    (std::ptr::from_ref(pair.kill), pair),
                    (std::ptr::from_ref(pair.death), pair),
                ]
            })
            .collect();
        for (row, y) in self.rows.iter().zip(&places) {
            self.row(out, row, *y, &victims)?;
        }
        writeln!(
            out,
            r#"<text class="faint" x="24" y="{}">{} Time is since the start of the match; marks at the same moment stand side by side.</text>"#,
            height - 12.0,
            Text(&self.note)
        )?;
        writeln!(out, "</svg>")
    }
}

impl Picture<'_> {
    fn legend(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (EventKind::Kill, "kill"),
            (EventKind::Death, "death"),
            (EventKind::Medal, "medal"),
            (EventKind::Mode, "objective of the mode"),
        ];
        let mut x = 30.0;
        let known = kinds.map(|(kind, _)| kind);
        let events = || self.rows.iter().flat_map(|row| &row.timeline.events);
        let unknown = events().find(|event| !known.contains(&event.kind));
        let kinds = kinds
            .into_iter()
            .chain(unknown.map(|event| (event.kind, "unknown")));
        for (kind, name) in kinds {
            let is_of_it = |event: &&&HighlightEvent| match known.contains(&kind) {
                true => event.kind == kind,
                false => !known.contains(&event.kind),
            };
            let count = events().filter(is_of_it).count();
            if count == 0 {
                continue;
            }
            let text = format!("{name} ({count})");
            writeln!(
                out,
                r#"{}<text x="{}" y="93">{text}</text>"#,
                shape(kind, x, 88.5),
                x + 12.0
            )?;
            x += 44.0 + 7.2 * text.len() as f64;
        }
        writeln!(
            out,
            r#"<rect class="multi" x="{x}" y="80" width="26" height="17" rx="4"/><text x="{}" y="93">multi-kill ({})</text>"#,
            x + 33.0,
            self.multi_kills.len()
        )
    }

    /// Lines at round times.
    fn grid(&self, out: &mut fmt::Formatter<'_>, bottom: f64) -> fmt::Result {
        let end = self.end();
        let steps = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000];
        let step = steps
            .into_iter()
            .find(|step| end / step <= 14)
            .unwrap_or(3_600_000);
        let mut at = 0;
        while at <= end {
            let x = self.x(at);
            writeln!(
                out,
                r#"<line class="grid" x1="{x:.1}" x2="{x:.1}" y1="{:.1}" y2="{:.1}"/><text class="faint" x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                TOP - 8.0,
                bottom + 6.0,
                bottom + 22.0,
                clock(at)
            )?;
            at += step;
        }
        Ok(())
    }

    fn row(
        &self,
        out: &mut fmt::Formatter<'_>,
        row: &Row<'_>,
        y: f64,
        victims: &HashMap<*const HighlightEvent, &KillPair<'_>>,
    ) -> fmt::Result {
        let timeline = &row.timeline;
        let count = |kind: EventKind| match timeline.count(kind) {
            1 => format!("1 {kind}"),
            count => format!("{count} {kind}s"),
        };
        writeln!(
            out,
            r#"<text x="24" y="{}">{}<title>{}</title></text><text class="faint" x="24" y="{}">{} · {} · {}</text>"#,
            y + 23.0,
            Text(&shortened(timeline.gamertag)),
            Text(timeline.gamertag),
            y + 41.0,
            count(EventKind::Kill),
            count(EventKind::Death),
            count(EventKind::Medal),
        )?;
        let kills = self.lane(timeline.of_kind(EventKind::Kill));
        for multi_kill in self
            .multi_kills
            .iter()
            .filter(|multi| multi.xuid == timeline.xuid)
        {
            let place = |kill: Option<&&HighlightEvent>| {
                let kill = *kill?;
                kills.iter().find(|mark| std::ptr::eq(mark.event, kill))
            };
            let ends = [multi_kill.kills.first(), multi_kill.kills.last()].map(place);
            if let [Some(first), Some(last)] = ends {
                let (from, to) = (first.x, last.x);
                let medal = multi_kill
                    .medal
                    .map_or("multi-kill", |medal| medal.display_name());
                writeln!(
                    out,
                    r#"<rect class="multi" x="{:.1}" y="{:.1}" width="{:.1}" height="17" rx="4"><title>{}</title></rect>"#,
                    from - 7.0,
                    y + 19.0,
                    to - from + 14.0,
                    Text(medal)
                )?;
            }
        }
        // Medals above, kills in the middle, deaths and objectives below: less to move apart.
        type Lane = (f64, fn(EventKind) -> bool);
        let lanes: [Lane; 3] = [
            (y + 12.0, |kind| kind == EventKind::Medal),
            (y + 28.0, |kind| kind == EventKind::Kill),
            (y + 43.5, |kind| {
                !matches!(kind, EventKind::Medal | EventKind::Kill)
            }),
        ];
        for (y, is_of_it) in lanes {
            let events = timeline.events.iter().copied();
            for mark in self.lane(events.filter(|event| is_of_it(event.kind))) {
                let title = self.title_of(mark.event, victims);
                writeln!(
                    out,
                    "<g>{}<title>{}</title></g>",
                    shape(mark.event.kind, mark.x, y),
                    Text(&title)
                )?;
            }
        }
        Ok(())
    }
}
