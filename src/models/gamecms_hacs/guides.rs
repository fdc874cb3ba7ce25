//! Finding and comparing the files of guides.

use std::collections::BTreeMap;

use super::schema::{Guide, GuideFile};

/// The differences between two guides: see [`Guide::changes_since`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GuideChanges<'a> {
    /// The files that only the newer guide lists, in its order.
    pub added: Vec<&'a GuideFile>,
    /// The files that only the older guide lists, in its order.
    pub removed: Vec<&'a GuideFile>,
    /// The files that both guides list, with another entity tag or length, in the order of the newer guide.
    pub changed: Vec<ChangedFile<'a>>,
}

/// A file that changed between two guides.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ChangedFile<'a> {
    /// Its entry in the older guide.
    pub before: &'a GuideFile,
    /// Its entry in the newer guide.
    pub after: &'a GuideFile,
}

impl GuideChanges<'_> {
    /// Whether the guides list the same files.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Guide {
    /// A file by its path: the whole one, or the part that requests take. Upper and lower case make no difference.
    ///
    /// Each call searches the whole list.
    ///
    /// ```
    /// use halo_infinite::models::gamecms_hacs::Guide;
    ///
    /// let guide: Guide = serde_json::from_str(r#"{"Files": [{
    ///     "Uri": {"AuthorityId": "gamecms", "Path": "/hi/progression/file/seasons/season7.json"},
    ///     "ETag": "\"vK3x\"", "ContentLength": 812, "Usage": 1
    /// }]}"#)?;
    /// let file = guide.file("Seasons/Season7.json").expect("the guide lists the file");
    /// assert_eq!(file.content_length, Some(812));
    /// assert_eq!(file.relative_path(), Some("seasons/season7.json"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn file(&self, path: &str) -> Option<&GuideFile> {
        let path = path.trim_start_matches('/');
        let is_path = |own: &str| own.trim_start_matches('/').eq_ignore_ascii_case(path);
        self.files
            .iter()
            .find(|file| is_path(&file.uri.path) || file.relative_path().is_some_and(is_path))
    }

    /// The differences from an older guide of the same kind. A file changed if its entity tag or length did.
    ///
    /// ```
    /// use halo_infinite::models::gamecms_hacs::Guide;
    ///
    /// let guide = |files: &[(&str, &str)]| -> Result<Guide, serde_json::Error> {
    ///     let file = |(path, tag): &(&str, &str)| {
    ///         serde_json::json!({"Uri": {"AuthorityId": "gamecms", "Path": path}, "ETag": tag})
    ///     };
    ///     let files: Vec<_> = files.iter().map(file).collect();
    ///     serde_json::from_value(serde_json::json!({ "Files": files }))
    /// };
    /// let before = guide(&[("/hi/news/file/a.json", "1"), ("/hi/news/file/b.json", "1")])?;
    /// let now = guide(&[("/hi/news/file/b.json", "2"), ("/hi/news/file/c.json", "1")])?;
    /// let changes = now.changes_since(&before);
    /// assert_eq!(changes.added[0].uri.path, "/hi/news/file/c.json");
    /// assert_eq!(changes.removed[0].uri.path, "/hi/news/file/a.json");
    /// assert_eq!(changes.changed[0].after.uri.path, "/hi/news/file/b.json");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[inline]
    pub fn changes_since<'a>(&'a self, older: &'a Self) -> GuideChanges<'a> {
        let (before, now) = (by_path(older), by_path(self));
        let mut changes = GuideChanges {
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
        };
        for after in &self.files {
            match before.get(&key(after)) {
                None => changes.added.push(after),
                Some(before) if version(before) != version(after) => {
                    changes.changed.push(ChangedFile { before, after });
                }
                Some(_) => {}
            }
        }
        let is_removed = |file: &&GuideFile| !now.contains_key(&key(file));
        changes.removed = older.files.iter().filter(is_removed).collect();
        changes
    }
}

impl GuideFile {
    /// The part of the path that requests take, such as that for an image: the part behind `/file/`. `None` if the
    /// path has another form.
    #[inline]
    pub fn relative_path(&self) -> Option<&str> {
        self.uri.path.split_once("/file/").map(|(_, path)| path)
    }
}

#[inline]
fn by_path(guide: &Guide) -> BTreeMap<String, &GuideFile> {
    guide.files.iter().map(|file| (key(file), file)).collect()
}

/// Paths are in lower case so far; other requests show that case makes no difference to the service.
#[inline]
fn key(file: &GuideFile) -> String {
    file.uri.path.to_ascii_lowercase()
}

#[inline]
fn version(file: &GuideFile) -> (Option<&str>, Option<i64>) {
    (file.e_tag.as_deref(), file.content_length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide(files: &[(&str, &str, i64)]) -> Guide {
        let file = |(path, tag, length): &(&str, &str, i64)| {
            serde_json::json!({
                "Uri": { "AuthorityId": "gamecms", "Path": path },
                "ETag": tag,
                "ContentLength": length,
            })
        };
        let files: Vec<_> = files.iter().map(file).collect();
        serde_json::from_value(serde_json::json!({ "Files": files })).unwrap()
    }

    fn paths(files: &[&GuideFile]) -> Vec<String> {
        files.iter().map(|file| file.uri.path.clone()).collect()
    }

    #[test]
    fn files_are_found_by_whole_and_relative_paths_in_any_case() {
        let guide = guide(&[("/hi/images/file/maps/a.png", "1", 1), ("/odd", "2", 2)]);
        for path in [
            "/hi/images/file/maps/a.png",
            "hi/images/file/Maps/A.png",
            "maps/a.png",
            "/Maps/a.PNG",
        ] {
            assert_eq!(guide.file(path).unwrap().content_length, Some(1), "{path}");
        }
        assert_eq!(guide.file("odd").unwrap().relative_path(), None);
        for path in ["", "/", "a.png", "maps/a.pn", "file/maps/a.png"] {
            assert!(guide.file(path).is_none(), "{path}");
        }
    }

    #[test]
    fn changes_are_in_the_order_of_the_guides() {
        let before = guide(&[
            ("/hi/z", "1", 1),
            ("/hi/y", "1", 1),
            ("/hi/same", "1", 1),
            ("/hi/tag", "1", 1),
            ("/hi/length", "1", 1),
        ]);
        let now = guide(&[
            ("/hi/length", "1", 2),
            ("/hi/Same", "1", 1),
            ("/hi/x", "1", 1),
            ("/hi/tag", "2", 1),
            ("/hi/a", "1", 1),
        ]);
        let changes = now.changes_since(&before);
        assert_eq!(paths(&changes.added), ["/hi/x", "/hi/a"]);
        assert_eq!(paths(&changes.removed), ["/hi/z", "/hi/y"]);
        let changed: Vec<_> = changes.changed.iter().map(|file| file.after).collect();
        assert_eq!(paths(&changed), ["/hi/length", "/hi/tag"]);
        assert_eq!(changes.changed[1].before.e_tag.as_deref(), Some("1"));
        assert!(!changes.is_empty() && now.changes_since(&now).is_empty());
        assert_eq!(guide(&[]).changes_since(&before).removed.len(), 5);
    }
}
