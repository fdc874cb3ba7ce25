//! The resolver of names.

use std::fmt;

use super::has_names::HasNames;
use super::name::Name;
use super::source::Source;
use super::subject::{Key, Subject};
use super::table::{Entry, Missing, Value};
use super::{groups, players};
use crate::client::Client;
use crate::error::Error;
use crate::refdata::MedalNameId;
use crate::services::language;
use crate::sync::run_jobs;
use crate::types::{ArgumentError, AssetId, BotId, Player, PlayerId, Xuid, argument};

/// The language of texts without a translation.
const ENGLISH: &str = "en-US";

/// Names in place of IDs, for reports: maps, modes, playlists, players, medals, seasons, career ranks, items.
///
/// Each name is fetched once, when it is needed first, and then remembered. [`prepare`](Self::prepare) fetches all
/// names of a payload at once: in parallel, several players per request, files that hold many names once. A name
/// that cannot be fetched becomes a [placeholder](Name), and [`missing`](Self::missing) lists the reasons; so a
/// report never fails because of a name. If a service fails for three names in a row, whatever the name, the others
/// that it should have are missing with the same error, and are not requested.
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// use halo_infinite::Names;
///
/// let names = Names::new(&client);
/// let history = client.stats().match_history(me).count(10).send()?;
/// names.prepare(&history);
/// for entry in &history.results {
///     let info = &entry.match_info;
///     let playlist = info.playlist.as_ref().map(|playlist| names.playlist(playlist));
///     let playlist = playlist.as_deref().unwrap_or("custom game");
///     println!("{:24} {:16} {playlist}", names.mode(&info.ugc_game_variant), names.map(&info.map_variant));
/// }
/// for missing in names.missing() {
///     eprintln!("{:?}: {:?}", missing.subject, missing.error);
/// }
/// # assert!(names.missing().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Threads
///
/// `Names` is cheap to clone, and clones share all names. Several threads can use it at once: one of them fetches a
/// name, and the others wait for it.
///
/// # Versions of assets
///
/// An asset has one name here: that of the version that was asked for first, or of the current version if that one
/// was deleted. So ten versions of a map cost one request. [`Match`](crate::Match) fetches the exact versions.
///
/// # Cache
///
/// Names come from the [cache](crate::ClientBuilder::cache) of the client if it has one, gamertags up to the age of
/// a day. Gamertags are cached by request: an [offline](crate::ClientBuilder::offline) client knows those of
/// players that were prepared together before.
#[derive(Clone)]
pub struct Names(Source);

impl Names {
    /// Returns a resolver without any names, in English. Nothing is fetched yet.
    pub fn new(client: &Client) -> Self {
        Self(Source::new(client))
    }

    /// Returns a resolver for another language, by its tag, such as `fr-FR`. English stands in for missing
    /// translations.
    ///
    /// It shares the names of all languages with this one: files that hold all translations are not fetched again.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::Names;
    /// use halo_infinite::refdata::MedalNameId;
    ///
    /// let (english, french) = (Names::new(&client), Names::new(&client).language("fr-FR")?);
    /// println!("{}: {}", english.medal(MedalNameId::DoubleKill), french.medal(MedalNameId::DoubleKill));
    /// # assert_ne!(english.medal(MedalNameId::DoubleKill), french.medal(MedalNameId::DoubleKill));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the text is not a language tag.
    pub fn language(&self, tag: &str) -> Result<Self, ArgumentError> {
        language(tag)?;
        let other = (!tag.eq_ignore_ascii_case(ENGLISH)).then_some(tag);
        Ok(Self(self.0.in_language(other)))
    }

    /// Fetches all names of a payload, or of other [things](HasNames), that are not known yet. Returns when all are
    /// known or [missing](Self::missing).
    pub fn prepare(&self, payload: &(impl HasNames + ?Sized)) {
        self.resolve(payload.subjects());
    }

    /// The name of a map, by its reference in a match or its GUID.
    #[inline]
    pub fn map(&self, id: impl Into<AssetId>) -> Name {
        self.name(Subject::Map(id.into()))
    }

    /// The name of a mode (a UGC game variant), such as `Ranked:Slayer`.
    #[inline]
    pub fn mode(&self, id: impl Into<AssetId>) -> Name {
        self.name(Subject::Mode(id.into()))
    }

    /// The name of a map-mode pair, such as `Ranked:Slayer on Recharge`.
    #[inline]
    pub fn map_mode_pair(&self, id: impl Into<AssetId>) -> Name {
        self.name(Subject::MapModePair(id.into()))
    }

    /// The name of a playlist.
    #[inline]
    pub fn playlist(&self, id: impl Into<AssetId>) -> Name {
        self.name(Subject::Playlist(id.into()))
    }

