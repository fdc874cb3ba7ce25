//! Responses that are saved as captures, in the form that the sandbox serves and schemas are drafted from.

mod manifest;
mod players;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::Error;
use crate::fs;
use crate::http::{PreparedRequest, RawResponse};
use crate::types::RequiredCredentials;
use manifest::Row;
use players::Players;

/// Maximum number of responses of one endpoint in a folder.
const MAX_FILES: usize = 100_000;

/// A folder for [`ClientBuilder::record`](crate::ClientBuilder::record), and whether to replace the players in it.
///
/// ```
/// use halo_infinite::payload::Recording;
///
/// let to_share = Recording::in_folder("captures").replacing_players();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a recording is only a setting of `ClientBuilder::record`"]
pub struct Recording {
    folder: PathBuf,
    replaces_players: bool,
    /// The replacements so far. Locked while a response is saved: one at a time writes to the folder.
    players: Arc<Mutex<Players>>,
}

impl Recording {
    /// Saves responses as they are. They name players: replace them before you share the folder. Only one program at
    /// a time may record into a folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            replaces_players: false,
            players: Arc::default(),
        }
    }

    /// Replaces each XUID and each gamertag by an invented one, the same in all responses of the client and its
    /// clones. Responses that are neither JSON nor an image are not saved then: films name players too.
    pub fn replacing_players(mut self) -> Self {
        self.replaces_players = true;
        self
    }

    /// Saves a response, unless it comes from the cache, holds a secret, or repeats a token of the request. `model` is
    /// the name of the model in the manifest.
    pub(crate) fn save(
        &self,
        request: &PreparedRequest,
        model: &str,
        response: &RawResponse,
    ) -> Result<(), Error> {
        if response.age.is_some() {
            return Ok(());
        }
        let endpoint = request.endpoint;
        if endpoint.is_secret() {
            log::info!("{endpoint}: the response is not recorded, because it holds a secret");
            return Ok(());
        }
        if response.repeats_a_secret(&[]) {
            log::warn!("{endpoint}: the response is not recorded, because it repeats a token");
            return Ok(());
        }
        let kind = Kind::of(response);
        if self.replaces_players && kind == Kind::Other {
            log::info!("{endpoint}: the response is not recorded, because it may name players");
            return Ok(());
        }
        let mut players = self.players.lock().unwrap_or_else(PoisonError::into_inner);
        let body = if self.replaces_players && kind == Kind::Json {
            players.replace(&response.body)
        } else {
            response.body.to_vec()
        };
        let path = match (self.replaces_players, endpoint.path()) {
            // A path of the program's own may name a player.
            (true, any @ "/{path…}") if endpoint.credentials() != RequiredCredentials::None => {
                any.to_owned()
            }
            (true, _) => players.replace_xuids(&manifest::template(request)),
            (false, _) => manifest::template(request),
        };
        let folder = self.folder.join(endpoint.service().name());
        std::fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
        let file = write_new(&folder, endpoint.name(), kind.extension(), &body)?;
        let day = Timestamp::now()
            .to_zoned(TimeZone::UTC)
            .strftime("%Y-%m-%d")
            .to_string();
        let row = Row {
            file: format!("{}/{file}", endpoint.service().name()),
            model: if response.is_success() {
                model
            } else {
                "ProblemDetails"
            },
            endpoint,
            path,
            day,
            replaced: self.replaces_players,
            status: response.status,
        };
        row.append_to(&self.folder)
    }
}

impl From<PathBuf> for Recording {
    fn from(folder: PathBuf) -> Self {
        Self::in_folder(folder)
    }
}

impl From<&Path> for Recording {
    fn from(folder: &Path) -> Self {
        Self::in_folder(folder)
    }
}

impl From<&str> for Recording {
    fn from(folder: &str) -> Self {
        Self::in_folder(folder)
    }
}

/// Writes the first file that does not exist: `match_stats_1.json`, `match_stats_2.json`, … Returns its name.
fn write_new(folder: &Path, endpoint: &str, extension: &str, body: &[u8]) -> Result<String, Error> {
    for number in 1..=MAX_FILES {
        let name = format!("{endpoint}_{number}.{extension}");
        let path = folder.join(&name);
        match fs::create_private(&path) {
            Ok(mut file) => {
                file.write_all(body).map_err(|error| Error::file(&path, error))?;
                return Ok(name);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::file(&path, error)),
        }
    }
    let full = std::io::Error::other(format!("it has {MAX_FILES} responses of one endpoint already"));
    Err(Error::file(folder, full))
}

/// The kind of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Png,
    Jpeg,
    Other,
}

impl Kind {
    fn of(response: &RawResponse) -> Self {
        let header = response.headers.get("content-type");
        let content_type = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match media_type.to_ascii_lowercase().as_str() {
            "image/png" => Self::Png,
            "image/jpeg" => Self::Jpeg,
            json if json == "application/json" || json == "text/json" || json.ends_with("+json") => {
                Self::Json
            }
            _ => Self::Other,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Other => "bin",
        }
    }
}
