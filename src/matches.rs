//! A match whose parts are fetched on demand.

use std::collections::BTreeMap;
use std::fmt;

use once_cell::sync::OnceCell;
use uuid::Uuid;

use crate::client::Client;
use crate::error::Error;
use crate::film::FilmEvents;
use crate::models::discovery_ugc::{Film, Map, MapModePair, Playlist, UgcGameVariant};
use crate::models::profile::User;
use crate::models::skill::MatchSkill;
use crate::models::stats::{MatchHistoryResult, MatchInfo, MatchStats};
use crate::types::{ArgumentError, Guid, Xuid, argument};

/// A match whose parts are fetched on demand, once each.
///
/// Known parts are not fetched: a match made from a history entry has its info, one made from statistics has
/// those. Custom games have no playlist, no map-mode pair and no skill; the methods then return `None`.
///
/// Several threads can share a match: one of them fetches a part, and the others wait for it. After an
/// error, the next call fetches the part again.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// use halo_infinite::Match;
///
/// let history = client.stats().match_history(me).count(1).send()?;
/// let game = Match::from_history(&client, &history.results[0]);
/// println!("{} on {}", game.mode()?.public_name, game.map()?.public_name);
/// println!("{}", game.playlist()?.map_or("custom game", |playlist| &playlist.public_name));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Match {
    client: Client,
    id: Uuid,
    /// The info of a history entry. If there are statistics, their info takes precedence.
    info: Option<MatchInfo>,
    stats: OnceCell<MatchStats>,
    skill: OnceCell<Option<MatchSkill>>,
    players: OnceCell<Players>,
    map: OnceCell<Map>,
    mode: OnceCell<UgcGameVariant>,
    playlist: OnceCell<Option<Playlist>>,
    map_mode_pair: OnceCell<Option<MapModePair>>,
    film: OnceCell<Option<Film>>,
    highlight_events: OnceCell<Option<FilmEvents>>,
}

/// The profiles of the human players, and the players without one.
#[derive(Default)]
struct Players {
    found: BTreeMap<Xuid, User>,
    missing: Vec<Xuid>,
}

impl Match {
    /// Returns the match with this ID. Nothing is fetched yet.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the ID is not a GUID.
    pub fn new(
        client: &Client,
        match_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Result<Self, ArgumentError> {
        let id: Guid = argument("match_id", match_id)?;
        Ok(Self::with(client, id.get(), None, OnceCell::new()))
    }

    /// Returns the match of a history entry, whose info is known.
    pub fn from_history(client: &Client, entry: &MatchHistoryResult) -> Self {
        Self::with(
            client,
            entry.match_id,
            Some(entry.match_info.clone()),
            OnceCell::new(),
        )
    }

    /// Returns the match of known statistics.
    pub fn from_stats(client: &Client, stats: MatchStats) -> Self {
        Self::with(client, stats.match_id, None, OnceCell::with_value(stats))
    }

    fn with(client: &Client, id: Uuid, info: Option<MatchInfo>, stats: OnceCell<MatchStats>) -> Self {
        Self {
            client: client.clone(),
            id,
            info,
            stats,
            skill: OnceCell::new(),
            players: OnceCell::new(),
            map: OnceCell::new(),
            mode: OnceCell::new(),
            playlist: OnceCell::new(),
            map_mode_pair: OnceCell::new(),
            film: OnceCell::new(),
            highlight_events: OnceCell::new(),
        }
    }

    /// The match's ID.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The statistics of the teams and players.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`](crate::Request::send).
    #[inline]
    pub fn stats(&self) -> Result<&MatchStats, Error> {
        self.stats
            .get_or_try_init(|| self.client.stats().match_stats(self.id).send())
    }

    /// The match's info: mode, map, start, duration.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn info(&self) -> Result<&MatchInfo, Error> {
        match (&self.info, self.stats.get()) {
            (_, Some(stats)) => Ok(&stats.match_info),
            (Some(info), None) => Ok(info),
            (None, None) => Ok(&self.stats()?.match_info),
        }
    }

