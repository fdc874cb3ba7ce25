//! The point at which a watch ended.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use halo_infinite::serde_json;
use halo_infinite::watch::ResumePoint;

use crate::context::Context;
use crate::failure::Failure;
use crate::fs::replace;

/// The file in the folder of the profile.
#[derive(Debug)]
pub struct Saved(PathBuf);

impl Saved {
    /// The file of the profile. That of the built-in sandbox has none.
    pub fn of(context: &Context) -> Result<Self, Failure> {
        let profile = context.profile()?;
        if profile.folder().as_os_str().is_empty() {
            return Err(Failure::Usage(
                "--resume: the built-in sandbox is new at each start, so there is nothing to go on with"
                    .into(),
            ));
        }
        fs::create_dir_all(profile.folder())
            .map_err(|error| Failure::output(profile.folder().display(), error))?;
        Ok(Self(profile.folder().join("watch.json")))
    }

    /// The point of the last watch; `None` before the first one.
    pub fn read(&self) -> Result<Option<ResumePoint>, Failure> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.unusable(&error)),
        };
        let point = serde_json::from_str(&text);
        point.map(Some).map_err(|error| self.unusable(&error))
    }

    /// Saves the point.
    pub fn write(&self, point: &ResumePoint) -> Result<(), Failure> {
        serde_json::to_string(point)
            .map_err(io::Error::other)
            .and_then(|text| replace(&self.0, text.as_bytes()))
            .map_err(|error| Failure::output(self.0.display(), error))
    }

    fn unusable(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::new(
            format!("{} cannot be read: {error}", self.0.display()),
            "delete it: the watch then begins now",
        )
    }
}
