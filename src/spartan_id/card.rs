//! The card of a player.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::client::Client;
use crate::error::Error;
use crate::models::economy::{Appearance, CareerRanks, PlayerCareerRank};
use crate::models::gamecms_hacs::{CareerRank, CareerRewardTrack, EmblemMapping, EmblemPictures};
use crate::models::skill::{CsrContainer, PlaylistCsr};
use crate::names::{Names, Subject};
use crate::sync::{job, run_jobs};
use crate::types::{ArgumentError, Guid, Player, Xuid, argument};

/// The Spartan ID of a player: gamertag, service tag, emblem, nameplate, backdrop, career rank and competitive rank.
///
/// One card takes seven requests, and a whole lobby takes no more, unless its players have different backdrops: the
/// services return many players at once. All parts are fetched in parallel. A part that cannot be fetched is
/// `None`, and [`errors`](Self::errors) has the reason. [`pictures`](Self::pictures) downloads the images.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// use halo_infinite::spartan_id::SpartanId;
/// use halo_infinite::types::playlists;
///
/// let card = SpartanId::fetch(&client, me, playlists::RANKED_ARENA)?;
/// println!("{} [{}]", card.gamertag.as_deref().unwrap_or("?"), card.service_tag().unwrap_or_default());
/// if let Some(rank) = &card.career_rank {
///     println!("{}", rank.name("en-US"));
/// }
/// if let Some(csr) = &card.csr {
///     println!("{}", csr.rank());
/// }
/// # assert!(card.errors.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SpartanId {
    /// The player.
    pub xuid: Xuid,
    /// The gamertag; `None` for a closed account.
    pub gamertag: Option<String>,
    /// The items that others see: service tag, emblem, backdrop.
    pub appearance: Option<Appearance>,
    /// The pictures of the emblem and the nameplate, in the player's colours; `None` if the mapping lacks them, as for
    /// some new emblems.
    pub emblem: Option<EmblemPictures>,
    /// The path of the backdrop's picture, for
    /// [`image`](crate::services::gamecms_hacs::GamecmsHacs::image).
    pub backdrop: Option<String>,
    /// The progress in the career.
    pub career: Option<PlayerCareerRank>,
    /// The rank in the career.
    pub career_rank: Option<CareerRank>,
    /// The competitive rank in the requested playlist.
    pub csr: Option<CsrContainer>,
    /// The errors of the requests for missing parts: those of all cards of one call.
    pub errors: Vec<Error>,
}

