//! Guides: indexes of the game's files.

use super::{GamecmsHacs, GuideKind, file};
use crate::models::gamecms_hacs::Guide;
use crate::request::Request;
use crate::types::{CacheRule, Endpoint, endpoints};

endpoints! {
    // A guide shows whether the other files have changed, so its own age must not hide it.
    GUIDE = file("guide", "/hi/{kind}/guide/xo").cached(CacheRule::OnRequest);
}

impl GamecmsHacs<'_> {
    /// The guide of a part of the game's content: all its files, with their entity tags and lengths. In 2022, the
    /// guide of progression listed some 4,200 files, that of images some 1,700.
    ///
    /// A program that mirrors the files compares a guide with the last one, and downloads what changed.
    /// [`Client::raw`](crate::Client::raw) downloads a file by the path of the guide.
    ///
    /// Entity tags and lengths belong to the format of the guide, which is the game's binary one: they differ from
    /// those of JSON responses. All six guides were captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::services::gamecms_hacs::GuideKind;
    /// use halo_infinite::types::{Method, Service};
    ///
    /// let last = client.gamecms_hacs().guide(GuideKind::News).send()?;
    /// // After an update of the game:
    /// let guide = client.gamecms_hacs().guide(GuideKind::News).send()?;
    /// let changes = guide.changes_since(&last);
    /// # let mut changes = changes;
    /// # assert!(changes.is_empty());
    /// # changes.added = guide.files.iter().collect();
    /// # assert_eq!(changes.added.len(), 1);
    /// for file in changes.added {
    ///     let path = &file.uri.path;
    ///     let content = client.raw(Method::Get, Service::GamecmsHacs, path).send()?;
    ///     println!("{path}: {} bytes", content.bytes.len());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn guide(self, kind: GuideKind) -> Request<Guide> {
        Request::new(self.pipeline, &GUIDE, [Ok(kind.name().into())])
    }
}
