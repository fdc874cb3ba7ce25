//! How long the answers of each call are kept. The whole policy is here.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use ureq::http::header;

use crate::call::Call;
use crate::environment::Service;
use crate::film::is_zlib;
use crate::transport::Answer;

/// How long an answer is kept, where the request does not say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// It never changes.
    Forever,
    /// It changes seldom: this old it may be.
    For(Duration),
    /// It changes at any time: it is kept only for requests that say how old it may be.
    Live,
    /// It depends on who asks, or another one will follow: it is not kept, whatever the request says.
    Never,
}

pub(crate) struct Rule {
    service: Service,
    method: &'static str,
    lifetime: fn(&Call) -> Lifetime,
    /// Whether an answer is the final one. One that is not is never kept.
    is_final: fn(&Call, &[u8]) -> bool,
}

/// Every call of every service.
const RULES: &[Rule] = {
    use Service::{Blobs, DiscoveryUgc, Economy, GamecmsHacs, Profile, Skill, Stats};
    &[
        // Statistics come when the match is over; before, there is no end time.
        rule(Stats, "match_stats", forever).once(has_ended),
        // These grow with every match.
        rule(Stats, "match_count", live),
        rule(Stats, "service_record", live),
        rule(Stats, "match_history", live),
        // Others than the player's own are refused.
        rule(Stats, "challenge_decks", never),
        rule(Stats, "matches_privacy", never),
        rule(Stats, "match_progression", never),
        // The ranks before and after a match are settled with it, but not at once: until then the
        // service answers with another code for some players.
        rule(Skill, "match_skill", forever).once(has_all_results),
        rule(Skill, "playlist_csr", live),
        // A version of an asset is never changed; the current version is another one after an edit.
        rule(DiscoveryUgc, "map", by_version),
        rule(DiscoveryUgc, "ugc_game_variant", by_version),
        rule(DiscoveryUgc, "map_mode_pair", by_version),
        rule(DiscoveryUgc, "playlist", by_version),
        rule(DiscoveryUgc, "engine_game_variant", by_version),
        rule(DiscoveryUgc, "prefab", by_version),
        rule(DiscoveryUgc, "project", by_version),
        rule(DiscoveryUgc, "manifest", by_version),
        // The current version of a project.
        rule(DiscoveryUgc, "custom_game_manifest", an_hour),
        // What a build or a branch is made of can change while it is live.
        rule(DiscoveryUgc, "manifest_by_build", a_day),
        rule(DiscoveryUgc, "manifest_by_branch", an_hour),
        rule(DiscoveryUgc, "tags_info", a_day),
        // Results move with every upload, like and play.
        rule(DiscoveryUgc, "search_assets", live),
        // While a film is being recorded its list of chunks grows.
        rule(DiscoveryUgc, "film_by_match_id", forever).once(is_complete),
        // A film that is complete is never changed.
        rule(Blobs, "chunk", once_complete),
        // The game's content changes with its updates, on some days of a year.
        rule(GamecmsHacs, "medal_metadata", a_day),
        rule(GamecmsHacs, "csr_season_calendar", a_day),
        rule(GamecmsHacs, "season_calendar", a_day),
        rule(GamecmsHacs, "career_reward_track", a_day),
        rule(GamecmsHacs, "operation_reward_track", a_day),
        rule(GamecmsHacs, "progression_file", a_day),
        rule(GamecmsHacs, "waypoint_file", a_day),
        // New images have new paths.
        rule(GamecmsHacs, "image", thirty_days),
        // Progress moves with every match, an outfit at any time.
        rule(Economy, "player_customization", by_view),
        rule(Economy, "player_career_rank", live),
        // Others than the player's own are refused.
        rule(Economy, "player_operations", never),
        rule(Profile, "current_user", never),
        // A gamertag can pass to somebody else.
        rule(Profile, "user_by_gamertag", live),
        rule(Profile, "user_by_id", live),
        rule(Profile, "users_by_id", live),
    ]
};

const fn rule(service: Service, method: &'static str, lifetime: fn(&Call) -> Lifetime) -> Rule {
    Rule {
        service,
        method,
        lifetime,
        is_final: |_, _| true,
    }
}