impl SpartanId {
    /// Fetches the card of a player, with the competitive rank in a playlist, such as
    /// [`RANKED_ARENA`](crate::types::playlists::RANKED_ARENA).
    ///
    /// # Errors
    ///
    /// [`Error::Argument`], and those of [`Names::xuid`] for a gamertag. Other errors are in
    /// [`errors`](Self::errors).
    pub fn fetch(
        client: &Client,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        playlist: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Result<Self, Error> {
        let playlist: Guid = argument("playlist", playlist)?;
        let names = Names::new(client);
        let xuid = names.xuid(player)?;
        Ok(Cards::fetch(client, &names, &[xuid], playlist).card(&names, xuid))
    }

    /// Fetches the cards of several players, such as those of a match, in their order.
    ///
    /// # Errors
    ///
    /// As for [`fetch`](Self::fetch).
    pub fn fetch_all<P: TryInto<Player, Error: Into<ArgumentError>>>(
        client: &Client,
        players: impl IntoIterator<Item = P>,
        playlist: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Result<Vec<Self>, Error> {
        let playlist: Guid = argument("playlist", playlist)?;
        let names = Names::new(client);
        let xuids: Vec<Xuid> = names.xuids(players).into_iter().collect::<Result<_, _>>()?;
        if xuids.is_empty() {
            return Ok(Vec::new());
        }
        let cards = Cards::fetch(client, &names, &xuids, playlist);
        Ok(xuids.into_iter().map(|xuid| cards.card(&names, xuid)).collect())
    }

    /// The service tag: up to four characters. `None` without one.
    pub fn service_tag(&self) -> Option<&str> {
        let tag = self.appearance.as_ref()?.service_tag.as_deref();
        tag.filter(|tag| !tag.is_empty())
    }
}

/// The parts of several cards.
struct Cards {
    appearances: HashMap<Xuid, Appearance>,
    emblems: Option<EmblemMapping>,
    backdrops: HashMap<String, String>,
    careers: Option<CareerRanks>,
    track: Option<CareerRewardTrack>,
    csrs: Option<PlaylistCsr>,
    errors: Vec<Error>,
}

impl Cards {
    #[inline]
    fn fetch(client: &Client, names: &Names, xuids: &[Xuid], playlist: Guid) -> Self {
        let (economy, cms) = (client.economy(), client.gamecms_hacs());
        let (prepared, appearances, careers) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (csrs, emblems, track) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        run_jobs(vec![
            job(&prepared, || names.prepare(xuids)),
            job(&csrs, || client.skill().playlist_csr(playlist, xuids).send()),
            job(&emblems, || cms.emblem_mapping().send()),
            job(&track, || cms.career_reward_track().send()),
            job(&careers, || economy.career_ranks(xuids).send()),
            job(&appearances, || appearances_of(client, xuids)),
        ]);
        // All gamertags come from one request.
        let gamertags = names.missing().into_iter().find_map(|name| name.error);
        let mut errors: Vec<Error> = gamertags.into_iter().collect();
        let appearances = part(appearances, &mut errors).unwrap_or_default();
        let mut cards = Self {
            backdrops: HashMap::new(),
            emblems: part(emblems, &mut errors),
            careers: part(careers, &mut errors),
            track: part(track, &mut errors),
            csrs: part(csrs, &mut errors),
            appearances,
            errors,
        };
        cards.fetch_backdrops(client);
        cards
    }

    /// Fetches each backdrop's file once.
    #[inline]
    fn fetch_backdrops(&mut self, client: &Client) {
        let paths = self.appearances.values().filter_map(backdrop_of);
        let paths: BTreeSet<String> = paths.map(str::to_owned).collect();
        let paths: Vec<String> = paths.into_iter().collect();
        let cms = client.gamecms_hacs();
        for fetched in client.fetch(paths.iter().map(|path| cms.item(path))) {
            match (paths.get(fetched.index), fetched.result) {
                (Some(path), Ok(item)) => {
                    let picture = item.full_image_path().or(item.image_path());
                    if let Some(picture) = picture {
                        self.backdrops.insert(path.clone(), picture.to_owned());
                    }
                }
                (_, Err(error)) => self.errors.push(error),
                (None, Ok(_)) => {}
            }
        }
    }

    #[inline]
    fn card(&self, names: &Names, xuid: Xuid) -> SpartanId {
        let appearance = self.appearances.get(&xuid).cloned();
        let emblem = appearance.as_ref().and_then(|appearance| {
            let emblem = appearance.emblem.as_ref()?;
            let (path, colors) = (emblem.emblem_path.as_deref()?, emblem.configuration_id?);
            self.emblems.as_ref()?.pictures(path, colors).cloned()
        });
        let backdrop = appearance.as_ref().and_then(backdrop_of);
        let backdrop = backdrop.and_then(|path| self.backdrops.get(path).cloned());
        let career = self
            .careers
            .as_ref()
            .and_then(|careers| careers.result(xuid).cloned());
        let career_rank = career.as_ref().zip(self.track.as_ref());
        let csr = self.csrs.as_ref().and_then(|csrs| csrs.result(xuid));
        let gamertag = names.name(Subject::Player(xuid));
        SpartanId {
            xuid,
            gamertag: (!gamertag.is_placeholder()).then(|| gamertag.into()),
            emblem,
            backdrop,
            career_rank: career_rank.and_then(|(career, track)| career.rank(track).cloned()),
            career,
            csr: csr.map(|csr| csr.current.clone()),
            appearance,
            errors: self.errors.clone(),
        }
    }
}

/// The appearances of players. That of one player has a smaller response of its own.
#[inline]
fn appearances_of(client: &Client, xuids: &[Xuid]) -> Result<HashMap<Xuid, Appearance>, Error> {
    if let [xuid] = xuids {
        let card = client.economy().appearance(xuid).send()?;
        return Ok(card
            .appearance
            .map(|appearance| (*xuid, appearance))
            .into_iter()
            .collect());
    }
    let lobby = client.economy().players_customization(xuids).send()?;
    let appearances = lobby
        .results()
        .filter_map(|(id, customization)| Some((id.xuid()?, customization.appearance.clone()?)));
    Ok(appearances.collect())
}

fn backdrop_of(appearance: &Appearance) -> Option<&str> {
    let path = appearance.backdrop_image_path.as_deref();
    path.filter(|path| !path.is_empty())
}

/// The value of a part, or its error among the others.
fn part<T>(result: OnceLock<Result<T, Error>>, errors: &mut Vec<Error>) -> Option<T> {
    match result.into_inner()? {
        Ok(value) => Some(value),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}
