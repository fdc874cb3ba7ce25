//! The source of a client's tokens.

use std::sync::Arc;

use crate::auth::AuthenticatedPlayer;
use crate::http::{Credentials, StaticTokens, secret_header};
use crate::types::{ArgumentError, Secret};

/// The source of a client's tokens.
#[derive(Clone)]
pub(super) enum TokenSource {
    /// Tokens that never change.
    Fixed {
        spartan: Secret,
        clearance: Option<Secret>,
        xbox_authorization: Option<Secret>,
    },
    Accounts(Vec<Arc<dyn Credentials>>),
}

impl TokenSource {
    pub fn tokens(spartan: Secret, clearance: Option<Secret>) -> Self {
        Self::Fixed {
            spartan,
            clearance,
            xbox_authorization: None,
        }
    }

    pub fn player(player: &AuthenticatedPlayer) -> Self {
        Self::Fixed {
            spartan: player.spartan_token.clone(),
            clearance: player.clearance.clone(),
            xbox_authorization: Some(player.xbox_authorization.clone()),
        }
    }

    /// The credentials of each account, checked. `xbox_token` is a user hash and an XSTS token.
    pub fn into_accounts(
        self,
        xbox_token: Option<(String, Secret)>,
    ) -> Result<Vec<Arc<dyn Credentials>>, ArgumentError> {
        let (spartan, clearance, xbox_authorization) = match self {
            Self::Accounts(_) if xbox_token.is_some() => {
                return Err(ArgumentError::new(
                    "xbox_token",
                    "credentials(…) and accounts(…) bring their own: leave it out",
                ));
            }
            Self::Accounts(accounts) if accounts.is_empty() => {
                return Err(ArgumentError::new("accounts", "the list is empty"));
            }
            Self::Accounts(accounts) => return Ok(accounts),
            Self::Fixed {
                spartan,
                clearance,
                xbox_authorization,
            } => (spartan, clearance, xbox_authorization),
        };
        if spartan.expose().is_empty() {
            return Err(ArgumentError::new("spartan_token", "it is empty"));
        }
        secret_header(&spartan, "spartan_token")?;
        // A missing environment variable often becomes an empty text.
        let clearance = clearance.filter(|clearance| !clearance.expose().is_empty());
        if let Some(clearance) = &clearance {
            secret_header(clearance, "clearance_token")?;
        }
        let xbox_authorization = match xbox_token {
            None => xbox_authorization,
            Some((user_hash, token)) if user_hash.trim().is_empty() || token.is_blank() => {
                return Err(ArgumentError::new(
                    "xbox_token",
                    "the user hash or the token is empty",
                ));
            }
            Some((user_hash, token)) => Some(Secret::xbox_authorization(&user_hash, &token)),
        };
        let mut tokens = StaticTokens::new(spartan, clearance);
        if let Some(header) = xbox_authorization {
            secret_header(&header, "xbox_token")?;
            tokens = tokens.with_xbox_authorization(header);
        }
        Ok(vec![Arc::new(tokens)])
    }
}
