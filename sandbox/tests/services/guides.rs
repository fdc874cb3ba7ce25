//! The guides of the game content service.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn guide(sandbox: &Sandbox, root: &str) -> Value {
    get_json(sandbox, &format!("/gamecms_hacs/hi/{root}/guide/xo?flight=x"))
}

fn paths(guide: &Value) -> Vec<&str> {
    let files = list(&guide["Files"]);
    files.iter().map(|file| text(&file["Uri"]["Path"])).collect()
}

#[test]
fn each_folder_has_pictures_of_the_listed_length() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let guide = guide(&sandbox, "images");
    let mut last = BTreeMap::new();
    for file in list(&guide["Files"]) {
        let path = text(&file["Uri"]["Path"]);
        let (folder, _) = path.rsplit_once('/').expect("a folder");
        last.insert(folder, (path, number(&file["ContentLength"])));
    }
    assert!(last.len() > 20, "{last:?}");
    for (path, length) in last.into_values() {
        let reply = get(&sandbox, &format!("/gamecms_hacs{path}"));
        assert_eq!((reply.status, reply.body.len() as i64), (200, length), "{path}");
    }
}

#[test]
fn files_are_listed_once_in_lower_case_with_tags_of_their_own() {
    let sandbox = Sandbox::start().expect("a sandbox");
    for root in ["images", "Multiplayer", "NEWS", "progression", "Specs"] {
        let guide = guide(&sandbox, root);
        let paths = paths(&guide);
        let start = format!("/hi/{}/file/", root.to_lowercase());
        for path in &paths {
            assert!(
                path.starts_with(&start) && **path == path.to_lowercase(),
                "{path}"
            );
        }
        let files = list(&guide["Files"]);
        let tags: BTreeSet<&str> = files.iter().map(|file| text(&file["ETag"])).collect();
        let different: BTreeSet<&str> = paths.iter().copied().collect();
        assert_eq!(
            (different.len(), tags.len()),
            (paths.len(), paths.len()),
            "{root}"
        );
    }
}

#[test]
fn a_request_with_the_tag_of_a_guide_receives_no_file() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let guide = guide(&sandbox, "Specs");
    let file = &list(&guide["Files"])[0];
    let path = format!("/gamecms_hacs{}", text(&file["Uri"]["Path"]));
    let token = sandbox.spartan_token();
    let with = |tag: &str| {
        let reply = get_with(
            &sandbox,
            &path,
            &[
                ("accept", "application/json"),
                ("x-343-authorization-spartan", &token),
                ("if-none-match", tag),
            ],
        );
        (reply.status, reply.body.len())
    };
    let tag = text(&file["ETag"]);
    let length = usize::try_from(number(&file["ContentLength"])).expect("a length");
    assert_eq!(with(tag), (304, 0));
    assert_eq!(with(&format!("\"other\", {tag}")), (304, 0));
    assert_eq!(with("\"other\""), (200, length));
}

#[test]
fn guides_do_not_depend_on_the_seed() {
    let [one, other] = [1, 2].map(|seed| Sandbox::builder().seed(seed).start().expect("a sandbox"));
    for root in ["Multiplayer", "Progression"] {
        assert_eq!(guide(&one, root), guide(&other, root));
    }
}

#[test]
fn only_six_parts_have_guides() {
    let sandbox = Sandbox::start().expect("a sandbox");
    assert!(paths(&guide(&sandbox, "TitleAuthorization")).is_empty());
    for root in ["Waypoint", "Banning", "nothing"] {
        let reply = get(&sandbox, &format!("/gamecms_hacs/hi/{root}/guide/xo"));
        assert_eq!(reply.status, 404, "{root}");
    }
    let path = "/gamecms_hacs/hi/images/guide/xo";
    assert_eq!(get_with(&sandbox, path, &[]).status, 401);
}
