//! Profiles, at `profile.xboxlive.com`.

use serde::{Deserialize, Serialize};

use super::service::XboxLive;
use crate::http::{Body, PreparedRequest};
use crate::models::xbox_live::XboxProfiles;
use crate::refdata::XboxProfileSetting as Setting;
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, Endpoint, Player, Service, Xuid, argument, endpoints};

/// Maximum number of players in one request for profiles. No client reports the service's own limit.
pub const MAX_PROFILES: usize = 100;

/// The settings that a profile has by default: names, picture, gamerscore, reputation, subscription.
pub const DEFAULT_SETTINGS: &[Setting] = &[
    Setting::Gamertag,
    Setting::ModernGamertag,
    Setting::ModernGamertagSuffix,
    Setting::UniqueModernGamertag,
    Setting::GameDisplayPicRaw,
    Setting::Gamerscore,
    Setting::XboxOneRep,
    Setting::AccountTier,
];

/// The version of the service's contract that Microsoft documents and most clients use.
pub(in crate::services) const PROFILE_CONTRACT: u16 = 2;

endpoints! {
    PROFILES_BY_ID = Endpoint::post(Service::XboxProfile, "profiles_by_id", "/users/batch/profile/settings")
        .with_xbox_token(PROFILE_CONTRACT)
        .read_only()
        .idempotent();
    PROFILE_BY_GAMERTAG =
        Endpoint::get(Service::XboxProfile, "profile_by_gamertag", "/users/gt({gamertag})/profile/settings")
            .with_xbox_token(PROFILE_CONTRACT);
    CURRENT_PROFILE = Endpoint::get(Service::XboxProfile, "current_profile", "/users/me/profile/settings")
        .with_xbox_token(PROFILE_CONTRACT);
}

impl XboxLive<'_> {
    /// The profiles of the players with these XUIDs, in the order of the list, which is split into requests of
    /// [`MAX_PROFILES`].
    ///
    /// They have the [`DEFAULT_SETTINGS`]; [`settings`](Batch::<XboxProfiles>::settings) selects others. Players whom the
    /// service does not know are left out. If it refuses a list because of one of them, the list is halved until the
    /// others are found.
    pub fn profiles_by_id<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<XboxProfiles> {
        Batch::new(
            players,
            MAX_PROFILES,
            |xuids| {
                about(Request::new(self.pipeline, &PROFILES_BY_ID, []), xuids).change(|request| {
                    change_question(request, |question| question.settings = names(DEFAULT_SETTINGS))
                })
            },
            |pages, xuids| XboxProfiles {
                profile_users: in_order(
                    pages.into_iter().flat_map(|page| page.profile_users).collect(),
                    xuids,
                    |profile| Some(profile.id),
                ),
            },
        )
        .without_unknown_players(about)
    }

    /// The profile of the player with this gamertag, such as `Intern#0123` or `Intern0123`: a list of one. 404 if nobody
    /// has it.
    pub fn profile_by_gamertag(
        self,
        gamertag: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<XboxProfiles> {
        let gamertag = argument::<Player>("gamertag", gamertag).and_then(|player| match player.gamertag() {
            Some(gamertag) => Ok(gamertag.to_owned()),
            None => Err(ArgumentError::new(
                "gamertag",
                format!("`{player}` is an XUID: profiles_by_id(…) takes it"),
            )),
        });
        Request::new(self.pipeline, &PROFILE_BY_GAMERTAG, [gamertag]).settings(DEFAULT_SETTINGS)
    }

    /// The profile of the signed-in player: a list of one.
    pub fn current_profile(self) -> Request<XboxProfiles> {
        Request::new(self.pipeline, &CURRENT_PROFILE, []).settings(DEFAULT_SETTINGS)
    }
}

impl Request<XboxProfiles> {
    /// Selects the settings. `XboxProfileSetting::Unknown(name)` requests one that this crate does not list.
    pub fn settings<'s>(self, settings: impl IntoIterator<Item = &'s Setting>) -> Self {
        let names = names(settings);
        self.change(|request| {
            request.set_query("settings", checked(&names)?.join(","));
            Ok(())
        })
    }
}

impl Batch<XboxProfiles> {
    /// As [`Request::settings`](Request::<XboxProfiles>::settings), for all requests.
    pub fn settings<'s>(self, settings: impl IntoIterator<Item = &'s Setting>) -> Self {
        let names = names(settings);
        self.change(|request| {
            request.change(|request| {
                let names = checked(&names)?.to_vec();
                change_question(request, |question| question.settings = names)
            })
        })
    }
}

fn names<'s>(settings: impl IntoIterator<Item = &'s Setting>) -> Vec<String> {
    let names = settings.into_iter().map(|setting| setting.value().to_owned());
    names.collect()
}

fn checked(names: &[String]) -> Result<&[String], ArgumentError> {
    let is_name = |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let problem = match names.iter().find(|name| !is_name(name)) {
        Some(name) => format!("`{}` is not the name of a setting", name.escape_debug()),
        None if names.is_empty() => "the list is empty".into(),
        None => return Ok(names),
    };
    Err(ArgumentError::new("settings", problem))
}

/// The body of a request for profiles.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    settings: Vec<String>,
    user_ids: Vec<String>,
}

fn change_question(
    request: &mut PreparedRequest,
    change: impl FnOnce(&mut Question),
) -> Result<(), ArgumentError> {
    let question = request
        .body
        .as_ref()
        .and_then(|body| serde_json::from_slice(&body.bytes).ok());
    let mut question: Question = question.unwrap_or_default();
    change(&mut question);
    request.body = Some(Body::json(&question)?);
    Ok(())
}

/// Makes a request for profiles one for these players.
fn about(request: Request<XboxProfiles>, xuids: &[Xuid]) -> Request<XboxProfiles> {
    request.change(|request| {
        change_question(request, |question| {
            question.user_ids = xuids.iter().map(|xuid| xuid.get().to_string()).collect();
        })
    })
}
