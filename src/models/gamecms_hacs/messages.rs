//! Messages for players.

use super::schema::{BanMessage, LobbyErrorMessage, LobbyErrorMessages};

impl BanMessage {
    /// The message in a language, by its tag, if the file has translations; else in the language that it has.
    /// `None` if the file has no message.
    ///
    /// ```
    /// use halo_infinite::models::gamecms_hacs::BanMessage;
    ///
    /// let json = r#"{"DisplayMessage": {"value": "Banned", "translations": {"de-DE": "Gesperrt"}}}"#;
    /// let message: BanMessage = serde_json::from_str(json)?;
    /// assert_eq!(message.text("de-DE"), Some("Gesperrt"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn text(&self, language: &str) -> Option<&str> {
        let message = self.display_message.as_ref();
        let translated = message.map(|message| message.in_language(language));
        translated.or(self.body.as_deref())
    }
}

impl LobbyErrorMessages {
    /// An error by its number.
    pub fn error(&self, id: i64) -> Option<&LobbyErrorMessage> {
        self.error_list
            .iter()
            .find(|error| error.game_start_error_id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ban_has_either_form_of_its_message() {
        for (json, expected) in [
            (
                r#"{"DisplayMessage": {"value": "Out"}, "Body": "Away"}"#,
                Some("Out"),
            ),
            (r#"{"DisplayMessage": null, "Body": "Away"}"#, Some("Away")),
            (r#"{"Title": "Ban"}"#, None),
            ("{}", None),
        ] {
            let message: BanMessage = serde_json::from_str(json).unwrap();
            assert_eq!(message.text("en-US"), expected, "{json}");
        }
    }
}
