//! The parts of the picture: texts, colours and shapes.

use std::fmt;

use halo_infinite::film::EventKind;
use unicode_width::UnicodeWidthChar;

/// The width of a gamertag in columns.
const COLUMNS: usize = 20;

/// The marks' colours are Okabe and Ito's, which people tell apart however they see colours; each
/// mark has a shape of its own as well.
pub const STYLE: &str = "
  svg { --paper: #ffffff; --ink: #1b1f24; --faint: #68707c; --line: #d5dae1; --band: #f4f6f8;
        --kill: #0072b2; --death: #c8501e; --medal: #e69f00; --mode: #7a828e; --multi: #56b4e9; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14171b; --ink: #eceff3; --faint: #9aa3ae; --line: #353b44; --band: #1c2026;
          --kill: #5cb8f0; --death: #f08a5d; --medal: #f0c04a; --mode: #8d96a3; --multi: #58b0e8; } }
  .paper { fill: var(--paper); } .band { fill: var(--band); }
  text { font-family: system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif; fill: var(--ink); font-size: 13px; }
  .title { font-size: 22px; font-weight: 600; } .faint { fill: var(--faint); font-size: 12px; }
  .team { font-size: 12px; font-weight: 600; letter-spacing: .06em; fill: var(--faint); }
  .grid { stroke: var(--line); } .axis { stroke: var(--line); stroke-width: 1.5; }
  .kill { fill: var(--kill); } .mode { fill: none; stroke: var(--mode); stroke-width: 1.5; }
  .death { stroke: var(--death); stroke-width: 2.4; stroke-linecap: round; fill: none; }
  .medal { fill: var(--medal); stroke: var(--paper); stroke-width: .8; }
  .multi { fill: var(--multi); opacity: .35; }
";

/// Text in XML: special characters are escaped, forbidden ones are left out.
pub struct Text<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\u{fffe}' | '\u{ffff}' => {}
                letter if letter.is_control() => {}
                letter => write!(formatter, "{letter}")?,
            }
        }
        Ok(())
    }
}

/// A text of at most this many columns.
pub fn shortened(text: &str) -> String {
    let width = |text: &str| {
        text.chars()
            .map(|letter| letter.width().unwrap_or(0))
            .sum::<usize>()
    };
    if width(text) <= COLUMNS {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if width(&short) + letter.width().unwrap_or(0) >= COLUMNS {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

pub fn clock(ms: i64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1000 % 60)
}

/// A mark's shape around a point.
pub fn shape(kind: EventKind, x: f64, y: f64) -> String {
    match kind {
        EventKind::Kill => format!(
            r#"<path class="kill" d="M{:.1} {:.1}l5.2 9.4h-10.4z"/>"#,
            x,
            y - 5.4
        ),
        EventKind::Death => format!(
            r#"<path class="death" d="M{:.1} {:.1}l7.6 7.6m0 -7.6l-7.6 7.6"/>"#,
            x - 3.8,
            y - 3.8
        ),
        EventKind::Medal => format!(
            r#"<path class="medal" d="M{x:.1} {:.1}l1.7 3.9 4.2 .3 -3.2 2.8 1 4.1 -3.7 -2.2 -3.7 2.2 1 -4.1 -3.2 -2.8 4.2 -.3z"/>"#,
            y - 6.0
        ),
        _ => format!(
            r#"<rect class="mode" x="{:.1}" y="{:.1}" width="6.4" height="6.4"/>"#,
            x - 3.2,
            y - 3.2
        ),
    }
}
