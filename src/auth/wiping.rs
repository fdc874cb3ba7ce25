//! Tests that no copy of a secret stays in the memory of the process. They read the memory itself, which only Linux
//! allows.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::app::AzureApp;
use super::flows::DevicePrompt;
use super::sign_in::SignIn;
use super::steps::xbox::RelyingParty;
use super::steps::{halo, oauth, xbox};
use crate::http::read_secret_body;
use crate::types::{Secret, SecretBytes};

/// A text that stands nowhere in memory by itself: its masked bytes do.
struct Marker(Vec<u8>);

const MASK: u8 = 0x55;

impl Marker {
    fn new(name: &str) -> Self {
        let digits = b"0123456789abcdef".iter().cycle().take(64);
        Self(
            digits
                .copied()
                .chain(name.bytes())
                .map(|byte| byte ^ MASK)
                .collect(),
        )
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.0.len()));
        bytes.extend(self.0.iter().map(|byte| byte ^ MASK));
        bytes
    }

    fn secret(&self) -> Secret {
        Secret::new(str::from_utf8(&self.bytes()).unwrap())
    }

    /// The number of copies in the writable memory of this process. The first bytes of a freed allocation are
    /// overwritten: the end of the marker is searched for.
    fn copies(&self) -> usize {
        let end = &self.0[self.0.len() - 32..];
        let mut memory = File::open("/proc/self/mem").unwrap();
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut copies = 0;
        for line in maps.lines() {
            let (range, rest) = line.split_once(' ').unwrap();
            if !rest.starts_with("rw") {
                continue;
            }
            let (start, stop) = range.split_once('-').unwrap();
            let [start, stop] = [start, stop].map(|place| u64::from_str_radix(place, 16).unwrap());
            memory.seek(SeekFrom::Start(start)).unwrap();
            // A part of the memory may be gone by now, or not be readable.
            let mut bytes = Zeroizing::new(Vec::new());
            if bytes.try_reserve_exact((stop - start) as usize).is_ok() {
                let _ = (&memory).take(stop - start).read_to_end(&mut bytes);
            }
            let first = end[0] ^ MASK;
            let places = bytes.iter().enumerate().filter(|(_, byte)| **byte == first);
            copies += places
                .filter(|(place, _)| {
                    let found = bytes[*place..].iter().zip(end);
                    found
                        .take_while(|(byte, masked)| **byte ^ MASK == **masked)
                        .count()
                        == end.len()
                })
                .count();
        }
        copies
    }
}

/// One test at a time: reading the memory copies the secrets of the others.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[track_caller]
fn assert_wiped(name: &str, run: impl FnOnce(&Marker)) {
    let _alone = alone();
    let marker = Marker::new(name);
    run(&marker);
    assert_eq!(marker.copies(), 0, "{name}");
}

fn app() -> AzureApp {
    AzureApp::public("app").unwrap()
}

#[test]
fn copies_are_found() {
    let _alone = alone();
    let marker = Marker::new("control-1-");
    let held = marker.secret();
    assert!(marker.copies() >= 1);
    drop(held);
    assert_eq!(marker.copies(), 0);
}

#[test]
fn bytes_that_grow_leave_no_copy() {
    assert_wiped("growing-2-", |marker| {
        // Two of them block each other's way to grow in place.
        let mut two = [SecretBytes::default(), SecretBytes::default()];
        for bytes in &mut two {
            bytes.extend(&marker.bytes());
        }
        for _ in 0..5000 {
            for bytes in &mut two {
                bytes.write_all(b"more").unwrap();
            }
        }
    });
}

#[test]
fn request_bodies_leave_no_copy() {
    assert_wiped("requests-3-", |marker| {
        let secret = marker.secret();
        drop(oauth::refresh(&app(), &secret));
        drop(oauth::exchange_code(&app(), &secret, &secret));
        drop(oauth::device_token(&app(), &secret));
        drop(xbox::user_token(&secret).unwrap());
        drop(xbox::xsts_token(&secret, RelyingParty::Halo).unwrap());
        drop(halo::spartan_token(&secret).unwrap());
    });
}

/// Reads a body that repeats a marker, without a copy of it.
struct Body<'a>(&'a Marker, usize);

impl Read for Body<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let masked = self.0.0.iter().cycle().skip(self.1 % self.0.0.len());
        let rest = 200_000 - self.1;
        let length = buffer.len().min(rest);
        for (byte, masked) in buffer.iter_mut().zip(masked).take(length) {
            *byte = masked ^ MASK;
        }
        self.1 += length;
        Ok(length)
    }
}

#[test]
fn response_bodies_leave_no_copy() {
    assert_wiped("responses-4-", |marker| {
        for start in [0, 199_000] {
            drop(read_secret_body(Body(marker, start)).unwrap());
        }
        // Interrupted.
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
        assert!(read_secret_body(Body(marker, 0).take(100_000).chain(Broken)).is_err());
    });
}

#[test]
fn redirects_and_pasted_texts_leave_no_copy() {
    assert_wiped("redirects-5-", |marker| {
        let consent = SignIn::new(&app()).consent().unwrap();
        let (_, state) = consent.url().split_once("&state=").unwrap();
        let state = state.split('&').next().unwrap();
        for [before, after] in [
            ["https://localhost/?code=%41+", &format!("&state={state}")],
            ["", &format!("&state={state}")],
            [
                "https://localhost/?error=x&error_description=",
                &format!("&state={state}"),
            ],
            ["%41", ""],
        ] {
            let mut pasted = SecretBytes::default();
            pasted.extend(before.as_bytes());
            pasted.extend(&marker.bytes());
            pasted.extend(after.as_bytes());
            drop(consent.code_in(str::from_utf8(&pasted).unwrap()));
        }
    });
}

#[test]
fn device_prompts_leave_no_copy() {
    assert_wiped("prompts-6-", |marker| {
        drop(DevicePrompt {
            verification_uri: String::new(),
            user_code: marker.secret().expose().to_owned(),
            expires_in: std::time::Duration::ZERO,
        });
    });
}

#[test]
fn a_state_leaves_no_copy() {
    let _alone = alone();
    let marker = {
        let consent = SignIn::new(&app()).consent().unwrap();
        let (_, state) = consent.url().split_once("&state=").unwrap();
        let state = state.split('&').next().unwrap();
        Marker(
            state
                .bytes()
                .chain(*b"&code_challenge=")
                .map(|byte| byte ^ MASK)
                .collect(),
        )
    };
    assert_eq!(marker.copies(), 0);
}
