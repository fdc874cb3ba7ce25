//! Damage to the files: the cache never returns a wrong response, and it works again.

use std::fs;
use std::path::{Path, PathBuf};

use super::fixture::{Folder, is_cached, store, time};
use crate::cache::store::ResponseCache;

const RESPONSES: u64 = 30;

/// A folder as a killed process leaves it: some responses in the database, some in its log.
fn filled() -> Folder {
    let (folder, copy) = (Folder::new("damage"), Folder::new("damage-copy"));
    let cache = folder.open();
    for number in 0..RESPONSES {
        store(&cache, number, 100 + number as usize * 700, time(0));
    }
    copy_files(&folder.0, &copy.0);
    copy
}

fn copy_files(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// The files with content: all but the one that processes lock.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "lock"))
        .collect();
    files.sort();
    files
}

/// Looks up all responses, and stores all of them again. Returns how many survived.
fn use_cache(folder: &Folder) -> usize {
    let cache = folder.open();
    let survived = (0..RESPONSES).filter(|number| is_cached(&cache, *number)).count();
    // The first round may detect the damage and empty the cache.
    for _ in 0..2 {
        for number in 0..RESPONSES {
            store(&cache, number, 1_000, time(0));
        }
    }
    let found = (0..RESPONSES).filter(|number| is_cached(&cache, *number)).count();
    assert_eq!(found, RESPONSES as usize, "the cache does not work");
    drop(cache);
    let cache = folder.open();
    let found = (0..RESPONSES).filter(|number| is_cached(&cache, *number)).count();
    assert_eq!(
        found, RESPONSES as usize,
        "the cache does not work after reopening"
    );
    survived
}

/// Pseudo-random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

#[test]
fn changed_bytes_never_return_a_wrong_response() {
    let filled = filled();
    let folder = Folder::new("damaged");
    let mut random = Random(88_172_645_463_325_252);
    let (mut survived, mut rounds) = (0, 0);
    for file in files(&filled.0) {
        for round in 0..150 {
            copy_files(&filled.0, &folder.0);
            let path = folder.0.join(file.file_name().unwrap());
            let mut bytes = fs::read(&path).unwrap();
            // Changes a few bytes anywhere, or in the file's header.
            let end = if round % 3 == 0 {
                100.min(bytes.len())
            } else {
                bytes.len()
            };
            for _ in 0..=round % 5 {
                let index = random.below(end);
                bytes[index] ^= 1 + random.below(255) as u8;
            }
            fs::write(&path, &bytes).unwrap();
            survived += use_cache(&folder);
            rounds += 1;
        }
    }
    assert!(rounds >= 300, "{rounds}");
    let all = rounds * RESPONSES as usize;
    assert!(
        survived > all / 4 && survived < all,
        "{survived} of {all} survived"
    );
}

#[test]
fn truncated_overwritten_or_missing_files() {
    let filled = filled();
    let folder = Folder::new("cut");
    for file in files(&filled.0) {
        let name = file.file_name().unwrap();
        let whole = fs::read(&file).unwrap();
        let mut damaged: Vec<Option<Vec<u8>>> = [0, 1, 50, 100, 4096, 5000, whole.len() / 2, whole.len() - 1]
            .iter()
            .map(|length| whole.get(..*length).map(<[u8]>::to_vec))
            .collect();
        damaged.push(Some(b"this was never a database, but a text".repeat(1000)));
        damaged.push(Some(vec![0; whole.len()]));
        damaged.push(Some(vec![0xff; whole.len()]));
        for damage in damaged.into_iter().flatten() {
            copy_files(&filled.0, &folder.0);
            fs::write(folder.0.join(name), damage).unwrap();
            use_cache(&folder);
        }
        copy_files(&filled.0, &folder.0);
        fs::remove_file(folder.0.join(name)).unwrap();
        use_cache(&folder);
    }
}

#[test]
fn a_damaged_cache_opens_with_a_lower_maximum_size() {
    let folder = Folder::new("bound-damage");
    let cache = folder.open();
    for number in 0..RESPONSES {
        store(&cache, number, 100_000, time(0));
    }
    rusqlite::Connection::open(cache.path())
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let path = cache.path().to_owned();
    drop(cache);
    let mut bytes = fs::read(&path).unwrap();
    // The list of tables stays intact: only removing entries detects the damage.
    bytes[4096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let cache = ResponseCache::builder(&folder.0)
        .max_size(ResponseCache::MIN_SIZE)
        .open()
        .unwrap();
    store(&cache, 1, 1_000, time(0));
    assert!(is_cached(&cache, 1));
}

#[test]
fn a_check_finds_damage_that_no_request_has_found() {
    let filled = filled();
    assert!(filled.open().check().is_ok());
    let file = filled.open().path().to_owned();
    let mut bytes = fs::read(&file).unwrap();
    // The first page, which opening reads, stays as it is.
    bytes[4096..].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    let cache = filled.open();
    assert!(cache.check().is_err());
    assert_eq!((cache.count().unwrap(), cache.check().is_ok()), (0, true));
}

#[test]
fn a_database_damaged_while_open_is_emptied_for_every_client() {
    let folder = Folder::new("open");
    let (first, second) = (folder.open(), folder.open());
    for number in 0..RESPONSES {
        store(&first, number, 5_000, time(0));
    }
    // Moves the log into the database, so that only the damaged file has the pages.
    rusqlite::Connection::open(first.path())
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut bytes = fs::read(first.path()).unwrap();
    bytes[100..].fill(0x5a);
    fs::write(first.path(), bytes).unwrap();
    let third = folder.open();
    assert!(!is_cached(&third, 1));
    for cache in [&first, &second, &third] {
        for _ in 0..2 {
            for number in 0..RESPONSES {
                store(cache, number, 3_000, time(0));
            }
        }
    }
    for cache in [&first, &second, &third] {
        assert!((0..RESPONSES).all(|number| is_cached(cache, number)));
    }
}
