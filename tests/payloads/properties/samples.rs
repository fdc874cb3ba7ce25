//! Valid payloads: those of the sandbox, and the captured ones if there are any.

use std::sync::LazyLock;

use halo_infinite::Request;
use halo_infinite::models::gamecms_hacs::OperationRewardTrack;
use halo_infinite::payload::{DecodeError, decode, drift};
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::economy::{CustomizationView, Store};
use halo_infinite::services::stats::MatchType;
use halo_infinite_sandbox::Sandbox;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::json::Json;
use crate::support::captures::payloads;

/// A payload and its model.
#[derive(Clone)]
pub struct Sample {
    pub model: &'static str,
    pub json: Json,
    pub look: fn(&[u8]) -> Result<Look, DecodeError>,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.model)
    }
}

/// The result of decoding a document.
#[derive(Debug, PartialEq)]
pub struct Look {
    pub model: Value,
    pub drift: Vec<String>,
}

/// Asserts that the same documents are decoded and refused as by serde, for the same reason at the same path.
fn assert_is_read_as_by_serde_json<T: DeserializeOwned + PartialEq + std::fmt::Debug>(json: &[u8]) {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let theirs: Result<T, (String, serde_json::Error)> = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| (error.path().to_string(), error.into_inner()))
        .and_then(|model| match deserializer.end() {
            Ok(()) => Ok(model),
            Err(error) => Err((".".into(), error)),
        });
    let ours = decode::<T>(json);
    let Ok(text) = std::str::from_utf8(json) else {
        assert!(ours.is_err(), "{}", json.escape_ascii());
        return;
    };
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert!(
            ours == theirs || format!("{ours:?}") == format!("{theirs:?}"),
            "{text}"
        ),
        (Err(ours), Err((path, problem))) => {
            // The path of serde_path_to_error also includes a field whose name is malformed, and the
            // field of a number that is followed by more text.
            let outside = if problem.to_string().starts_with("expected `\"`") {
                path.rsplit_once('.').map_or("", |(outside, _)| outside)
            } else {
                path.strip_suffix('?')
                    .map_or(path.as_str(), |path| path.trim_end_matches('.'))
            };
            let path = if outside.is_empty() { "." } else { outside };
            assert_eq!(ours.path, path, "{ours}\n{problem}\n{text}");
            // The words for invalid JSON depend on the requested type, and lines and columns are not
            // counted from the same places: only errors of data are compared.
            let reason = |problem: &str| problem.split(" at line").next().map(str::to_owned);
            if problem.is_data() {
                assert_eq!(reason(&ours.problem), reason(&problem.to_string()), "{text}");
            }
        }
        (ours, theirs) => panic!("{:?} and {:?} for {text}", ours.err(), theirs.err()),
    }
}

/// Decodes a document and checks the invariants of its model.
fn look<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(
    json: &[u8],
) -> Result<Look, DecodeError> {
    assert_is_read_as_by_serde_json::<T>(json);
    let drift = drift::<T>(json);
    let model: T = match decode(json) {
        Ok(model) => model,
        Err(error) => {
            assert_eq!(drift.as_ref().err(), Some(&error), "decode and drift differ");
            return Err(error);
        }
    };
    let drift = drift.unwrap_or_else(|error| panic!("it decodes, but has no drift: {error}"));
    let text = serde_json::to_string(&model).expect("models can be encoded");
    let again: T =
        decode(text.as_bytes()).unwrap_or_else(|error| panic!("encoded, it is refused: {error}\n{text}"));
    // NaN does not equal itself, but its JSON does.
    assert!(
        again == model || format!("{again:?}") == format!("{model:?}"),
        "encoded and decoded, {model:?}\nbecame {again:?}"
    );
    Ok(Look {
        model: serde_json::to_value(&model).expect("it has just been encoded"),
        drift,
    })
}

/// The samples, made once for all properties.
pub fn samples() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
        let mut samples = served();
        samples.extend(captured(&samples));
        samples
    });
    &SAMPLES
}

fn parse(json: &[u8]) -> Json {
    let mut json: Json = serde_json::from_slice(json).expect("payloads are JSON");
    json.shorten_lists(2);
    json
}

fn captured(served: &[Sample]) -> Vec<Sample> {
    let payloads = payloads().into_iter();
    let samples = payloads.filter_map(|payload| {
        let of_model = served.iter().find(|sample| sample.model == payload.model)?;
        Some(Sample {
            json: parse(&payload.bytes),
            ..of_model.clone()
        })
    });
    samples.collect()
}