impl Rule {
    const fn once(self, is_final: fn(&Call, &[u8]) -> bool) -> Self {
        Self { is_final, ..self }
    }

    /// Whether an answer is what this call is answered with.
    fn is_its_kind_of(&self, answer: &Answer) -> bool {
        let body = answer.body.as_slice();
        match (self.service, self.method) {
            (Service::Blobs, _) => is_zlib(body),
            (Service::GamecmsHacs, "image" | "waypoint_file") => {
                let content_type = answer.headers.get(header::CONTENT_TYPE);
                let is_page = content_type.is_some_and(|value| {
                    let start = value.as_bytes().get(..9).unwrap_or_default();
                    start.eq_ignore_ascii_case(b"text/html")
                });
                !is_page && !body.is_empty()
            }
            _ => serde_json::from_slice::<IgnoredAny>(body).is_ok(),
        }
    }
}

/// How long a call's answer is kept. What no rule knows, such as the steps of the sign-in, is never kept.
pub(crate) fn lifetime(call: &Call) -> Lifetime {
    find(call).map_or(Lifetime::Never, |rule| (rule.lifetime)(call))
}

/// Whether an answer is a whole and the final one to its call. What a proxy on the way says in the
/// service's place is neither JSON nor a film nor an image, and would otherwise stay for ever.
pub(crate) fn may_be_kept(call: &Call, answer: &Answer) -> bool {
    answer.status == 200
        && find(call).is_some_and(|rule| rule.is_its_kind_of(answer) && (rule.is_final)(call, &answer.body))
}

fn find(call: &Call) -> Option<&'static Rule> {
    let endpoint = call.endpoint;
    RULES
        .iter()
        .find(|rule| rule.service == endpoint.service && rule.method == endpoint.method)
}

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn forever(_: &Call) -> Lifetime {
    Lifetime::Forever
}

fn an_hour(_: &Call) -> Lifetime {
    Lifetime::For(HOUR)
}

fn a_day(_: &Call) -> Lifetime {
    Lifetime::For(DAY)
}

fn thirty_days(_: &Call) -> Lifetime {
    Lifetime::For(30 * DAY)
}

fn live(_: &Call) -> Lifetime {
    Lifetime::Live
}

fn never(_: &Call) -> Lifetime {
    Lifetime::Never
}

fn once_complete(call: &Call) -> Lifetime {
    match call.is_passing {
        true => Lifetime::Never,
        false => Lifetime::Forever,
    }
}

fn by_version(call: &Call) -> Lifetime {
    if call.path.iter().any(|segment| segment == "versions") {
        Lifetime::Forever
    } else {
        Lifetime::For(HOUR)
    }
}

fn by_view(call: &Call) -> Lifetime {
    let is_public = call
        .query
        .iter()
        .any(|(name, value)| *name == "view" && value == "public");
    if is_public {
        Lifetime::Live
    } else {
        Lifetime::Never
    }
}

