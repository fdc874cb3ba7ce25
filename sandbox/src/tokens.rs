//! The tokens of the sign-in chain. A token says what it is for, whose it is, and until when; it is signed with a
//! key made from the seed, so that every sandbox of one seed accepts it, in whichever process.

use crate::wire::problem::random;
use crate::wire::timestamp::now_ticks;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256, Sha512};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

pub(crate) const TICKS_PER_SECOND: i64 = 10_000_000;
const HOUR: i64 = 3600 * TICKS_PER_SECOND;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Refresh,
    Access,
    User,
    XstsXbox,
    XstsHalo,
    Spartan,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Access => "access",
            Self::User => "user",
            Self::XstsXbox => "xsts-xbox",
            Self::XstsHalo => "xsts-halo",
            Self::Spartan => "spartan",
        }
    }

    /// How long a token lives, in 100-nanosecond ticks.
    pub(crate) fn lifetime(self) -> i64 {
        match self {
            Self::Refresh => 90 * 24 * HOUR,
            Self::Access => HOUR,
            Self::User | Self::XstsXbox | Self::XstsHalo => 16 * HOUR,
            // Just under four hours, and never twice the same.
            Self::Spartan => 4 * HOUR - 10 * TICKS_PER_SECOND - (random() % 9_999_999) as i64,
        }
    }
}

/// A token that was just made.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) token: String,
    /// 100-nanosecond ticks since 1970.
    pub(crate) issued: i64,
    pub(crate) expires: i64,
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) xuid: u64,
    nonce: String,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not one of this seed's, or not for this purpose.
    Invalid,
    Expired,
}

/// Issues tokens and checks them.
#[derive(Debug)]
pub(crate) struct Tokens {
    key: [u8; 64],
    /// The nonces of refresh tokens that were used: each is good once.
    spent: Mutex<HashSet<String>>,
}

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        let digest = Sha512::new()
            .chain_update(b"halo-infinite-sandbox")
            .chain_update(seed.to_be_bytes());
        Self {
            key: digest.finalize().into(),
            spent: Mutex::default(),
        }
    }

    pub(crate) fn issue(&self, kind: Kind, xuid: u64) -> Issued {
        self.issue_at(kind, xuid, now_ticks())
    }

    fn issue_at(&self, kind: Kind, xuid: u64, issued: i64) -> Issued {
        let expires = issued + kind.lifetime();
        let payload = format!("{}|{xuid}|{expires}|{:016x}", kind.name(), random());
        let signature = BASE64.encode(self.mac(&payload).finalize().into_bytes());
        Issued {
            token: format!("{}.{signature}", BASE64.encode(payload)),
            issued,
            expires,
        }
    }

    pub(crate) fn check(&self, kind: Kind, token: &str) -> Result<Claims, Refused> {
        self.check_at(kind, token, now_ticks())
    }

    /// As [`Self::check`], and a second time refused.
    pub(crate) fn spend(&self, kind: Kind, token: &str) -> Result<Claims, Refused> {
        let claims = self.check(kind, token)?;
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.insert(claims.nonce.clone()) {
            Ok(claims)
        } else {
            Err(Refused::Invalid)
        }
    }

    fn check_at(&self, kind: Kind, token: &str, now: i64) -> Result<Claims, Refused> {
        let (payload, signature) = token.split_once('.').ok_or(Refused::Invalid)?;
        let payload = BASE64.decode(payload).map_err(|_| Refused::Invalid)?;
        let payload = String::from_utf8(payload).map_err(|_| Refused::Invalid)?;
        let signature = BASE64.decode(signature).map_err(|_| Refused::Invalid)?;
        self.mac(&payload)
            .verify_slice(&signature)
            .map_err(|_| Refused::Invalid)?;
        let mut parts = payload.split('|');
        let mut part = || parts.next().ok_or(Refused::Invalid);
        if part()? != kind.name() {
            return Err(Refused::Invalid);
        }
        let xuid = part()?.parse().map_err(|_| Refused::Invalid)?;
        let expires: i64 = part()?.parse().map_err(|_| Refused::Invalid)?;
        let nonce = part()?.to_owned();
        if expires <= now {
            Err(Refused::Expired)
        } else {
            Ok(Claims { xuid, nonce })
        }
    }

    fn mac(&self, payload: &str) -> Hmac<Sha256> {
        Hmac::<Sha256>::new((&self.key).into()).chain_update(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_purpose_only() {
        let tokens = Tokens::new(1);
        let access = tokens.issue(Kind::Access, 42).token;
        assert_eq!(
            tokens.check(Kind::Access, &access).map(|claims| claims.xuid),
            Ok(42)
        );
        assert_eq!(tokens.check(Kind::User, &access), Err(Refused::Invalid));
    }

    #[test]
    fn another_sandbox_of_the_seed_accepts_a_token_and_one_of_another_seed_does_not() {
        let token = Tokens::new(1).issue(Kind::Spartan, 42).token;
        assert!(Tokens::new(1).check(Kind::Spartan, &token).is_ok());
        assert_eq!(Tokens::new(2).check(Kind::Spartan, &token), Err(Refused::Invalid));
    }

    #[test]
    fn a_changed_token_is_refused() {
        let tokens = Tokens::new(1);
        let token = tokens.issue(Kind::Access, 42).token;
        let (_, signature) = token.split_once('.').expect("two parts");
        let forged = BASE64.encode(format!("access|43|{}|0", i64::MAX));
        for bad in ["", "abc", &token[1..], &format!("{forged}.{signature}"), "é.é"] {
            assert_eq!(tokens.check(Kind::Access, bad), Err(Refused::Invalid), "{bad}");
        }
    }

    #[test]
    fn a_token_expires_at_its_lifetime() {
        let tokens = Tokens::new(1);
        let issued = tokens.issue_at(Kind::Access, 42, now_ticks() - HOUR - 1);
        assert_eq!(tokens.check(Kind::Access, &issued.token), Err(Refused::Expired));
        let issued = tokens.issue_at(Kind::Access, 42, now_ticks() - HOUR + 60 * TICKS_PER_SECOND);
        assert!(tokens.check(Kind::Access, &issued.token).is_ok());
    }

    #[test]
    fn a_spartan_token_lives_just_under_four_hours() {
        let lifetime = Kind::Spartan.lifetime();
        assert!((4 * HOUR - 11 * TICKS_PER_SECOND..4 * HOUR).contains(&lifetime));
    }

    #[test]
    fn a_refresh_token_is_good_once() {
        let tokens = Tokens::new(1);
        let (first, second) = (
            tokens.issue(Kind::Refresh, 42).token,
            tokens.issue(Kind::Refresh, 42).token,
        );
        assert!(tokens.spend(Kind::Refresh, &first).is_ok());
        assert_eq!(tokens.spend(Kind::Refresh, &first), Err(Refused::Invalid));
        assert!(tokens.spend(Kind::Refresh, &second).is_ok());
    }
}
