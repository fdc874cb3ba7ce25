//! Downloads of files into a folder.

use std::path::Path;

use halo_infinite::payload::RawFile;
use halo_infinite::{Error, Request};

use super::Context;
use crate::failure::{Failure, in_words};
use crate::save::Folder;

impl Context {
    /// Downloads files into a folder, by their names in it. A file that fails does not stop the others: it is a gap; if
    /// all fail, the first error is returned.
    pub fn download(
        &self,
        folder: &Path,
        force: bool,
        files: &[(String, Request<RawFile>)],
    ) -> Result<(), Failure> {
        let target = Folder::prepare(folder, force, files.iter().map(|(name, _)| name.as_str()))?;
        let length = files.len().try_into().ok();
        let progress = self.out.progress("files", length);
        let mut failed: Vec<(&str, Error)> = Vec::new();
        for fetched in self.client()?.fetch(files.iter().map(|(_, request)| request)) {
            match (files.get(fetched.index), fetched.result) {
                (Some((name, _)), Ok(file)) => target.save(name, &file.bytes)?,
                (_, Err(error @ Error::Cancelled { .. })) => return Err(error.into()),
                (Some((name, _)), Err(error)) => failed.push((name, error)),
                (None, _) => {}
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
        match failed.first() {
            Some((_, error)) if failed.len() == all => Err(error.clone().into()),
            _ => {
                for (name, error) in failed {
                    self.gap(format_args!("without the file {name}: {}", in_words(&error)));
                }
                Ok(())
            }
        }
    }
}
