//! The tokens of the sign-in chain. A token holds its kind, its player, and its issue and expiry times. Its signing
//! key comes from the seed, so that every sandbox with the same seed accepts it, also in other processes.

mod kind;
mod revocations;

use crate::clock::{Clock, TICKS_PER_SECOND};
use crate::rng::random;
use crate::secrets::Secrets;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, Mac};
pub(crate) use kind::{Kind, Lifetimes};
use revocations::Revocations;
use sha2::{Digest, Sha256, Sha512};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long a refresh token stays valid after its first use. A client that lost the response may send it again.
const GRACE: i64 = 60 * TICKS_PER_SECOND;

/// A new token.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) token: String,
    /// 100-nanosecond ticks since 1970.
    pub(crate) issued: i64,
    pub(crate) expires: i64,
}

/// The content of a valid token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) xuid: u64,
    nonce: String,
}

/// The reason to reject a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenError {
    /// Of another seed, of another kind, or used before.
    Invalid,
    Expired,
    Revoked,
}

/// Issues tokens and checks them.
#[derive(Debug)]
pub(crate) struct Tokens {
    key: [u8; 64],
    clock: Clock,
    lifetimes: Lifetimes,
    secrets: Arc<Secrets>,
    /// The times of first use of refresh tokens, by nonce. Other processes do not share them.
    first_uses: Mutex<HashMap<String, i64>>,
    revocations: Revocations,
}

impl Tokens {
    pub(crate) fn new(seed: u64, clock: Clock, lifetimes: Lifetimes, secrets: Arc<Secrets>) -> Self {
        let digest = Sha512::new()
            .chain_update(b"halo-infinite-sandbox")
            .chain_update(seed.to_be_bytes());
        Self {
            key: digest.finalize().into(),
            clock,
            lifetimes,
            secrets,
            first_uses: Mutex::default(),
            revocations: Revocations::default(),
        }
    }

    pub(crate) fn issue(&self, kind: Kind, xuid: u64) -> Issued {
        let issued = self.clock.now();
        let expires = issued.saturating_add(self.lifetimes.of(kind));
        let nonce = format!("{:016x}", random());
        self.revocations.note_issued(kind, issued, &nonce);
        let payload = format!("{}|{xuid}|{issued}|{expires}|{nonce}", kind.name());
        let signature = BASE64.encode(self.mac(&payload).finalize().into_bytes());
        let token = format!("{}.{signature}", BASE64.encode(payload));
        self.secrets.remember(&token);
        Issued {
            token,
            issued,
            expires,
        }
    }

    pub(crate) fn check(&self, kind: Kind, token: &str) -> Result<Claims, TokenError> {
        let (payload, signature) = token.split_once('.').ok_or(TokenError::Invalid)?;
        let payload = BASE64.decode(payload).map_err(|_| TokenError::Invalid)?;
        let payload = String::from_utf8(payload).map_err(|_| TokenError::Invalid)?;
        let signature = BASE64.decode(signature).map_err(|_| TokenError::Invalid)?;
        self.mac(&payload)
            .verify_slice(&signature)
            .map_err(|_| TokenError::Invalid)?;
        // Another process may have issued the token. From now on this one knows it too.
        self.secrets.remember(token);
        let mut parts = payload.split('|');
        let mut part = || parts.next().ok_or(TokenError::Invalid);
        if part()? != kind.name() {
            return Err(TokenError::Invalid);
        }
        let xuid = part()?.parse().map_err(|_| TokenError::Invalid)?;
        let issued: i64 = part()?.parse().map_err(|_| TokenError::Invalid)?;
        let expires: i64 = part()?.parse().map_err(|_| TokenError::Invalid)?;
        let nonce = part()?.to_owned();
        if expires <= self.clock.now() {
            Err(TokenError::Expired)
        } else if self.revocations.covers(kind, issued, &nonce) {
            Err(TokenError::Revoked)
        } else {
            Ok(Claims { xuid, nonce })
        }
    }

    /// As [`Self::check`], but rejects a token after its first use and the grace period.
    pub(crate) fn spend(&self, kind: Kind, token: &str) -> Result<Claims, TokenError> {
        let claims = self.check(kind, token)?;
        let now = self.clock.now();
        let mut first_uses = self.first_uses.lock().unwrap_or_else(PoisonError::into_inner);
        let first_use = *first_uses.entry(claims.nonce.clone()).or_insert(now);
        if now - first_use < GRACE {
            Ok(claims)
        } else {
            Err(TokenError::Invalid)
        }
    }

    /// Revokes all tokens of a kind that were issued so far.
    pub(crate) fn revoke(&self, kind: Kind) {
        self.revocations.revoke(kind, self.clock.now());
    }

