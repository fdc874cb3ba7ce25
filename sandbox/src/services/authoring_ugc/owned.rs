//! The assets of a player.

use super::path_kind::PathKind;
use crate::app::{App, Shared};
use crate::services::discovery_ugc::path_asset::PathAsset;
use crate::services::path::Viewer;
use crate::wire::problem::Problem;
use crate::world::catalog::AssetKind;
use crate::world::film::Film;
use crate::world::plan::MatchPlan;
use crate::world::ugc::{Author, Details, Key, Ugc};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

/// The number of newest matches whose films belong to each of their players.
const FILMS: usize = 5;

/// An asset of a player.
pub(super) struct Owned<'a> {
    pub(super) asset: Ugc,
    /// The match of a film.
    pub(super) plan: Option<&'a MatchPlan>,
}

impl<'a> Owned<'a> {
    /// All assets of a player.
    pub(super) fn all(app: &'a App, person: usize) -> Vec<Self> {
        let author = app.world.people().get(person).map(|person| person.xuid());
        let author = author.map(Author::Player);
        let library = app.ugc_assets();
        let own = library.iter().filter(|asset| Some(asset.author) == author);
        let own = own.map(|asset| Self {
            asset: asset.clone(),
            plan: None,
        });
        let matches = app.world.matches_of(person).take(FILMS);
        let films = matches.filter(|(plan, _)| Film::exists(plan));
        let films = films.filter_map(|(plan, _)| {
            Some(Self {
                asset: film(plan, author?),
                plan: Some(plan),
            })
        });
        own.chain(films).collect()
    }
}

/// The asset of the path, as the token's player asks for it.
pub(super) struct PathOwned {
    viewer: usize,
    key: Key,
    pub(super) version: Option<Uuid>,
}

impl FromRequestParts<Shared> for PathOwned {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let PathKind(kind) = PathKind::from_request_parts(parts, app).await?;
        let PathAsset { id, version } = PathAsset::from_request_parts(parts, app).await?;
        let Viewer(viewer) = Viewer::from_request_parts(parts, app).await?;
        Ok(Self {
            viewer,
            key: (kind, id),
            version,
        })
    }
}

impl PathOwned {
    /// The asset. Those of other players are a 403.
    pub(super) fn find<'a>(&self, app: &'a App) -> Result<Owned<'a>, Problem> {
        let mut own = Owned::all(app, self.viewer).into_iter();
        match own.find(|owned| owned.asset.key() == self.key) {
            Some(owned) => Ok(owned),
            None if exists(app, self.key) => Err(Problem::Forbidden),
            None => Err(Problem::NotFound),
        }
    }
}

/// Whether anybody's asset has a kind and an id.
pub(super) fn exists(app: &App, (kind, id): Key) -> bool {
    match kind {
        AssetKind::Film => app.world.plan_of_film(id).is_some_and(Film::exists),
        _ => app.ugc_assets().get(kind, id).is_some(),
    }
}

/// The film of a match as an asset.
pub(super) fn film(plan: &MatchPlan, author: Author) -> Ugc {
    let (id, version) = Film::ids(plan.seed);
    Ugc {
        kind: AssetKind::Film,
        id,
        version,
        name: "New Film".to_owned(),
        description: String::new(),
        tags: Vec::new(),
        author,
        files: &[],
        usage: Default::default(),
        created: plan.start,
        modified: plan.start,
        published: plan.start,
        objects: 0,
        scripted: false,
        details: Details::Film,
    }
}
