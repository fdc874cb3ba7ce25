//! Disks that are full or read-only.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::fixture::{Folder, is_cached, store, time};
use super::roles::{command, folder_in_role, in_role};
use crate::cache::CacheError;
use crate::cache::store::ResponseCache;

/// Runs a role as a user to whom permissions apply, in an existing folder of that user. For the
/// administrator, no folder is read-only.
fn run_unprivileged(role: &str, folder: &Folder) {
    const NOBODY: u32 = 65_534;
    fs::create_dir(&folder.0).unwrap();
    let mut command = if fs::metadata(&folder.0).unwrap().uid() == 0 {
        chown(&folder.0, Some(NOBODY), Some(NOBODY)).unwrap();
        // That user may not be allowed to read the folder of this program.
        let program = Folder::new("program");
        let copy = program.0.with_extension("copy");
        fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        let mut command = Command::new(&copy);
        command.uid(NOBODY).gid(NOBODY);
        command
    } else {
        Command::new(std::env::current_exe().unwrap())
    };
    in_role(&mut command, role, &folder.0);
    let output = command.output();
    if command.get_program() != std::env::current_exe().unwrap() {
        fs::remove_file(command.get_program()).unwrap();
    }
    let output = output.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn role_use_a_read_only_folder() {
    let Some(folder) = folder_in_role("disk::role_use_a_read_only_folder") else {
        return;
    };
    let writable = |mode| fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
    let open = || ResponseCache::open(&folder);
    // Nothing to read, and nothing can be created.
    writable(0o555);
    let error = open().unwrap_err();
    assert!(matches!(error, CacheError::Io { .. }), "{error}");
    assert!(
        error.to_string().contains("check the folder, its permissions"),
        "{error}"
    );

    writable(0o755);
    store(&open().unwrap(), 1, 1_000, time(0));
    let database = folder.join("responses-1.sqlite");
    let before = fs::read(&database).unwrap();
    writable(0o555);
    let cache = open().unwrap();
    assert!(is_cached(&cache, 1));
    assert_eq!(cache.count().unwrap(), 1);
    store(&cache, 2, 1_000, time(0));
    assert!(!is_cached(&cache, 2));
    assert!(matches!(cache.clear(), Err(CacheError::Database { .. })));
    assert_eq!(fs::read(&database).unwrap(), before);
    drop(cache);

    // A file that can only be read, in a folder that can be written.
    writable(0o755);
    fs::set_permissions(&database, Permissions::from_mode(0o400)).unwrap();
    let cache = open().unwrap();
    assert!(is_cached(&cache, 1));
    store(&cache, 2, 1_000, time(0));
    assert!(!is_cached(&cache, 2));
    drop(cache);

    // Something else than a cache is not read as one.
    fs::set_permissions(&database, Permissions::from_mode(0o600)).unwrap();
    fs::write(&database, "a text").unwrap();
    writable(0o555);
    assert!(open().is_err());
    assert_eq!(fs::read_to_string(&database).unwrap(), "a text");
    writable(0o755);
}

#[test]
fn a_cache_in_a_read_only_folder_can_be_read() {
    let folder = Folder::new("read-only");
    run_unprivileged("disk::role_use_a_read_only_folder", &folder);
}

#[test]
fn role_fill_the_disk() {
    let Some(folder) = folder_in_role("disk::role_fill_the_disk") else {
        return;
    };
    let cache = ResponseCache::open(&folder).unwrap();
    for number in 0..100 {
        // A later time for each: no rest lasts.
        store(&cache, number, 20_000, time(number as i64 * 100));
    }
    let cached = (0..100).filter(|number| is_cached(&cache, *number)).count();
    println!("{cached} are cached");
    assert!(cached > 0 && cached < 100);
    drop(cache);
    let cache = ResponseCache::open(&folder).unwrap();
    assert_eq!(
        (0..100).filter(|number| is_cached(&cache, *number)).count(),
        cached
    );
}

#[test]
fn a_full_disk_only_prevents_storing() {
    let folder = Folder::new("full");
    let role = command("disk::role_fill_the_disk", &folder.0);
    // The limit applies to each file: 512 KiB or 1 MiB, by the shell.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\""])
        .arg(role.get_program())
        .args(role.get_args())
        .envs(role.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("are cached"), "{text}");
    // With room again, everything works.
    let cache = folder.open();
    store(&cache, 1_000, 20_000, time(0));
    assert!(is_cached(&cache, 1_000));
}