    /// The lifetime of a kind of token, in seconds.
    pub(crate) fn lifetime_in_seconds(&self, kind: Kind) -> i64 {
        self.lifetimes.of(kind) / TICKS_PER_SECOND
    }

    fn mac(&self, payload: &str) -> Hmac<Sha256> {
        Hmac::<Sha256>::new((&self.key).into()).chain_update(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::Authority;
    use crate::registration::{Client, Registration};
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, UNIX_EPOCH};

    const REFRESH: Kind = Kind::Refresh(Client {
        authority: Authority::Live,
        registration: Registration::Confidential,
    });

    fn tokens(seed: u64) -> Tokens {
        Tokens::new(seed, Clock::default(), Lifetimes::default(), Arc::default())
    }

    /// Tokens with a clock that the test controls, in seconds since 1970.
    fn timed() -> (Tokens, Arc<AtomicU64>) {
        let seconds = Arc::new(AtomicU64::new(1_700_000_000));
        let shown = Arc::clone(&seconds);
        let clock = Clock::new(move || UNIX_EPOCH + Duration::from_secs(shown.load(Ordering::SeqCst)));
        let tokens = Tokens::new(1, clock, Lifetimes::default(), Arc::default());
        (tokens, seconds)
    }

    #[test]
    fn a_token_is_valid_for_its_kind_only() {
        let tokens = tokens(1);
        let access = tokens.issue(Kind::Access, 42).token;
        assert_eq!(
            tokens.check(Kind::Access, &access).map(|claims| claims.xuid),
            Ok(42)
        );
        assert_eq!(tokens.check(Kind::User, &access), Err(TokenError::Invalid));
    }

    #[test]
    fn only_sandboxes_with_the_same_seed_accept_a_token() {
        for kind in [Kind::Spartan, REFRESH] {
            let token = tokens(1).issue(kind, 42).token;
            assert!(tokens(1).spend(kind, &token).is_ok());
            assert_eq!(tokens(2).spend(kind, &token), Err(TokenError::Invalid));
        }
    }

    #[test]
    fn a_modified_token_is_rejected() {
        let tokens = tokens(1);
        let token = tokens.issue(Kind::Access, 42).token;
        let (_, signature) = token.split_once('.').expect("two parts");
        let forged = BASE64.encode(format!("access|43|0|{}|0", i64::MAX));
        for bad in ["", "abc", &token[1..], &format!("{forged}.{signature}"), "é.é"] {
            assert_eq!(tokens.check(Kind::Access, bad), Err(TokenError::Invalid), "{bad}");
        }
    }

    #[test]
    fn a_token_expires_at_its_lifetime() {
        let (tokens, seconds) = timed();
        let token = tokens.issue(Kind::Access, 42).token;
        seconds.fetch_add(3599, Ordering::SeqCst);
        assert!(tokens.check(Kind::Access, &token).is_ok());
        seconds.fetch_add(1, Ordering::SeqCst);
        assert_eq!(tokens.check(Kind::Access, &token), Err(TokenError::Expired));
    }

    #[test]
    fn a_refresh_token_is_valid_for_a_minute_after_its_first_use() {
        let (tokens, seconds) = timed();
        let (first, second) = (tokens.issue(REFRESH, 42).token, tokens.issue(REFRESH, 42).token);
        seconds.fetch_add(3600, Ordering::SeqCst);
        assert!(tokens.spend(REFRESH, &first).is_ok());
        seconds.fetch_add(59, Ordering::SeqCst);
        assert!(tokens.spend(REFRESH, &first).is_ok());
        seconds.fetch_add(1, Ordering::SeqCst);
        assert_eq!(tokens.spend(REFRESH, &first), Err(TokenError::Invalid));
        assert!(tokens.spend(REFRESH, &second).is_ok());
    }

    #[test]
    fn tokens_issued_after_a_revocation_are_valid_even_if_the_clock_stands_still() {
        let (tokens, _) = timed();
        let (before, user) = (
            tokens.issue(Kind::Spartan, 42).token,
            tokens.issue(Kind::User, 42).token,
        );
        tokens.revoke(Kind::Spartan);
        let after = tokens.issue(Kind::Spartan, 42).token;
        assert_eq!(tokens.check(Kind::Spartan, &before), Err(TokenError::Revoked));
        assert!(tokens.check(Kind::Spartan, &after).is_ok());
        assert!(tokens.check(Kind::User, &user).is_ok());
        tokens.revoke(Kind::Spartan);
        assert_eq!(tokens.check(Kind::Spartan, &after), Err(TokenError::Revoked));
    }
}
