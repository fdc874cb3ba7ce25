//! Tokens in a keyring. No test uses the platform's keyring: one in memory replaces it.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use halo_infinite::auth::{
    AzureApp, CallContext, KeyringStore, Session, SignIn, SignInStep, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Xuid};
use halo_infinite_sandbox::Sandbox;
use keyring::credential::{Credential, CredentialApi, CredentialBuilderApi};
use keyring::{Error, Result};

use super::setup::call;

/// The entries, by service and user.
type Entries = Arc<Mutex<BTreeMap<(String, String), Vec<u8>>>>;

#[derive(Default, Clone)]
struct Keyring(Entries);

#[derive(Debug)]
struct Entry {
    entries: Entries,
    key: (String, String),
}

impl CredentialBuilderApi for Keyring {
    fn build(&self, _: Option<&str>, service: &str, user: &str) -> Result<Box<Credential>> {
        Ok(Box::new(Entry {
            entries: self.0.clone(),
            key: (service.into(), user.into()),
        }))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for Entry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        // The Credential Manager of Windows has this limit.
        if secret.len() > 2560 {
            return Err(Error::TooLong("secret".into(), 2560));
        }
        self.entries
            .lock()
            .unwrap()
            .insert(self.key.clone(), secret.to_vec());
        Ok(())
    }

    fn set_password(&self, password: &str) -> Result<()> {
        self.set_secret(password.as_bytes())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.entries
            .lock()
            .unwrap()
            .get(&self.key)
            .cloned()
            .ok_or(Error::NoEntry)
    }

    fn get_password(&self) -> Result<String> {
        String::from_utf8(self.get_secret()?).map_err(|error| Error::BadEncoding(error.into_bytes()))
    }

    fn delete_credential(&self) -> Result<()> {
        self.entries
            .lock()
            .unwrap()
            .remove(&self.key)
            .map(drop)
            .ok_or(Error::NoEntry)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// One test, since the replacement is for the whole process.
#[test]
fn a_keyring_stores_the_refresh_tokens() {
    let keyring = Keyring::default();
    keyring::set_default_credential_builder(Box::new(keyring.clone()));

    let app = AzureApp::public("app").unwrap();
    let key = |number: u64| StoreKey::new(&app, Some(Xuid::new(2_533_274_000_000_000 + number).unwrap()));
    let store = KeyringStore::new("my program");
    {
        let mut locked = store.lock(&call()).unwrap();
        assert_eq!(locked.load(&key(1)).unwrap(), None);
        assert!(locked.keys(&app).unwrap().is_empty());
        for number in [1, 2, 3, 1] {
            locked
                .save(
                    &key(number),
                    &TokenSet::from_refresh_token(format!("refresh {number}")),
                )
                .unwrap();
        }
        locked.remove(&key(2)).unwrap();
        locked.remove(&key(9)).unwrap();
        assert_eq!(locked.keys(&app).unwrap(), [key(1), key(3)]);
        assert_eq!(
            locked.load(&key(3)).unwrap(),
            Some(TokenSet::from_refresh_token("refresh 3"))
        );
        assert_eq!(locked.load(&key(2)).unwrap(), None);
    }
    let error = {
        keyring.0.lock().unwrap().insert(
            ("my program".into(), key(1).to_string()),
            b"s3cret, not JSON".to_vec(),
        );
        store
            .lock(&call())
            .unwrap()
            .load(&key(1))
            .unwrap_err()
            .to_string()
    };
    assert!(
        error.contains("is damaged, or another program wrote it") && !error.contains("s3cret"),
        "{error}"
    );

    // The lock of another thread is waited for within the limits of the context.
    {
        let _held = store.lock(&call()).unwrap();
        let over = CallContext::new(
            SignInStep::SpartanToken.endpoint(),
            Duration::ZERO,
            &CancelToken::new(),
        );
        let error = KeyringStore::new("other").lock(&over).map(drop).unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        assert!(error.to_string().contains("under the name other"), "{error}");
    }

    // A player signs in once; a second program needs no sign-in.
    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    let first = Session::start(&sign_in, KeyringStore::new("halo"), tokens)
        .unwrap()
        .player()
        .unwrap();
    let second = Session::restore(&sign_in, KeyringStore::new("halo"), first.xuid)
        .unwrap()
        .unwrap();
    assert_eq!(second.player().unwrap().gamertag, first.gamertag);
}
