//! Seasons of ranks on the command line: by name, by part of it, or by ID.

use halo_infinite::names::Subject;
use halo_infinite::types::Season;

use super::Context;
use crate::failure::Failure;

impl Context {
    /// The season of ranks with this ID, such as `CsrSeason9-1`, or with this name.
    pub fn csr_season(&self, text: &str) -> Result<Season, Failure> {
        if let Ok(season) = text.parse() {
            return Ok(season);
        }
        let calendar = self.client()?.gamecms_hacs().csr_season_calendar().send()?;
        let paths: Vec<&str> = calendar
            .in_order()
            .map(|season| season.csr_season_file_path.as_str())
            .collect();
        let names = self.names()?;
        let subjects = paths.iter().map(|path| Subject::Season((*path).into()));
        names.prepare(&subjects.collect::<Vec<_>>());
        let named = paths
            .iter()
            .map(|path| (season_id(path), names.season(path).to_string()));
        let (id, _) = self.choose_named("season", text, named.collect())?;
        Ok(id.parse()?)
    }
}

/// The ID of the season with this path: the name of its file.
pub fn season_id(path: &str) -> &str {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