    /// The skill of the human players; `None` if the match was not made by matchmaking or had only bots.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn skill(&self) -> Result<Option<&MatchSkill>, Error> {
        let skill = self.skill.get_or_try_init(|| {
            if !self.info()?.is_matchmade() {
                return Ok(None);
            }
            let xuids: Vec<_> = self.stats()?.xuids().collect();
            if xuids.is_empty() {
                return Ok(None);
            }
            self.client.skill().match_skill(self.id, xuids).send().map(Some)
        })?;
        Ok(skill.as_ref())
    }

    /// The profiles of the human players.
    ///
    /// A player who closed the account has no profile any more: [`missing_players`](Self::missing_players) lists
    /// such players.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn players(&self) -> Result<&BTreeMap<Xuid, User>, Error> {
        self.profiles().map(|players| &players.found)
    }

    /// The human players without a profile, such as those who closed their account.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn missing_players(&self) -> Result<&[Xuid], Error> {
        self.profiles().map(|players| players.missing.as_slice())
    }

    #[inline]
    fn profiles(&self) -> Result<&Players, Error> {
        self.players.get_or_try_init(|| {
            let xuids: Vec<_> = self.stats()?.xuids().collect();
            if xuids.is_empty() {
                return Ok(Players::default());
            }
            let users = self.client.profile().users_by_id(xuids).send_with_missing()?;
            let found = users.found.into_iter().map(|user| (user.xuid, user));
            Ok(Players {
                found: found.collect(),
                missing: users.missing,
            })
        })
    }

    /// The map.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn map(&self) -> Result<&Map, Error> {
        self.map
            .get_or_try_init(|| self.client.discovery_ugc().map(&self.info()?.map_variant).send())
    }

    /// The mode.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn mode(&self) -> Result<&UgcGameVariant, Error> {
        self.mode.get_or_try_init(|| {
            self.client
                .discovery_ugc()
                .ugc_game_variant(&self.info()?.ugc_game_variant)
                .send()
        })
    }

    /// The playlist; `None` for a custom game.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn playlist(&self) -> Result<Option<&Playlist>, Error> {
        let playlist = self.playlist.get_or_try_init(|| match &self.info()?.playlist {
            Some(playlist) => self.client.discovery_ugc().playlist(playlist).send().map(Some),
            None => Ok(None),
        })?;
        Ok(playlist.as_ref())
    }

    /// The map-mode pair that the playlist chose; `None` for a custom game.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn map_mode_pair(&self) -> Result<Option<&MapModePair>, Error> {
        let pair = self
            .map_mode_pair
            .get_or_try_init(|| match &self.info()?.playlist_map_mode_pair {
                Some(pair) => self.client.discovery_ugc().map_mode_pair(pair).send().map(Some),
                None => Ok(None),
            })?;
        Ok(pair.as_ref())
    }

    /// The theater film's manifest; `None` if the match has no film, or no longer has one.
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats).
    #[inline]
    pub fn film(&self) -> Result<Option<&Film>, Error> {
        let film = self.film.get_or_try_init(|| {
            match self.client.discovery_ugc().film_by_match_id(self.id).send() {
                Err(error) if error.status() == Some(404) => Ok(None),
                result => result.map(Some),
            }
        })?;
        Ok(film.as_ref())
    }

    /// The theater film's highlight events: kills, deaths and medals with their times. `None` if the match has
    /// no film, no longer has one, or is not over.
    ///
    /// Damaged events are listed separately: see [`FilmEvents::damaged`].
    ///
    /// # Errors
    ///
    /// As for [`stats`](Self::stats), [`Error::Film`] if the chunk cannot be inflated, and
    /// [`Error::Manifest`] if its address is not allowed.
    #[inline]
    pub fn highlight_events(&self) -> Result<Option<&FilmEvents>, Error> {
        let events = self.highlight_events.get_or_try_init(|| {
            let Some(film) = self.film()? else {
                return Ok(None);
            };
            let Some(chunk) = film.highlight_events() else {
                return Ok(None);
            };
            match self.client.films().chunk(film, chunk).send() {
                Err(error) if error.status() == Some(404) => Ok(None),
                result => result?
                    .highlight_events(film.custom_data.film_major_version)
                    .map(Some),
            }
        })?;
        Ok(events.as_ref())
    }
}

impl fmt::Debug for Match {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Match")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
