//! Token files among other people's files, and on disks that are full or read-only.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use halo_infinite::Error;
use halo_infinite::auth::{AzureApp, FileStore, StoreKey, TokenSet, TokenStore};
use halo_infinite::error::StoreError;

use super::setup::call;
use crate::support::folder::Folder;
use crate::support::wait::{PATIENCE, output, within};

const ROLE: &str = "HALO_TEST_ROLE";
const STORE: &str = "HALO_TEST_STORE";
const TEXT: &str = "a text that somebody wrote";

fn key() -> StoreKey {
    StoreKey::new(&AzureApp::public("app").unwrap(), None)
}

fn tokens(text: &str) -> TokenSet {
    TokenSet::from_refresh_token(text)
}

fn save(store: &FileStore, text: &str) -> Result<(), StoreError> {
    store.lock(&call())?.save(&key(), &tokens(text))
}

fn load(store: &FileStore) -> Option<TokenSet> {
    store.lock(&call()).unwrap().load(&key()).unwrap()
}

/// Locks a store, which must be refused because of a file, and must not hang.
fn refused(store: &Path, file: &Path, expected: &str) {
    let store = store.to_owned();
    let locked = within(PATIENCE, move || FileStore::new(store).lock(&call()).map(drop));
    let error = locked.unwrap_err();
    let message = error.to_string();
    let StoreError::NotOurs { path, problem, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(path, file);
    assert!(problem.contains(expected), "{problem}");
    assert!(message.contains("move it away, or use another path"), "{message}");
    assert!(Error::from(error).advice().is_some());
}

#[test]
fn only_plain_files_of_this_user_are_used() {
    for suffix in ["", ".lock"] {
        let folder = Folder::new("kinds");
        let path = folder.0.join("tokens.json");
        let place = folder.0.join(format!("tokens.json{suffix}"));
        let elsewhere = folder.0.join("elsewhere");
        fs::write(&elsewhere, TEXT).unwrap();

        fs::hard_link(&elsewhere, &place).unwrap();
        refused(&path, &place, "hard link");
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        refused(&path, &place, "folder");
        fs::remove_dir(&place).unwrap();
        assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
        refused(&path, &place, "not a plain file");
        fs::remove_file(&place).unwrap();
        let socket = UnixListener::bind(&place).unwrap();
        refused(&path, &place, "not a plain file");
        drop(socket);
        fs::remove_file(&place).unwrap();
        fs::write(&place, "").unwrap();
        // Only the administrator can give a file away.
        if chown(&place, Some(65_534), None).is_ok() {
            refused(&path, &place, "another user");
            assert_eq!(fs::metadata(&place).unwrap().uid(), 65_534);
        }
        fs::remove_file(&place).unwrap();

        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), TEXT);
        save(&FileStore::new(&path), "x").unwrap();
    }
}

#[test]
fn a_lock_file_that_is_a_link_is_not_followed() {
    let folder = Folder::new("lock-link");
    let (path, lock) = (folder.0.join("tokens.json"), folder.0.join("tokens.json.lock"));
    let (elsewhere, missing) = (folder.0.join("elsewhere"), folder.0.join("missing"));
    fs::write(&elsewhere, TEXT).unwrap();
    fs::set_permissions(&elsewhere, Permissions::from_mode(0o644)).unwrap();
    for target in [&elsewhere, &missing] {
        symlink(target, &lock).unwrap();
        refused(&path, &lock, "symbolic link");
        fs::remove_file(&lock).unwrap();
    }
    assert!(!missing.exists());
    assert_eq!(fs::metadata(&elsewhere).unwrap().mode() & 0o777, 0o644);
}

#[test]
fn a_link_of_the_user_leads_to_a_file_that_does_not_exist_yet() {
    let folder = Folder::new("dangling");
    let (path, link) = (folder.0.join("real/tokens.json"), folder.0.join("link.json"));
    symlink("real/tokens.json", &link).unwrap();
    let store = FileStore::new(&link);
    save(&store, "x").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(load(&FileStore::new(&path)), Some(tokens("x")));
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);

    fs::remove_file(&link).unwrap();
    symlink("link.json", &link).unwrap();
    refused(&link, &link, "a symbolic link to itself");
    fs::remove_file(&link).unwrap();
    symlink(&path, &link).unwrap();
    if std::os::unix::fs::lchown(&link, Some(65_534), None).is_ok() {
        refused(&link, &link, "a symbolic link of another user");
    }
}

