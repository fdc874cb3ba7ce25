//! Whatever has happened to the files: an answer is the right one or none, and the cache works again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cache::tests::{Folder, is_there, store, time};

const ANSWERS: u64 = 30;

/// A folder with answers, as a process that was killed leaves it: some in the database, some in its log.
fn filled() -> Folder {
    let (folder, copy) = (Folder::new("damage"), Folder::new("damage-copy"));
    let cache = folder.open();
    for number in 0..ANSWERS {
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

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Looks at all answers, and stores all of them again; gives how many had survived.
fn use_it(folder: &Folder) -> usize {
    let cache = folder.open();
    let survived = (0..ANSWERS).filter(|number| is_there(&cache, *number)).count();
    // The first store may be what finds the damage.
    for _ in 0..2 {
        for number in 0..ANSWERS {
            store(&cache, number, 1_000, time(0));
        }
    }
    let works = (0..ANSWERS).filter(|number| is_there(&cache, *number)).count();
    assert_eq!(works, ANSWERS as usize, "the cache does not work again");
    drop(cache);
    let cache = folder.open();
    let works = (0..ANSWERS).filter(|number| is_there(&cache, *number)).count();
    assert_eq!(
        works, ANSWERS as usize,
        "the cache does not work after it was opened again"
    );
    survived
}

/// The same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

#[test]
fn bytes_that_change_anywhere_never_give_a_wrong_answer() {
    let filled = filled();
    let folder = Folder::new("damaged");
    let mut numbers = Numbers(88_172_645_463_325_252);
    let (mut survived, mut rounds) = (0, 0);
    for file in files(&filled.0) {
        for round in 0..150 {
            copy_files(&filled.0, &folder.0);
            let path = folder.0.join(file.file_name().unwrap());
            let mut bytes = fs::read(&path).unwrap();
            // A few bytes anywhere, or in the first ones, where the headers are.
            let end = if round % 3 == 0 {
                100.min(bytes.len())
            } else {
                bytes.len()
            };
            for _ in 0..=round % 5 {
                let index = numbers.below(end);
                bytes[index] ^= 1 + numbers.below(255) as u8;
            }
            fs::write(&path, &bytes).unwrap();
            survived += use_it(&folder);
            rounds += 1;
        }
    }
    assert!(rounds >= 300, "{rounds}");
    let all = rounds * ANSWERS as usize;
    assert!(
        survived > all / 4 && survived < all,
        "{survived} of {all} survived"
    );
}

#[test]
fn files_that_are_cut_overwritten_or_gone() {
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
            use_it(&folder);
        }
        copy_files(&filled.0, &folder.0);
        fs::remove_file(folder.0.join(name)).unwrap();
        use_it(&folder);
    }
}

#[test]
fn damage_that_a_lower_bound_brings_to_light_does_not_keep_a_cache_from_being_opened() {
    let folder = Folder::new("bound-damage");
    let cache = folder.open();
    for number in 0..ANSWERS {
        store(&cache, number, 100_000, time(0));
    }
    rusqlite::Connection::open(cache.path())
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let path = cache.path().to_owned();
    drop(cache);
    let mut bytes = fs::read(&path).unwrap();
    // The tables' list is whole, the tables are not.
    bytes[4096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let least = super::ResponseCache::LEAST_SIZE;
    let cache = super::ResponseCache::builder(&folder.0)
        .max_size(least)
        .open()
        .unwrap();
    store(&cache, 1, 1_000, time(0));
    assert!(is_there(&cache, 1));
}

#[test]
fn a_database_that_is_damaged_while_it_is_open_is_emptied_for_all() {
    let folder = Folder::new("open");
    let (first, second) = (folder.open(), folder.open());
    for number in 0..ANSWERS {
        store(&first, number, 5_000, time(0));
    }
    // The log is brought into the database, so that nothing else has the pages.
    rusqlite::Connection::open(first.path())
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut bytes = fs::read(first.path()).unwrap();
    bytes[100..].fill(0x5a);
    fs::write(first.path(), bytes).unwrap();
    let third = folder.open();
    assert!(!is_there(&third, 1));
    for cache in [&first, &second, &third] {
        for _ in 0..2 {
            for number in 0..ANSWERS {
                store(cache, number, 3_000, time(0));
            }
        }
    }
    for cache in [&first, &second, &third] {
        assert!((0..ANSWERS).all(|number| is_there(cache, number)));
    }
}
