//! Playlists, maps and modes on the command line: by name, by part of it, or by GUID.

use std::time::Duration;

use halo_infinite::Request;
use halo_infinite::models::discovery_ugc::AssetSearchResult;
use halo_infinite::names::Subject;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{Localized, SearchOrder, SearchSort};
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite::types::{AssetId, Guid, playlists};

use super::Context;
use super::choose::{choose, fold};
use crate::failure::Failure;

/// An asset that the command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The ID: of the current version if the command line gave a name.
    pub id: AssetId,
    /// The name, in the chosen language.
    pub name: String,
}

impl Named {
    fn new(guid: Guid, name: &str) -> Self {
        Self {
            id: AssetId::current(guid),
            name: name.to_owned(),
        }
    }
}

/// The list of playlists changes with the weekly updates of the game.
const LIST_AGE: Duration = Duration::from_secs(3600);
/// Results of a search that may be meant by a name.
const SEARCHED: u32 = 50;

impl Context {
    /// The playlist with this name, with a name that contains these words, or with this GUID. Of several with the same
    /// name, a well-known one.
    pub fn playlist(&self, text: &str) -> Result<Named, Failure> {
        if let Ok(guid) = text.parse::<Guid>() {
            return self.named_playlist(guid);
        }
        // Names of well-known playlists need no request, if no two playlists share them.
        let mut well_known = playlists::ALL.iter().filter(|(_, name)| fold(name) == fold(text));
        if let (Some((guid, _)), None) = (well_known.next(), well_known.next()) {
            return self.named_playlist(*guid);
        }
        let names = self.names()?;
        let ids: Vec<AssetId> = self.playlists()?.into_iter().map(AssetId::current).collect();
        let subjects: Vec<Subject> = ids.iter().copied().map(Subject::Playlist).collect();
        let progress = self.out.progress("names of the playlists", None);
        names.prepare(subjects.as_slice());
        drop(progress);
        let known = ids.into_iter().filter_map(|id| {
            let name = names.playlist(id);
            (!name.is_placeholder()).then(|| (id.asset(), name.to_string()))
        });
        let known: Vec<(Guid, String)> = known.collect();
        let same = |guid: &Guid| {
            known
                .iter()
                .find(|(id, name)| id == guid && fold(name) == fold(text))
        };
        if let Some((id, name)) = playlists::ALL.iter().find_map(|(guid, _)| same(guid)) {
            return Ok(Named::new(*id, name));
        }
        self.choose_named("playlist", text, known)
            .map(|(id, name)| Named::new(id, &name))
    }

    /// The playlists that matchmaking has a configuration of.
    pub fn playlists(&self) -> Result<Vec<Guid>, Failure> {
        let guide = self.client()?.gamecms_hacs().guide(GuideKind::Multiplayer);
        let guide = guide.max_age(LIST_AGE).send()?;
        let paths = guide.files.iter().filter_map(|file| file.relative_path());
        let ids = paths.filter_map(|path| {
            let (folder, file) = path.rsplit_once('/')?;
            let is_playlist = folder.eq_ignore_ascii_case("playlists/assets");
            let (id, _) = file.rsplit_once('.').filter(|_| is_playlist)?;
            id.parse().ok()
        });
        Ok(ids.collect())
    }

    /// The map with this name, with a name that contains these words, or with this GUID.
    pub fn map(&self, text: &str) -> Result<Named, Failure> {
        self.searched(AssetKind::Map, "map", text)
    }

    /// The mode with this name, such as `Ranked:Slayer`, with a name that contains these words, or with this GUID.
    pub fn mode(&self, text: &str) -> Result<Named, Failure> {
        self.searched(AssetKind::UgcGameVariant, "mode", text)
    }

    /// The map, mode or prefab with this name. Of several with the same name, that of the studio.
    pub fn searched(&self, kind: AssetKind, noun: &'static str, text: &str) -> Result<Named, Failure> {
        if let Ok(guid) = text.parse::<Guid>() {
            let id = AssetId::current(guid);
            let names = self.names()?;
            let name = match kind {
                AssetKind::Map => names.map(id).to_string(),
                AssetKind::UgcGameVariant => names.mode(id).to_string(),
                _ => guid.to_string(),
            };
            return Ok(Named { id, name });
        }
        let search = self
            .client()?
            .discovery_ugc()
            .search_assets()
            .kind(kind)
            .term(text);
        let search = search.sort(SearchSort::PlaysAllTime, SearchOrder::Descending);
        let found = search.count(SEARCHED).send()?.results;
        let same = found.iter().filter(|found| fold(&found.name) == fold(text));
        let mut studios = same.filter(|found| is_of_studio(found));
        if let (Some(studios), None) = (studios.next(), studios.next()) {
            return Ok(Named::new(studios.asset_id.into(), &studios.name));
        }
        let named = found
            .into_iter()
            .map(|found| (Guid::from(found.asset_id), found.name));
        choose(noun, text, named.collect()).map(|(id, name)| Named::new(id, &name))
    }

    /// A request for an asset, in the chosen language.
    pub fn localized<T: Localized>(&self, request: Request<T>) -> Request<T> {
        match self.language() {
            Some(tag) => request.language(tag),
            None => request,
        }
    }

    fn named_playlist(&self, guid: Guid) -> Result<Named, Failure> {
        let id = AssetId::current(guid);
        Ok(Named {
            id,
            name: self.names()?.playlist(id).to_string(),
        })
    }
}

/// Whether the author is an account of the studio, and no player.
fn is_of_studio(found: &AssetSearchResult) -> bool {
    let author = found.original_author.as_ref();
    author.is_some_and(|author| author.xuid().is_none())
}
