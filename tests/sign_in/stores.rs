//! Token stores.

use std::fs;

use halo_infinite::auth::{AzureApp, FileStore, MemoryStore, Secret, StoreKey, TokenSet, TokenStore};
use halo_infinite::error::StoreError;
use halo_infinite::{Error, Xuid};

use super::setup::call;
use crate::support::folder::Folder;
#[cfg(windows)]
use crate::support::wait::until;

fn key(app: &str, number: u64) -> StoreKey {
    StoreKey::new(
        &AzureApp::public(app).unwrap(),
        Some(Xuid::new(2_533_274_000_000_000 + number).unwrap()),
    )
}

fn tokens(text: &str) -> TokenSet {
    TokenSet::from_refresh_token(text)
}

fn stores_several_players_of_several_apps(store: &dyn TokenStore) {
    let app = AzureApp::public("one").unwrap();
    {
        let mut locked = store.lock(&call()).unwrap();
        assert_eq!(locked.load(&key("one", 1)).unwrap(), None);
        for number in [1, 2, 3] {
            locked
                .save(&key("one", number), &tokens(&format!("first {number}")))
                .unwrap();
        }
        locked.save(&key("two", 1), &tokens("other app")).unwrap();
        locked.save(&key("one", 1), &tokens("second 1")).unwrap();
        locked.remove(&key("one", 2)).unwrap();
        locked.remove(&key("one", 9)).unwrap();
    }
    let locked = store.lock(&call()).unwrap();
    assert_eq!(locked.load(&key("one", 1)).unwrap(), Some(tokens("second 1")));
    assert_eq!(locked.load(&key("one", 2)).unwrap(), None);
    assert_eq!(locked.load(&key("one", 3)).unwrap(), Some(tokens("first 3")));
    assert_eq!(locked.load(&key("two", 1)).unwrap(), Some(tokens("other app")));
    assert_eq!(locked.keys(&app).unwrap(), [key("one", 1), key("one", 3)]);
}

#[test]
fn memory_stores_several_players_of_several_apps() {
    stores_several_players_of_several_apps(&MemoryStore::new());
}

#[test]
fn a_file_stores_several_players_of_several_apps() {
    let folder = Folder::new("file");
    stores_several_players_of_several_apps(&FileStore::new(folder.0.join("new/folder/tokens.json")));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_token_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let path = folder.0.join("private/tokens.json");
    let store = FileStore::new(&path);
    store
        .lock(&call())
        .unwrap()
        .save(&key("one", 1), &tokens("x"))
        .unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    // The folder holds nothing else but the lock.
    let mut names: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["tokens.json", "tokens.json.lock"]);
}

#[test]
fn a_damaged_file_is_set_aside_and_reported() {
    let folder = Folder::new("damaged");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    for (number, content) in [
        "s3cret, not JSON",
        "{\"version\":1,\"players\":[{\"s3cret\":1}]}",
        "{\"version\":0,\"players\":[]}",
        "{\"version\":-1,\"players\":[\"s3cret\"]}",
        "",
    ]
    .iter()
    .enumerate()
    {
        fs::write(&path, content).unwrap();
        let error = store.lock(&call()).map(drop).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        let error = Error::from(error);
        assert!(error.advice().unwrap().contains("must sign in again"));
        let Error::Store(error) = error else {
            panic!("{error:?}")
        };
        let StoreError::Damaged { moved_to, .. } = *error else {
            panic!("{error:?}")
        };
        assert_eq!(
            moved_to,
            folder.0.join(format!("tokens.json.damaged-{}", number + 1))
        );
        assert_eq!(fs::read_to_string(moved_to).unwrap(), *content);
        // The next sign-in starts a new file.
        store
            .lock(&call())
            .unwrap()
            .save(&key("one", 1), &tokens("x"))
            .unwrap();
        assert_eq!(
            store.lock(&call()).unwrap().load(&key("one", 1)).unwrap(),
            Some(tokens("x"))
        );
    }
}

#[test]
fn a_file_of_a_later_version_is_left_alone() {
    let folder = Folder::new("newer");
    let path = folder.0.join("tokens.json");
    let content = r#"{"version":2,"accounts":{}}"#;
    fs::write(&path, content).unwrap();
    let error = FileStore::new(&path).lock(&call()).map(drop).unwrap_err();
    assert!(error.to_string().contains("has the format 2"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), content);
}

#[test]
fn an_unusable_store_reports_the_reason() {
    let folder = Folder::new("io");
    let file = folder.0.join("file");
    fs::write(&file, "").unwrap();
    let error = FileStore::new(file.join("tokens.json"))
        .lock(&call())
        .map(drop)
        .unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("cannot be used"), "{error}");
}

#[test]
fn debug_output_hides_a_token_set() {
    let set = tokens("s3cret");
    assert!(!format!("{set:?}").contains("s3cret"));
    assert_eq!(set.refresh_token, Secret::new("s3cret"));
}

#[test]
fn fields_of_a_later_release_are_ignored() {
    let folder = Folder::new("fields");
    let path = folder.0.join("tokens.json");
    let content = r#"{"version":1,"later":[1],"players":[
        {"key":"one/2533274000000001","tokens":{"later":{},"refresh_token":"x"}}
    ]}"#;
    fs::write(&path, content).unwrap();
    assert_eq!(
        FileStore::new(&path)
            .lock(&call())
            .unwrap()
            .load(&key("one", 1))
            .unwrap(),
        Some(tokens("x"))
    );
}

