//! Invented players in the place of real ones.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

/// XUIDs are numbers of 16 digits in this range.
const XUIDS: Range<u64> = 2_000_000_000_000_000..3_000_000_000_000_000;
/// Invented XUIDs start here.
const FIRST: u64 = 2_533_274_800_000_001;
/// The fields that hold a name of a player.
const NAME_FIELDS: [&str; 5] = [
    "gamertag",
    "gtg",
    "modernGamertag",
    "uniqueModernGamertag",
    "realName",
];
/// The settings of an Xbox Live profile whose value is a name of a player.
const NAME_SETTINGS: [&str; 6] = [
    "Gamertag",
    "ModernGamertag",
    "UniqueModernGamertag",
    "GameDisplayName",
    "AppDisplayName",
    "RealName",
];

/// The replacements so far.
#[derive(Debug, Default)]
pub(super) struct Players {
    xuids: HashMap<u64, u64>,
    gamertags: HashMap<String, String>,
}

impl Players {
    /// Replaces all XUIDs in a JSON text, and each text that is the gamertag of a player who was seen. Everything
    /// else stays as it is, byte by byte.
    pub fn replace(&mut self, json: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(json);
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            self.collect_gamertags(&value);
        }
        let mut replaced = String::with_capacity(text.len());
        let mut rest = text.as_ref();
        while let Some(start) = rest.find('"') {
            let (before, literal) = rest.split_at(start);
            let (literal, after) = literal.split_at(end_of_literal(literal));
            self.push_with_xuids(&mut replaced, before);
            let decoded: Option<String> = serde_json::from_str(literal).ok();
            match decoded.and_then(|text| self.gamertags.get(&text)) {
                Some(gamertag) => replaced.push_str(&Value::from(gamertag.as_str()).to_string()),
                None => self.push_with_xuids(&mut replaced, literal),
            }
            rest = after;
        }
        self.push_with_xuids(&mut replaced, rest);
        replaced.into_bytes()
    }

    /// Replaces all XUIDs in a text.
    pub fn replace_xuids(&mut self, text: &str) -> String {
        let mut replaced = String::new();
        self.push_with_xuids(&mut replaced, text);
        replaced
    }

    fn collect_gamertags(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                let setting = fields.get("id").and_then(Value::as_str);
                let is_name_setting = setting.is_some_and(|setting| NAME_SETTINGS.contains(&setting));
                // With a shared identity, this is the real name; other things have display names too.
                let is_person = fields.contains_key("xuid");
                for (name, value) in fields {
                    let is_name = NAME_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field))
                        || (is_name_setting && name == "value")
                        || (is_person && name == "displayName");
                    match value.as_str().filter(|text| is_name && !text.is_empty()) {
                        Some(gamertag) => self.invent_gamertag(gamertag),
                        None => self.collect_gamertags(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect_gamertags(item)),
            _ => {}
        }
    }

    fn invent_gamertag(&mut self, gamertag: &str) {
        let next = format!("Player {}", self.gamertags.len() + 1);
        self.gamertags.entry(gamertag.to_owned()).or_insert(next);
    }

    /// Appends a text with its XUIDs replaced.
    fn push_with_xuids(&mut self, replaced: &mut String, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
            let (before, digits) = rest.split_at(start);
            let end = digits
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(digits.len());
            let (digits, after) = digits.split_at(end);
            replaced.push_str(before);
            // The digits behind a decimal point are no XUID.
            let xuid = digits
                .parse()
                .ok()
                .filter(|_| digits.len() == 16 && !before.ends_with('.'));
            match xuid.filter(|xuid| XUIDS.contains(xuid)) {
                Some(xuid) => replaced.push_str(&self.invent_xuid(xuid).to_string()),
                None => replaced.push_str(digits),
            }
            rest = after;
        }
        replaced.push_str(rest);
    }

    fn invent_xuid(&mut self, xuid: u64) -> u64 {
        let next = FIRST + self.xuids.len() as u64;
        *self.xuids.entry(xuid).or_insert(next)
    }
}

/// The length of the string literal at the start of a JSON text, with its quotes.
fn end_of_literal(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !is_escaped => return index + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(players: &mut Players, json: &str) -> String {
        String::from_utf8(players.replace(json.as_bytes())).unwrap()
    }

    #[test]
    fn players_are_replaced_consistently_and_everything_else_stays() {
        let mut players = Players::default();
        let text = r#"{ "xuid" : "2535405123456789","gamertag":"Zo\u00eb \"Z\"", "n":2533274999999999,
            "Id": "xuid(2535405123456789)", "Score": 2.5354051234567890, "Seed": 12535405123456789 }"#;
        let expected = r#"{ "xuid" : "2533274800000001","gamertag":"Player 1", "n":2533274800000002,
            "Id": "xuid(2533274800000001)", "Score": 2.5354051234567890, "Seed": 12535405123456789 }"#;
        assert_eq!(replaced(&mut players, text), expected);
        let later = r#"[{"name":"Zoë \"Z\"","Owner":"xuid(2533274999999999)","gtg":"Other"}, "Zoë"]"#;
        let expected = r#"[{"name":"Player 1","Owner":"xuid(2533274800000002)","gtg":"Player 2"}, "Zoë"]"#;
        assert_eq!(replaced(&mut players, later), expected);
    }

    #[test]
    fn names_in_xbox_live_profiles_are_replaced() {
        let mut players = Players::default();
        let text = r#"{"settings":[{"id":"GameDisplayName","value":"Zed9"},{"id":"Gamerscore","value":"55"},
            {"id":"RealName","value":""}],"people":[{"displayName":"Zed9","modernGamertag":"Zed9"}]}"#;
        assert_eq!(replaced(&mut players, text), text.replace("Zed9", "Player 1"));
        let text = r#"[{"xuid":"1","displayName":"Anne Example"},{"id":"a","displayName":"A season"}]"#;
        assert_eq!(
            replaced(&mut players, text),
            text.replace("Anne Example", "Player 2")
        );
    }

    #[test]
    fn broken_json_still_loses_its_xuids() {
        let mut players = Players::default();
        assert_eq!(
            replaced(&mut players, r#"{"a":"xuid(2535405123456789"#),
            r#"{"a":"xuid(2533274800000001"#
        );
        assert_eq!(replaced(&mut players, ""), "");
    }
}
