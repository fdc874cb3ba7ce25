//! Captured payloads in a folder, listed in its `manifest.tsv`.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::HashMap;
use std::io;
use std::path::Path;

const MANIFEST: &str = "manifest.tsv";
const COLUMNS: [&str; 6] = ["file", "model", "service", "method", "path", "origin"];

#[derive(Debug)]
pub(crate) struct Captures {
    rows: Vec<Row>,
    owner: Option<u64>,
    /// The ids of the matches whose statistics are in the folder.
    matches: Vec<String>,
}

/// A row of the manifest, with its file.
#[derive(Debug)]
pub(crate) struct Row {
    method: String,
    /// The segments of the service and the path template.
    segments: Vec<String>,
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// The strings at the top level of the payload, which include its ids.
    ids: Vec<String>,
}

impl Captures {
    pub(crate) fn load(folder: &Path) -> io::Result<Self> {
        let manifest = folder.join(MANIFEST);
        let text = std::fs::read_to_string(&manifest).map_err(|error| with_path(error, &manifest))?;
        let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<&str>>());
        if lines.next().as_deref() != Some(&COLUMNS) {
            let message = format!(
                "{}: the columns must be {}",
                manifest.display(),
                COLUMNS.join(", ")
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let mut rows = Vec::new();
        let mut players: HashMap<u64, usize> = HashMap::new();
        let mut match_ids = Vec::new();
        for fields in lines.filter(|fields| fields.iter().any(|field| !field.is_empty())) {
            let Ok([file, model, service, method, path, origin]) = <[&str; 6]>::try_from(fields) else {
                let message = format!(
                    "{}: a row must have {} columns",
                    manifest.display(),
                    COLUMNS.len()
                );
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            };
            let file = folder.join(file);
            let body = std::fs::read(&file).map_err(|error| with_path(error, &file))?;
            let payload: Value = serde_json::from_slice(&body).unwrap_or_default();
            if model == "MatchStats" {
                humans(&payload).for_each(|xuid| *players.entry(xuid).or_default() += 1);
                match_ids.extend(payload["MatchId"].as_str().map(str::to_owned));
            }
            rows.push(Row {
                method: method.to_owned(),
                segments: segments(&format!(
                    "{service}{}",
                    path.split('?').next().unwrap_or_default()
                )),
                status: status(origin),
                content_type: content_type(&file),
                body: body.into(),
                ids: own_ids(&payload),
            });
        }
        // On a tie the smaller XUID wins, so that the owner does not change from run to run.
        let owner = players
            .into_iter()
            .max_by_key(|(xuid, matches)| (*matches, u64::MAX - xuid));
        Ok(Self {
            rows,
            owner: owner.map(|(xuid, _)| xuid),
            matches: match_ids,
        })
    }

    /// The owner of the captures: the player with the most matches.
    pub(crate) fn owner(&self) -> Option<u64> {
        self.owner
    }

    pub(crate) fn matches(&self) -> &[String] {
        &self.matches
    }

    /// The method and the path template of each row.
    pub(crate) fn templates(&self) -> impl Iterator<Item = String> {
        self.rows
            .iter()
            .map(|row| format!("{} /{}", row.method, row.segments.join("/")))
    }

    /// Finds the row for a request: the most literal template, and then the row with the most ids from the path.
    pub(crate) fn find(&self, method: &str, path: &[String]) -> Option<&Row> {
        let mut best: Option<((usize, usize), &Row)> = None;
        for row in self
            .rows
            .iter()
            .filter(|row| row.method.eq_ignore_ascii_case(method))
        {
            let Some(parameters) = matches(&row.segments, path) else {
                continue;
            };
            let own = parameters
                .iter()
                .filter(|value| row.ids.contains(&value.to_lowercase()))
                .count();
            let literal = row
                .segments
                .iter()
                .filter(|segment| parameter(segment).is_none())
                .count();
            if best.is_none_or(|(rank, _)| (literal, own) > rank) {
                best = Some(((literal, own), row));
            }
        }
        best.map(|(_, row)| row)
    }
}

fn with_path(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The decoded segments of a path. A doubled or trailing slash makes an empty segment.
pub(crate) fn segments(path: &str) -> Vec<String> {
    path.strip_prefix('/')
        .unwrap_or(path)
        .split('/')
        .map(decode)
        .collect()
}

/// Percent-decodes a segment.
fn decode(segment: &str) -> String {
    // Decoded as the name of a form field, with the characters that only a form treats specially escaped first.
    let field = segment
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    form_urlencoded::parse(field.as_bytes())
        .next()
        .map_or_else(String::new, |(name, _)| name.into_owned())
}

/// The texts before and behind the parameter in a segment, such as `gt(` and `)`.
fn parameter(segment: &str) -> Option<(&str, &str)> {
    let (start, rest) = segment.split_once('{')?;
    Some((start, rest.split_once('}')?.1))
}

/// The value of a parameter, if the segment has the texts before and behind it, in any case.
fn value<'a>(segment: &'a str, (start, end): (&str, &str)) -> Option<&'a str> {
    let value = segment.get(start.len()..segment.len().checked_sub(end.len())?)?;
    let has_start = segment.get(..start.len())?.eq_ignore_ascii_case(start);
    let has_end = segment
        .get(segment.len() - end.len()..)?
        .eq_ignore_ascii_case(end);
    (has_start && has_end && !value.is_empty()).then_some(value)
}

/// The values of the template's parameters, if the path matches. A final `…path` or `path…` parameter matches the rest
/// of the path. Empty segments match nothing.
fn matches<'a>(template: &[String], path: &'a [String]) -> Option<Vec<&'a str>> {
    let takes_rest = template
        .last()
        .is_some_and(|last| last.to_lowercase().ends_with("path}") || last.ends_with("…}"));
    let has_slashes_too_many = path.iter().any(String::is_empty);
    if has_slashes_too_many || path.len() < template.len() || (path.len() > template.len() && !takes_rest) {
        return None;
    }
    let mut parameters = Vec::new();
    for (expected, actual) in template.iter().zip(path) {
        match parameter(expected) {
            Some(around) => parameters.push(value(actual, around)?),
            None if expected.eq_ignore_ascii_case(actual) => {}
            None => return None,
        }
    }
    Some(parameters)
}

/// An error body has its status in the origin column: `… (status 404)`.
fn status(origin: &str) -> StatusCode {
    let status = origin
        .split_once("(status ")
        .and_then(|(_, rest)| rest.split(')').next());
    status
        .and_then(|status| status.parse().ok())
        .unwrap_or(StatusCode::OK)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("bin") => "application/octet-stream",
        _ => "application/json",
    }
}

fn own_ids(payload: &Value) -> Vec<String> {
    let texts = payload
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.values())
        .filter_map(Value::as_str);
    texts.map(str::to_lowercase).collect()
}

fn humans(match_stats: &Value) -> impl Iterator<Item = u64> {
    let players = match_stats["Players"].as_array().into_iter().flatten();
    players.filter_map(|player| {
        player["PlayerId"]
            .as_str()?
            .strip_prefix("xuid(")?
            .strip_suffix(')')?
            .parse()
            .ok()
    })
}
