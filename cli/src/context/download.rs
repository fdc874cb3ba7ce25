//! Downloads of files into a folder.

use std::path::Path;

use halo_infinite::payload::RawFile;
use halo_infinite::{Error, Request};

use super::Context;
use crate::failure::Failure;
use crate::save::Folder;

impl Context {
    /// Downloads files into a folder, by their names in it. A file that fails does not stop the others; its error is
    /// returned in the end.
    pub fn download(
        &self,
        folder: &Path,
        force: bool,
        files: &[(String, Request<RawFile>)],
    ) -> Result<(), Failure> {
        let target = Folder::prepare(folder, force, files.iter().map(|(name, _)| name.as_str()))?;
        let length = files.len().try_into().ok();
        let progress = self.out.progress("files", length);
        let mut failed: Vec<Error> = Vec::new();
        for fetched in self.client()?.fetch(files.iter().map(|(_, request)| request)) {
            match (files.get(fetched.index), fetched.result) {
                (Some((name, _)), Ok(file)) => target.save(name, &file.bytes)?,
                (_, Err(error)) => failed.push(error),
                (None, Ok(_)) => {}
            }
            progress.step();
        }
        drop(progress);
        let all = files.len();
        match failed.len() {
            0 => self.out.saved(format_args!("{all} files"), folder),
            failed => self
                .out
                .saved(format_args!("{} of {all} files", all - failed), folder),
        }
        failed
            .into_iter()
            .next()
            .map_or(Ok(()), |error| Err(error.into()))
    }
}