#[test]
fn a_damaged_file_is_set_aside_without_replacing_anything() {
    let folder = Folder::new("aside");
    let path = folder.0.join("tokens.json");
    // A link that leads nowhere is something as well.
    symlink("nowhere", folder.0.join("tokens.json.damaged-1")).unwrap();
    fs::create_dir(folder.0.join("tokens.json.damaged-2")).unwrap();
    fs::write(&path, TEXT).unwrap();
    let Err(StoreError::Damaged { moved_to, .. }) = FileStore::new(&path).lock(&call()).map(drop) else {
        panic!("it is not damaged")
    };
    assert_eq!(moved_to, folder.0.join("tokens.json.damaged-3"));
    assert_eq!(fs::read_to_string(moved_to).unwrap(), TEXT);
    assert!(
        fs::symlink_metadata(folder.0.join("tokens.json.damaged-1"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn a_file_of_any_length_is_damaged_at_most() {
    let folder = Folder::new("sparse");
    let path = folder.0.join("tokens.json");
    let file = fs::File::create(&path).unwrap();
    file.set_len(1 << 40).unwrap();
    let error = FileStore::new(&path).lock(&call()).map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert_eq!(
        fs::metadata(folder.0.join("tokens.json.damaged-1"))
            .unwrap()
            .len(),
        1 << 40
    );
}

#[test]
fn a_write_protected_file_stays_so() {
    let folder = Folder::new("protected");
    let path = folder.0.join("tokens.json");
    save(&FileStore::new(&path), "s3cret").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    load(&FileStore::new(&path)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
}

#[test]
fn a_readable_lock_file_is_made_private() {
    let folder = Folder::new("lock-mode");
    let (path, lock) = (folder.0.join("tokens.json"), folder.0.join("tokens.json.lock"));
    fs::write(&lock, "").unwrap();
    fs::set_permissions(&lock, Permissions::from_mode(0o666)).unwrap();
    save(&FileStore::new(&path), "x").unwrap();
    assert_eq!(fs::metadata(&lock).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn a_failed_save_leaves_the_old_tokens() {
    let folder = Folder::new("failed");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    save(&store, "old").unwrap();
    {
        let mut locked = store.lock(&call()).unwrap();
        // Something that no save removes is in the place of the new file.
        fs::create_dir(folder.0.join("tokens.json.new")).unwrap();
        assert!(locked.save(&key(), &tokens("new")).is_err());
        assert!(locked.remove(&key()).is_err());
        assert_eq!(locked.load(&key()).unwrap(), Some(tokens("old")));
    }
    assert_eq!(load(&store), Some(tokens("old")));
    fs::remove_dir(folder.0.join("tokens.json.new")).unwrap();
    save(&store, "new").unwrap();
    assert_eq!(load(&store), Some(tokens("new")));
}

/// The path of the store, if this process has the role.
fn store_in_role(role: &str) -> Option<PathBuf> {
    std::env::var(ROLE).ok().filter(|own_role| own_role == role)?;
    std::env::var_os(STORE).map(PathBuf::from)
}

/// Runs a role in another process, which must succeed.
fn run(command: &mut Command, role: &str, store: &Path) {
    command
        .args(["--exact", &format!("store_files::{role}"), "--nocapture"])
        .env(ROLE, role)
        .env(STORE, store);
    let output = output(command, b"");
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn role_save_on_a_full_disk() {
    let Some(path) = store_in_role("role_save_on_a_full_disk") else {
        return;
    };
    let store = FileStore::new(&path);
    let error = save(&store, &"new".repeat(100_000)).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
    assert_eq!(load(&store), Some(tokens("old")));
    assert!(!path.with_extension("json.new").exists());
    // A smaller change still fits.
    save(&store, "newer").unwrap();
}

#[test]
fn a_full_disk_leaves_the_old_tokens() {
    let folder = Folder::new("full");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    save(&store, "old").unwrap();
    // The limit applies to each file: 8 KiB or 16 KiB, by the shell.
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap());
    run(&mut command, "role_save_on_a_full_disk", &path);
    assert_eq!(load(&store), Some(tokens("newer")));
}

#[test]
fn role_use_a_read_only_folder() {
    let Some(path) = store_in_role("role_use_a_read_only_folder") else {
        return;
    };
    let folder = path.parent().unwrap();
    let set_mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let lock = path.with_extension("json.lock");
    let store = FileStore::new(&path);
    let reads_but_does_not_save = || {
        let mut locked = store.lock(&call()).unwrap();
        assert_eq!(locked.load(&key()).unwrap(), Some(tokens("old")));
        let error = locked.save(&key(), &tokens("new")).unwrap_err();
        assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
        assert!(error.to_string().contains("ermission denied"), "{error}");
        assert_eq!(locked.load(&key()).unwrap(), Some(tokens("old")));
    };
    save(&store, "old").unwrap();
    // With a lock file, which may be readable only.
    set_mode(folder, 0o555);
    reads_but_does_not_save();
    set_mode(&lock, 0o400);
    reads_but_does_not_save();
    {
        // The lock excludes others nevertheless.
        let _locked = store.lock(&call()).unwrap();
        let other = FileStore::new(&path).lock(&brief()).map(drop);
        assert!(matches!(other, Err(StoreError::Busy { .. })), "{other:?}");
    }
    // Without one.
    set_mode(folder, 0o755);
    fs::remove_file(&lock).unwrap();
    set_mode(folder, 0o555);
    reads_but_does_not_save();
    set_mode(folder, 0o755);
    save(&store, "new").unwrap();
}

/// A context that is over: the lock is tried once.
fn brief() -> halo_infinite::auth::CallContext {
    let endpoint = halo_infinite::auth::SignInStep::SpartanToken.endpoint();
    halo_infinite::auth::CallContext::new(endpoint, std::time::Duration::ZERO, &Default::default())
}

#[test]
fn tokens_in_a_read_only_folder_can_be_read() {
    const NOBODY: u32 = 65_534;
    let folder = Folder::new("read-only");
    let path = folder.0.join("own/tokens.json");
    let own = path.parent().unwrap();
    fs::create_dir(own).unwrap();
    // For the administrator, no folder is read-only: the test continues as another user, who may not be
    // allowed to read the folder of this program.
    let program = folder.0.join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = Command::new(&program);
    if fs::metadata(own).unwrap().uid() == 0 {
        chown(own, Some(NOBODY), Some(NOBODY)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
    run(&mut command, "role_use_a_read_only_folder", &path);
}
