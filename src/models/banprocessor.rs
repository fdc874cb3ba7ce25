//! The ban processor: the bans that are in effect.

use jiff::Timestamp;

use crate::types::Xuid;

generated!("banprocessor");

impl BanSummary {
    /// The bans of a player; empty for a player without a ban, and for one who is not in the summary.
    pub fn bans_of(&self, player: Xuid) -> &[Ban] {
        let mut results = self.results.iter();
        let found = results.find(|result| result.id.xuid() == Some(player));
        found.map_or(&[], PlayerBans::bans)
    }

    /// Whether a ban of a player is in effect at a time.
    pub fn is_banned(&self, player: Xuid, time: Timestamp) -> bool {
        self.bans_of(player).iter().any(|ban| ban.is_in_effect(time))
    }
}

impl PlayerBans {
    /// The bans.
    pub fn bans(&self) -> &[Ban] {
        self.result.as_ref().map_or(&[], |result| &result.bans_in_effect)
    }
}

impl Ban {
    /// Whether the ban is in effect at a time. A ban without an end always is.
    pub fn is_in_effect(&self, time: Timestamp) -> bool {
        self.enforce_until_utc.is_none_or(|end| time < *end)
    }

    /// The path of the message for the player, as the game's content service takes it: without a slash in front.
    /// `None` if there is no message.
    pub fn message_path(&self) -> Option<&str> {
        let path = self.ban_message_path.as_deref()?.trim_start_matches('/');
        Some(path).filter(|path| !path.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANNED: u64 = 2_533_274_855_333_605;

    fn summary(bans: serde_json::Value) -> BanSummary {
        let json = serde_json::json!({ "Results": [
            { "Id": "xuid(2533274855333000)", "ResultCode": 1, "Result": null },
            { "Id": format!("xuid({BANNED})"), "ResultCode": 1, "Result": { "BansInEffect": bans } },
        ] });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_ban_is_in_effect_until_its_end() {
        let until = summary(serde_json::json!([{
            "Type": 1,
            "EnforceUntilUtc": { "ISO8601Date": "2026-12-01T00:00:00Z" },
            "BanMessagePath": "/Messages/Ban.json",
        }]));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let [banned, other, unknown] =
            [BANNED, 2_533_274_855_333_000, 2_533_274_855_333_001].map(|number| Xuid::new(number).unwrap());
        assert!(until.is_banned(banned, at("2026-11-30T23:59:59Z")));
        assert!(!until.is_banned(banned, at("2026-12-01T00:00:00Z")));
        assert!(!until.is_banned(other, at("2026-11-01T00:00:00Z")));
        assert_eq!(
            (until.bans_of(banned).len(), until.bans_of(unknown).len()),
            (1, 0)
        );
        assert_eq!(until.bans_of(banned)[0].message_path(), Some("Messages/Ban.json"));
        let endless = summary(serde_json::json!([{ "BanMessagePath": "" }]));
        assert!(endless.is_banned(banned, Timestamp::MAX));
        assert_eq!(endless.bans_of(banned)[0].message_path(), None);
    }
}
