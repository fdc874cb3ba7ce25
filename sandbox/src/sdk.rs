//! Entry points for users of the SDK.

use halo_infinite::auth::AzureApp;
use halo_infinite::{Client, Environment, error::ArgumentError};

use crate::sandbox::Sandbox;

impl Sandbox {
    /// The environment of this sandbox, for the builders of the SDK.
    ///
    /// # Panics
    ///
    /// Never: the URL of a sandbox is a base URL.
    pub fn environment(&self) -> Environment {
        Environment::at(self.url()).expect("the URL of a sandbox is a base URL")
    }

    /// The app with a secret, for signing in here.
    ///
    /// # Panics
    ///
    /// Never: the sandbox's own client ID and secret are not empty.
    pub fn app(&self) -> AzureApp {
        AzureApp::new(self.client_id(), self.client_secret())
            .expect("the app of a sandbox has an ID and a secret")
    }

    /// The app without a secret, for signing in here.
    ///
    /// # Panics
    ///
    /// Never: the sandbox's own client ID is not empty.
    pub fn public_app(&self) -> AzureApp {
        AzureApp::public(self.public_client_id()).expect("the app of a sandbox has an ID")
    }

    /// A client of this sandbox, with the home player's tokens and without a rate limit.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`](halo_infinite::ClientBuilder::build).
    pub fn client(&self) -> Result<Client, ArgumentError> {
        Client::builder()
            .environment(self.environment())
            .tokens(self.spartan_token(), self.clearance())
            .xbox_token(self.xbox_user_hash(), self.xbox_token())
            .unlimited()
            .build()
    }
}
