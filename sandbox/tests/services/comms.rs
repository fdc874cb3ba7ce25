//! The player of the token, as `comms` knows them, and their notifications.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use std::fs;

#[test]
fn the_player_is_that_of_the_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let me = get_json(&sandbox, "/comms/users/me");
    assert_eq!(keys(&me), ["xuid", "notificationsReadDate"]);
    assert_eq!(me["xuid"], sandbox.world().home().xuid().to_string());
    let read = text(&me["notificationsReadDate"]);
    assert!(read.starts_with("2026-") && read.ends_with('Z'), "{read}");
    assert_eq!(get_with(&sandbox, "/comms/users/me", &[]).status, 401);
}

#[test]
fn notifications_are_in_pages_the_newest_first() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let page = |query: &str| get_json(&sandbox, &format!("/comms/users/me/notifications?{query}"));
    let [first, rest] = ["", "offset=20&limit=50"].map(page);
    assert_eq!((list(&first).len(), list(&rest).len()), (20, 3));
    assert_eq!(list(&page("limit=3"))[..], list(&first)[..3]);
    let all: Vec<_> = list(&first).iter().chain(list(&rest)).collect();
    assert!(all.is_sorted_by_key(|notification| std::cmp::Reverse(text(&notification["createdDate"]))));
    for notification in &all {
        assert_eq!(
            keys(notification),
            ["xuid", "notificationId", "createdDate", "data"]
        );
        assert_eq!(notification["xuid"], sandbox.world().home().xuid().to_string());
        assert_eq!(
            keys(&notification["data"]),
            ["type", "itemName", "templateId", "couponCode", "detailsUrl"]
        );
    }
    assert!(
        all.iter()
            .any(|notification| notification["data"]["couponCode"].is_null())
    );
    for bad in ["offset=-1", "limit=x"] {
        let path = format!("/comms/users/me/notifications?{bad}");
        assert_eq!(get(&sandbox, &path).status, 400, "{bad}");
    }
    assert_eq!(
        get_with(&sandbox, "/comms/users/me/notifications", &[]).status,
        401
    );
}

#[test]
fn a_folder_of_captures_does_not_replace_the_player() {
    let folder = std::env::temp_dir().join(format!("halo-sandbox-{}-comms", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(
        folder.join("manifest.tsv"),
        "file\tmodel\tservice\tmethod\tpath\torigin\n",
    )
    .expect("a file");
    let sandbox = Sandbox::builder().captures(&folder).start().expect("a sandbox");
    let me = get_json(&sandbox, "/comms/users/me");
    assert_eq!(me["xuid"], sandbox.world().home().xuid().to_string());
    fs::remove_dir_all(&folder).expect("removed");
}
