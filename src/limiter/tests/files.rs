//! Files of shared limits that are in use, replaced or not usable.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::world::{Folder, MAX_PAUSE, NAME, World};
use crate::limiter::{Limit, NoPermit, Rate, SharedFolder};
use crate::sync::{CancelToken, SystemClock};

/// Far longer than any step takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn rate() -> Rate {
    Rate::new(5.0, 1).unwrap()
}

/// A handle that has the file's lock.
fn locked(folder: &Folder) -> File {
    let file = File::open(folder.file()).unwrap();
    file.try_lock().unwrap();
    file
}

fn open(folder: &Folder) -> std::io::Result<Limit> {
    let folder = SharedFolder {
        path: folder.0.clone(),
        max_pause: MAX_PAUSE,
    };
    Limit::shared(rate(), World::default().clock(), &folder, NAME)
}

#[test]
fn the_wait_for_a_lock_ends_at_the_deadline_with_an_error() {
    let folder = Folder::new("locked");
    let limit = folder.limit(rate(), World::default().clock());
    let lock = locked(&folder);
    let start = Instant::now();
    let error = limit
        .acquire(Duration::from_millis(30), &CancelToken::new())
        .unwrap_err();
    let NoPermit::File { path, cause } = error else {
        panic!("{error:?}");
    };
    assert_eq!((path, cause.kind()), (folder.file(), ErrorKind::TimedOut));
    assert!(start.elapsed() < PATIENCE);
    // A pause holds for this program, even if it cannot be noted.
    limit.pause_until(Duration::from_secs(7), &CancelToken::new());
    drop(lock);
    let waited = limit.acquire(Duration::MAX, &CancelToken::new()).unwrap();
    assert_eq!(waited, Duration::from_secs(7));
}

#[test]
fn a_cancelled_wait_for_a_lock_ends_at_once_and_those_behind_it_end_in_time() {
    let folder = Folder::new("cancelled");
    let limit = folder.limit(rate(), Arc::new(SystemClock::default()));
    let _lock = locked(&folder);
    let cancel = CancelToken::new();
    let start = Instant::now();
    thread::scope(|scope| {
        let first = scope.spawn(|| limit.acquire(Duration::MAX, &cancel));
        while limit.queued() == 0 && !first.is_finished() && start.elapsed() < PATIENCE {
            thread::yield_now();
        }
        // The first waits for the lock; this one is behind it, and has less time.
        let second = limit.acquire(Duration::from_millis(500), &CancelToken::new());
        assert!(
            matches!(second, Err(NoPermit::Late(_) | NoPermit::File { .. })),
            "{second:?}"
        );
        cancel.cancel();
        let first = first.join().unwrap();
        assert!(matches!(first, Err(NoPermit::Cancelled)), "{first:?}");
    });
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn a_removed_file_is_created_again_and_a_longer_one_is_read() {
    let world = World::default();
    let folder = Folder::new("removed");
    let (first, second) = (
        folder.limit(rate(), world.clock()),
        folder.limit(rate(), world.clock()),
    );
    let never = CancelToken::new();
    first.acquire(Duration::MAX, &never).unwrap();
    second.acquire(Duration::MAX, &never).unwrap();
    fs::remove_file(folder.file()).unwrap();
    second.acquire(Duration::MAX, &never).unwrap();
    fs::write(folder.file(), "no record ".repeat(1000)).unwrap();
    for number in 2..6 {
        let limit = if number % 2 == 0 { &second } else { &first };
        limit.acquire(Duration::MAX, &never).unwrap();
    }
    // None came early: the second program remembered the latest permit, both times.
    assert_eq!(world.passed(), rate().interval() * 6);
}

#[test]
fn a_removed_folder_is_created_again() {
    let world = World::default();
    let folder = Folder::new("removed-folder");
    let limits = [(); 2].map(|()| folder.limit(rate(), world.clock()));
    let never = CancelToken::new();
    for limit in limits.iter().cycle().take(6) {
        limit.acquire(Duration::MAX, &never).unwrap();
        fs::remove_dir_all(&folder.0).unwrap();
    }
    // Each program alone remembers its own permits.
    assert!(world.passed() >= rate().interval() * 2, "{:?}", world.passed());
    for limit in limits.iter().cycle().take(6) {
        limit.acquire(Duration::MAX, &never).unwrap();
    }
    assert!(folder.file().is_file());

    // Something else has taken its place.
    fs::remove_dir_all(&folder.0).unwrap();
    fs::write(&folder.0, "a file").unwrap();
    let error = limits[0].acquire(Duration::MAX, &never).unwrap_err();
    assert!(matches!(error, NoPermit::File { .. }), "{error:?}");
    fs::remove_file(&folder.0).unwrap();
}

#[test]
fn a_folder_that_cannot_be_used_is_an_error() {
    let folder = Folder::new("unusable");
    fs::write(&folder.0, "a file").unwrap();
    assert!(open(&folder).is_err());
    fs::remove_file(&folder.0).unwrap();
    fs::create_dir_all(folder.file()).unwrap();
    let error = open(&folder).unwrap_err();
    assert!(error.to_string().contains("folder"), "{error}");
    fs::remove_dir(folder.file()).unwrap();
    open(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn files_are_private_and_links_are_not_followed() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("private");
    drop(open(&folder).unwrap());
    let mode = || fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o666)).unwrap();
    drop(open(&folder).unwrap());
    assert_eq!(mode(), 0o600);
    let limit = open(&folder).unwrap();
    let elsewhere = folder.0.join("elsewhere");
    fs::rename(folder.file(), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.file()).unwrap();
    let error = limit.acquire(Duration::MAX, &CancelToken::new()).unwrap_err();
    assert!(matches!(error, NoPermit::File { .. }), "{error:?}");
}

/// A full device stands in for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_written_gives_no_permit() {
    use crate::limiter::record::{Moment, Record};
    use crate::limiter::shared_file::LockedFile;

    let device = File::options().read(true).write(true).open("/dev/full").unwrap();
    let moment = Moment {
        now: Duration::ZERO,
        timestamp: jiff::Timestamp::UNIX_EPOCH,
    };
    let record = Record::new(&crate::limiter::level::Level::new(rate()), moment);
    let error = LockedFile::new(device).write(&record).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}