fn has_ended(_: &Call, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Stats {
        match_info: Info,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Info {
        start_time: Timestamp,
        end_time: Timestamp,
    }
    let stats = serde_json::from_slice::<Stats>(body);
    stats.is_ok_and(|stats| stats.match_info.end_time > stats.match_info.start_time)
}

fn has_all_results(call: &Call, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Skill {
        value: Vec<Player>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Player {
        result_code: i64,
    }
    let asked = call.query.iter().filter(|(name, _)| *name == "players").count();
    serde_json::from_slice::<Skill>(body).is_ok_and(|skill| {
        skill.value.len() == asked && skill.value.iter().all(|player| player.result_code == 0)
    })
}

fn is_complete(_: &Call, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Film {
        film_status_bond: i64,
    }
    const COMPLETE: i64 = 1;
    serde_json::from_slice::<Film>(body).is_ok_and(|film| film.film_status_bond == COMPLETE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The public methods of the handles that the client gives, as `service.method`.
    fn methods() -> BTreeSet<String> {
        let mut methods = BTreeSet::new();
        let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/services");
        for entry in fs::read_dir(services).unwrap() {
            let path = entry.unwrap().path();
            let service = path.file_stem().unwrap().to_str().unwrap();
            // The films' files have a service of their own, which is named after what it keeps.
            let service = if service == "films" { "blobs" } else { service };
            let source = fs::read_to_string(&path).unwrap();
            let handles = source.split("\nimpl<'c> ").skip(1);
            for line in handles
                .filter_map(|rest| rest.split("\n}\n").next())
                .flat_map(str::lines)
            {
                if let Some(method) = line.strip_prefix("    pub fn ") {
                    methods.insert(format!("{service}.{}", method.split(['(', '<']).next().unwrap()));
                }
            }
        }
        // It is made of calls for chunks.
        assert!(methods.remove("blobs.download"));
        methods
    }

    #[test]
    fn every_method_has_one_rule_and_every_rule_a_method() {
        let rules: Vec<_> = RULES
            .iter()
            .map(|rule| format!("{}.{}", rule.service, rule.method))
            .collect();
        let different: BTreeSet<_> = rules.iter().cloned().collect();
        assert_eq!(different.len(), rules.len());
        let methods = methods();
        assert!(methods.len() > 30, "{methods:?}");
        assert_eq!(different, methods);
    }

    fn is_final(call: &Call, body: &[u8]) -> bool {
        (find(call).unwrap().is_final)(call, body)
    }

    fn get(service: Service, method: &'static str, path: &[&str]) -> Call {
        Call::get(service, method, path.iter().copied())
    }

    #[test]
    fn a_version_is_kept_for_ever_and_the_current_one_for_an_hour() {
        let version = get(
            Service::DiscoveryUgc,
            "map",
            &["hi", "maps", "1", "versions", "2"],
        );
        assert_eq!(lifetime(&version), Lifetime::Forever);
        let current = get(Service::DiscoveryUgc, "map", &["hi", "maps", "1"]);
        assert_eq!(lifetime(&current), Lifetime::For(HOUR));
    }

    #[test]
    fn what_is_private_or_unknown_is_never_kept() {
        let mut customization = get(Service::Economy, "player_customization", &["hi"]);
        assert_eq!(lifetime(&customization), Lifetime::Never);
        customization.set_query("view", "public");
        assert_eq!(lifetime(&customization), Lifetime::Live);
        customization.set_query("view", "private");
        assert_eq!(lifetime(&customization), Lifetime::Never);
        for (service, method) in [
            (Service::Profile, "current_user"),
            (Service::Settings, "spartan_token"),
            (Service::Stats, "a_method_of_tomorrow"),
        ] {
            assert_eq!(lifetime(&get(service, method, &[])), Lifetime::Never, "{method}");
        }
    }

    #[test]
    fn a_match_is_final_when_it_has_ended() {
        let call = get(Service::Stats, "match_stats", &[]);
        let ends = |end: &str| {
            let body =
                format!(r#"{{"MatchInfo":{{"StartTime":"2025-01-24T03:51:46.942Z","EndTime":{end}}}}}"#);
            is_final(&call, body.as_bytes())
        };
        assert!(ends(r#""2025-01-24T04:04:50.1751234Z""#));
        for none in [
            "null",
            r#""""#,
            r#""0001-01-01T00:00:00Z""#,
            r#""2025-01-24T03:51:46.942Z""#,
        ] {
            assert!(!ends(none), "{none}");
        }
        assert!(!is_final(&call, b"{}") && !is_final(&call, b""));
    }

    #[test]
    fn skill_is_final_when_every_player_has_a_result() {
        let mut call = get(Service::Skill, "match_skill", &[]);
        call.add_query("players", "xuid(1)");
        call.add_query("players", "xuid(2)");
        let answered = |codes: &[i32]| {
            let players = codes
                .iter()
                .map(|code| serde_json::json!({ "ResultCode": code, "Result": null }));
            let body = serde_json::json!({ "Value": players.collect::<Vec<_>>() });
            is_final(&call, body.to_string().as_bytes())
        };
        assert!(answered(&[0, 0]));
        assert!(!answered(&[0, 3]) && !answered(&[0]) && !answered(&[]));
    }

    #[test]
    fn a_film_is_final_when_it_is_complete() {
        let call = get(Service::DiscoveryUgc, "film_by_match_id", &[]);
        assert!(is_final(&call, br#"{"FilmStatusBond":1}"#));
        assert!(!is_final(&call, br#"{"FilmStatusBond":2}"#));
    }
}
