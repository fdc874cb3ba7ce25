//! The responses of the sign-in chain.

use crate::types::Secret;

generated!("auth");

impl XstsToken {
    /// The `Authorization` header of requests that carry this token: `XBL3.0 x=…`. `None` if it names no user.
    pub fn authorization(&self) -> Option<Secret> {
        let user = self.display_claims.xui.first()?;
        Some(Secret::xbox_authorization(&user.uhs, &self.token))
    }
}
