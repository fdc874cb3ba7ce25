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
    /// A program that mirrors the files compares the guide with the last one by [`Guide::changes_since`], and
    /// downloads the changed files. [`Client::raw`](crate::Client::raw) downloads a file by the path of the guide.
    ///
    /// Entity tags and lengths belong to the format of the guide, which is the game's binary one: they differ from
    /// those of JSON responses. The guide is that of the clearance's flight; the query `flight` selects another one.
    /// All six guides were captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::services::gamecms_hacs::GuideKind;
    /// use halo_infinite::types::{Method, Service};
    ///
    /// let guide = client.gamecms_hacs().guide(GuideKind::Specs).send()?;
    /// for file in &guide.files {
    ///     let path = &file.uri.path;
    ///     let content = client.raw(Method::Get, Service::GamecmsHacs, path).send()?;
    ///     println!("{path}: {} bytes", content.bytes.len());
    /// }
    /// # assert!(!guide.files.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn guide(self, kind: GuideKind) -> Request<Guide> {
        Request::new(self.pipeline, &GUIDE, [Ok(kind.name().into())])
    }
}
