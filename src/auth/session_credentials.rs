//! The tokens of a session, for the requests of clients.

use std::sync::Arc;
use std::time::Duration;

use super::renewal::{Needs, Shared, State};
use super::session::{PATIENCE, Session, join};
use crate::error::Error;
use crate::http::{CallContext, Credentials};
use crate::types::Secret;

/// Maximum wait of a request for a clearance. Nearly all requests work without one.
const CLEARANCE_PATIENCE: Duration = Duration::from_secs(10);

impl Credentials for Session {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        self.valid_or_renewed(
            &self.spartan_token,
            call,
            Needs::HaloTokens,
            State::spartan_token,
            Shared::renew_spartan_token,
        )
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        let shared = &self.shared;
        let patience = {
            let state = shared.state();
            if let Some(clearance) = state.clearance(shared.renewal_time()) {
                return Ok(Some(clearance));
            }
            let rests = shared.sign_in.clock.now() < state.clearance_rest_end;
            match state.clearance(shared.now()) {
                old if rests => return Ok(old),
                Some(old) if self.clearance.is_running() => return Ok(Some(old)),
                Some(_) => PATIENCE.min(call.time_left() / 2),
                None => CLEARANCE_PATIENCE.min(call.time_left() / 2),
            }
        };
        let worker = Arc::clone(shared);
        let renewed = join(&self.clearance, call, patience, move || {
            worker.renew_clearance();
            Ok(())
        });
        let mut state = shared.state();
        if let Err(error) = renewed {
            log::warn!("continuing without a new clearance: {error}");
            // Other requests do not wait for a service that hangs.
            state.rest_clearance(shared.sign_in.clock.now());
        }
        Ok(state.clearance(shared.now()))
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        let shared = &self.shared;
        let mut state = shared.state();
        let current = state.tokens.spartan_token.as_ref();
        let is_replaced = current.is_none_or(|current| current.token != *spartan_token);
        if is_replaced || state.refused.as_ref() == Some(spartan_token) {
            // Another thread has already reported or replaced this token.
            return true;
        }
        if !shared.replacements.try_acquire() {
            log::warn!("the services refuse one new Spartan token after the other: not renewing it now");
            return false;
        }
        state.refused = Some(spartan_token.clone());
        true
    }

    fn xbox_authorization(&self, call: &CallContext) -> Result<Secret, Error> {
        self.valid_or_renewed(
            &self.xbox_authorization,
            call,
            Needs::XboxToken,
            State::xbox_authorization,
            Shared::renew_xbox_authorization,
        )
    }

    fn xbox_refused(&self, authorization: &Secret) -> bool {
        let shared = &self.shared;
        let mut state = shared.state();
        let current = state.tokens.xbox_authorization.as_ref();
        let is_replaced = current.is_none_or(|current| current.token != *authorization);
        if is_replaced || state.xbox_refused.as_ref() == Some(authorization) {
            return true;
        }
        if !shared.replacements.try_acquire() {
            log::warn!("Xbox Live refuses one new token after the other: not renewing it now");
            return false;
        }
        state.xbox_refused = Some(authorization.clone());
        true
    }
}