#[test]
fn a_file_in_plain_text_is_read_and_windows_encrypts_the_next_save() {
    let folder = Folder::new("plain");
    let path = folder.0.join("tokens.json");
    let content =
        r#"{"version":1,"players":[{"key":"one/2533274000000001","tokens":{"refresh_token":"first"}}]}"#;
    fs::write(&path, content).unwrap();
    let store = FileStore::new(&path);
    {
        let mut locked = store.lock(&call()).unwrap();
        assert_eq!(locked.load(&key("one", 1)).unwrap(), Some(tokens("first")));
        locked.save(&key("one", 2), &tokens("second")).unwrap();
    }
    let content = fs::read_to_string(&path).unwrap();
    for token in ["first", "second", "2533274000000001"] {
        assert_eq!(content.contains(token), !cfg!(windows), "{content}");
    }
    let locked = store.lock(&call()).unwrap();
    for (number, token) in [(1, "first"), (2, "second")] {
        assert_eq!(locked.load(&key("one", number)).unwrap(), Some(tokens(token)));
    }
}

#[test]
fn a_file_that_another_user_of_windows_encrypted_is_left_alone() {
    let folder = Folder::new("encrypted");
    let path = folder.0.join("tokens.json");
    let content = r#"{"version":2,"windows":"AQAAANCMnd8BFdERjHoAwE/Cl+s="}"#;
    fs::write(&path, content).unwrap();
    let error = FileStore::new(&path).lock(&call()).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Encrypted { .. }), "{error:?}");
    assert!(error.to_string().contains("another user of Windows"), "{error}");
    assert!(error.advice().unwrap().contains("move it away"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), content);

    // Content that is not even Base64 is of no use to anyone.
    fs::write(&path, r#"{"version":2,"windows":"?"}"#).unwrap();
    let error = FileStore::new(&path).lock(&call()).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn an_app_may_have_any_name() {
    let folder = Folder::new("slash");
    for store in [
        &FileStore::new(folder.0.join("tokens.json")) as &dyn TokenStore,
        &MemoryStore::new(),
    ] {
        let names = ["a", "a/", "a/2533274000000001", "/", "a\"\n\u{0}/b"];
        let mut locked = store.lock(&call()).unwrap();
        for name in names {
            locked.save(&key(name, 1), &tokens(name)).unwrap();
        }
        for name in names {
            assert_eq!(locked.load(&key(name, 1)).unwrap(), Some(tokens(name)));
            let app = AzureApp::public(name).unwrap();
            assert_eq!(locked.keys(&app).unwrap(), [key(name, 1)]);
        }
    }
}

#[cfg(unix)]
#[test]
fn readable_token_files_are_made_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("open");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    store
        .lock(&call())
        .unwrap()
        .save(&key("one", 1), &tokens("x"))
        .unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let open = || fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open();
    store.lock(&call()).unwrap().load(&key("one", 1)).unwrap();
    assert_eq!(mode(&path), 0o600);
    // Damaged files hold tokens as well.
    fs::write(&path, "x").unwrap();
    open();
    let Err(StoreError::Damaged { moved_to, .. }) = store.lock(&call()).map(drop) else {
        panic!("it is not damaged")
    };
    assert_eq!(mode(&moved_to), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_leads_to_the_same_lock() {
    let folder = Folder::new("link");
    let (path, link) = (folder.0.join("real/tokens.json"), folder.0.join("link.json"));
    let store = FileStore::new(&path);
    store
        .lock(&call())
        .unwrap()
        .save(&key("one", 1), &tokens("x"))
        .unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let linked = FileStore::new(&link);
    linked
        .lock(&call())
        .unwrap()
        .save(&key("one", 1), &tokens("y"))
        .unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(!folder.0.join("link.json.lock").exists());
    assert_eq!(
        store.lock(&call()).unwrap().load(&key("one", 1)).unwrap(),
        Some(tokens("y"))
    );
}

#[cfg(unix)]
#[test]
fn leftovers_of_a_killed_process_are_removed_and_never_written_through() {
    let folder = Folder::new("left");
    let path = folder.0.join("tokens.json");
    let (left, elsewhere) = (folder.0.join("tokens.json.new"), folder.0.join("elsewhere"));
    let store = FileStore::new(&path);
    fs::write(&left, "tokens").unwrap();
    drop(store.lock(&call()).unwrap());
    assert!(!left.exists());

    let mut locked = store.lock(&call()).unwrap();
    fs::write(&elsewhere, "mine").unwrap();
    std::os::unix::fs::symlink(&elsewhere, &left).unwrap();
    locked.save(&key("one", 1), &tokens("x")).unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    assert!(!fs::symlink_metadata(&path).unwrap().is_symlink());
}

#[cfg(windows)]
#[test]
fn a_save_waits_a_moment_for_a_program_that_has_the_file_open() {
    use std::os::windows::fs::OpenOptionsExt;
    let folder = Folder::new("open");
    let path = folder.0.join("tokens.json");
    let save = |text: &str| {
        FileStore::new(&path)
            .lock(&call())?
            .save(&key("one", 1), &tokens(text))
    };
    let load = || {
        FileStore::new(&path)
            .lock(&call())
            .unwrap()
            .load(&key("one", 1))
            .unwrap()
    };
    // Others may read and write the file, but not delete or replace it.
    let open = || {
        fs::OpenOptions::new()
            .read(true)
            .share_mode(3)
            .open(&path)
            .unwrap()
    };
    save("first").unwrap();

    let scanner = open();
    let error = save("second").unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
    assert_eq!(load(), Some(tokens("first")));

    std::thread::scope(|scope| {
        let saved = scope.spawn(|| save("second"));
        // The new content is complete before it replaces the old file.
        until("the save starts", || {
            folder.0.join("tokens.json.new").exists() || saved.is_finished()
        });
        drop(scanner);
        saved.join().unwrap().unwrap();
    });
    assert_eq!(load(), Some(tokens("second")));
}
