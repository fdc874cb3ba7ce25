//! Authorization codes: issued on consent, exchanged for tokens once and soon.

use crate::clock::{Clock, TICKS_PER_SECOND};
use crate::registration::Client;
use crate::rng::random;
use crate::secrets::Secrets;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

const LIFETIME: i64 = 600 * TICKS_PER_SECOND;

/// The terms that the player accepted.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) client: Client,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    /// The PKCE challenge, with method S256.
    pub(crate) challenge: Option<String>,
}

#[derive(Debug)]
struct Code {
    grant: Grant,
    expires: i64,
    used: bool,
}

/// The reason to reject a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeError {
    /// Unknown to this sandbox, or issued to another client.
    Unknown,
    Expired,
    Used,
    OtherRedirect,
    NoVerifier,
    WrongVerifier,
}

/// Issues and redeems authorization codes.
#[derive(Debug)]
pub(crate) struct Codes {
    clock: Clock,
    secrets: Arc<Secrets>,
    codes: Mutex<HashMap<String, Code>>,
}

impl Codes {
    pub(crate) fn new(clock: Clock, secrets: Arc<Secrets>) -> Self {
        Self {
            clock,
            secrets,
            codes: Mutex::default(),
        }
    }

    pub(crate) fn issue(&self, grant: Grant) -> String {
        let name = format!("M.C105_SBX.2.U.{:016x}{:016x}", random(), random());
        self.secrets.remember(&name);
        let code = Code {
            grant,
            expires: self.clock.now().saturating_add(LIFETIME),
            used: false,
        };
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.insert(name.clone(), code);
        name
    }

    /// Redeems a code and returns the granted scope. A rejected code stays valid.
    pub(crate) fn redeem(
        &self,
        name: &str,
        client: Client,
        redirect_uri: &str,
        verifier: Option<&str>,
    ) -> Result<String, CodeError> {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let code = codes.get_mut(name).filter(|code| code.grant.client == client);
        let code = code.ok_or(CodeError::Unknown)?;
        if code.used {
            return Err(CodeError::Used);
        }
        if code.expires <= self.clock.now() {
            return Err(CodeError::Expired);
        }
        if code.grant.redirect_uri != redirect_uri {
            return Err(CodeError::OtherRedirect);
        }
        match (&code.grant.challenge, verifier) {
            (Some(_), None) => return Err(CodeError::NoVerifier),
            // A verifier without a challenge means that an attacker removed the challenge.
            (None, Some(_)) => return Err(CodeError::WrongVerifier),
            (Some(challenge), Some(verifier)) if s256(verifier) != *challenge => {
                return Err(CodeError::WrongVerifier);
            }
            _ => {}
        }
        code.used = true;
        Ok(code.grant.scope.clone())
    }
}

/// The S256 challenge for a PKCE verifier.
fn s256(verifier: &str) -> String {
    BASE64.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_matches_the_example_of_the_rfc() {
        assert_eq!(
            s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