    /// The gamertag of a player, or the name of a bot.
    #[inline]
    pub fn player(&self, id: impl Into<PlayerId>) -> Name {
        let id = id.into();
        if let Some(xuid) = id.xuid() {
            return self.name(Subject::Player(xuid));
        }
        match id.bot().and_then(BotId::name) {
            Some(name) => Name::known(name.into()),
            None => Name::placeholder(id.to_string()),
        }
    }

    /// The name of a medal.
    #[inline]
    pub fn medal(&self, id: MedalNameId) -> Name {
        self.name(Subject::Medal(id))
    }

    /// The name of a rank of the career, by its number; 1 is Recruit.
    #[inline]
    pub fn career_rank(&self, number: i64) -> Name {
        self.name(Subject::CareerRank(number))
    }

    /// The name of a season, by the path of its file in match statistics and calendars, such as
    /// `Csr/Seasons/CsrSeason9-1.json`. A CSR season has the name of the season that it belongs to.
    #[inline]
    pub fn season(&self, path: &str) -> Name {
        self.name(Subject::Season(path.into()))
    }

    /// The name of an operation or event, by the path of its reward track.
    #[inline]
    pub fn operation(&self, path: &str) -> Name {
        self.name(Subject::File(path.into()))
    }

    /// The title of an item of customization, by the path of its file.
    #[inline]
    pub fn item(&self, path: &str) -> Name {
        self.name(Subject::File(path.into()))
    }

    /// The title of a challenge, by the path of its file.
    #[inline]
    pub fn challenge(&self, path: &str) -> Name {
        self.name(Subject::File(path.into()))
    }

    /// The name of any of these things.
    #[inline]
    pub fn name(&self, subject: Subject) -> Name {
        let key = self.0.key(&subject);
        let known = self.known(&key).or_else(|| {
            self.resolve([subject.clone()]);
            self.known(&key)
        });
        let text = match known {
            Some(Entry::Known(value)) => value.text(self.0.language().unwrap_or(ENGLISH)),
            _ => None,
        };
        text.map_or_else(|| Name::placeholder(subject.placeholder()), Name::known)
    }

    /// An outcome: a name, or the knowledge that it is missing.
    fn known(&self, key: &Key) -> Option<Entry> {
        let entry = self.0.table().get(key);
        entry.filter(|entry| !matches!(entry, Entry::Pending))
    }

    /// The XUID of a player, by gamertag. A player whose name is known takes no request.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`](crate::Request::send), such as status 404 for an unknown gamertag.
    pub fn xuid(&self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Result<Xuid, Error> {
        players::xuid(&self.0, &argument("player", player)?)
    }

    /// The XUIDs of several players, in their order. Unknown gamertags are requested in parallel, each once.
    pub fn xuids<P: TryInto<Player, Error: Into<ArgumentError>>>(
        &self,
        players: impl IntoIterator<Item = P>,
    ) -> Vec<Result<Xuid, Error>> {
        let players = players.into_iter().map(|player| argument("player", player));
        players::xuids(&self.0, players.collect())
    }

    /// Adds a name that the program has from elsewhere, such as its own database. An asset's name belongs to the
    /// language of this resolver, any other name to all languages.
    pub fn insert(&self, subject: &Subject, name: &str) {
        match subject {
            Subject::Player(xuid) => self.0.know_user(*xuid, name),
            subject => {
                let value = Value::Plain(name.into());
                self.0.table().set(self.0.key(subject), Entry::Known(value));
            }
        }
    }

    /// The things whose names could not be fetched so far, in any language, with the reasons. In no particular
    /// order; names that a cancelled client did not request are not among them.
    pub fn missing(&self) -> Vec<Missing> {
        self.0.table().missing()
    }

    /// Forgets the missing names, so that they are fetched again when they are needed.
    pub fn forget_missing(&self) {
        self.0.table().forget_missing();
        self.0.shelves().forget_errors();
    }

    /// Fetches the names that are not in the table, and waits for those that other threads fetch.
    fn resolve(&self, subjects: impl IntoIterator<Item = Subject>) {
        let keyed = subjects.into_iter().map(|subject| {
            let key = self.0.key(&subject);
            (key, subject)
        });
        let wanted: Vec<(Key, Subject)> = keyed.collect();
        let claim = self.0.table().claim(wanted.iter().cloned());
        run_jobs(groups::jobs(&self.0, &claim));
        drop(claim);
        self.0.table().wait_for(wanted.iter().map(|(key, _)| key));
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Names")
            .field("language", &self.0.language().unwrap_or(ENGLISH))
            .finish_non_exhaustive()
    }
}