fn served() -> Vec<Sample> {
    let sandbox = Sandbox::builder().matches(120).start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let (stats, skill, ugc) = (client.stats(), client.skill(), client.discovery_ugc());
    let (content, economy, profile) = (client.gamecms_hacs(), client.economy(), client.profile());
    let mut samples = Vec::new();

    let history = take(&mut samples, &stats.match_history(me));
    let newest = |kind| stats.match_history(me).match_type(kind).send().unwrap().results;
    let matchmade = newest(MatchType::Matchmade).remove(0);
    // One match of each mode.
    let mut modes = std::collections::BTreeSet::new();
    for entry in history.results.iter().chain(&newest(MatchType::Custom)) {
        if modes.insert(entry.match_info.game_variant_category) {
            take(&mut samples, &stats.match_stats(entry.match_id));
        }
    }
    take(&mut samples, &stats.match_count(me));
    take(&mut samples, &stats.service_record(me));
    take(&mut samples, &stats.challenge_decks(me));
    take(&mut samples, &stats.matches_privacy(me));
    take(&mut samples, &stats.match_progression(me, matchmade.match_id));

    take(&mut samples, &profile.current_user());
    let playlist = matchmade.match_info.playlist.as_ref().unwrap();
    let pair = matchmade.match_info.playlist_map_mode_pair.as_ref().unwrap();
    take(&mut samples, &profile.users_by_id([me]).requests().unwrap()[0]);
    take(
        &mut samples,
        &skill.match_skill(matchmade.match_id, [me]).requests().unwrap()[0],
    );
    take(
        &mut samples,
        &skill.playlist_csr(playlist.asset_id, [me]).requests().unwrap()[0],
    );

    take(&mut samples, &ugc.map(&matchmade.match_info.map_variant));
    let mode = take(
        &mut samples,
        &ugc.ugc_game_variant(&matchmade.match_info.ugc_game_variant),
    );
    take(
        &mut samples,
        &ugc.engine_game_variant(mode.engine_game_variant_link.unwrap().asset_id),
    );
    take(&mut samples, &ugc.playlist(playlist));
    take(&mut samples, &ugc.map_mode_pair(pair));
    take(&mut samples, &ugc.custom_game_manifest());
    take(&mut samples, &ugc.manifest_by_build("6.10025.12948.0"));
    take(&mut samples, &ugc.tags_info());
    take(&mut samples, &ugc.film_by_match_id(matchmade.match_id));
    take(&mut samples, &ugc.search_assets());
    let prefab = ugc.search_assets().kind(AssetKind::Prefab);
    let prefab = &prefab.send().unwrap().results[0];
    take(&mut samples, &ugc.prefab(prefab.asset_id));

    let own = client.authoring_ugc();
    let assets = take(&mut samples, &own.player_assets(me)).results;
    let (kind, id) = (assets[0].kind, assets[0].asset_id);
    take(&mut samples, &own.asset(kind, id));
    take(&mut samples, &own.latest_version(kind, id));
    take(&mut samples, &own.versions(kind, id));
    take(&mut samples, &own.favorites(me));

    take(&mut samples, &content.medal_metadata());
    take(&mut samples, &content.csr_season_calendar());
    take(&mut samples, &content.career_reward_track());
    let calendar = take(&mut samples, &content.season_calendar());
    let track = calendar.seasons[0].operation_track_path.as_deref().unwrap();
    let track: Request<OperationRewardTrack> = content.operation_reward_track(track);
    take(&mut samples, &track);
    take(&mut samples, &content.metadata());
    take(&mut samples, &content.playlist_configuration(playlist.asset_id));
    let season = calendar.seasons[0].season_metadata.as_deref().unwrap();
    take(&mut samples, &content.season_metadata(season));
    let deck = &stats.challenge_decks(me).send().unwrap().assigned_decks[0];
    take(&mut samples, &content.challenge_deck(&deck.path));
    take(&mut samples, &content.challenge(&deck.active_challenges[0].path));
    let appearance = economy.player_customization(me).send().unwrap();
    let emblem = appearance.appearance.unwrap().emblem.unwrap().emblem_path;
    take(&mut samples, &content.item(&emblem.unwrap()));

    take(&mut samples, &economy.player_customization(me));
    take(
        &mut samples,
        &economy.player_customization(me).view(CustomizationView::Private),
    );
    take(&mut samples, &economy.player_career_rank(me));
    take(&mut samples, &economy.player_operations(me));

    let everybody: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .map(|person| person.xuid())
        .collect();
    let bans = client.banprocessor().ban_summary(everybody);
    for request in bans.requests().unwrap() {
        take(&mut samples, request);
    }
    take(
        &mut samples,
        &client.lobby().presence([me]).requests().unwrap()[0],
    );
    take(&mut samples, &client.comms().me());
    take(&mut samples, &profile.service_awards());
    let article = &client.wpcontent().articles().count(1).send().unwrap()[0];
    take(&mut samples, &client.wpcontent().article(&article.slug));
    take(&mut samples, &economy.career_ranks([me]).requests().unwrap()[0]);
    take(
        &mut samples,
        &economy.players_customization([me]).requests().unwrap()[0],
    );
    take(&mut samples, &economy.inventory(me));
    take(&mut samples, &economy.currency_transactions(me, "cr"));
    let game = client
        .stats()
        .match_progression(me, matchmade.match_id)
        .send()
        .unwrap();
    take(
        &mut samples,
        &economy.awarded_rewards(me, &game.reward_id.unwrap()),
    );
    let shop = take(&mut samples, &economy.store(me, Store::Main));
    let display = shop.offerings().next().unwrap().offering_display_path.clone();
    take(&mut samples, &content.store_offering(&display.unwrap()));
    take(&mut samples, &content.currency("Currency/Currencies/cR.json"));
    take(&mut samples, &content.inventory_catalog());
    samples
}

/// Sends a request and adds its payload to the samples.
fn take<T>(samples: &mut Vec<Sample>, request: &Request<T>) -> T
where
    T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug,
{
    let response = request.response().unwrap();
    let json = parse(response.bytes());
    look::<T>(json.write().as_bytes())
        .unwrap_or_else(|error| panic!("{}: with shorter lists: {error}", response.endpoint()));
    samples.push(Sample {
        // `Vec<…>` is part of the name, as in the list of captures.
        model: model_name::<T>(),
        json,
        look: look::<T>,
    });
    response.model().unwrap()
}

fn model_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    match name.rsplit("::").next().unwrap_or(name) {
        "User>" => "Vec<User>",
        name => name,
    }
}
