//! The player's decision when an app asks to sign in.

/// The player's decision on a sign-in: see [`SandboxBuilder::consent`](crate::SandboxBuilder::consent) and
/// [`SandboxBuilder::device_consent`](crate::SandboxBuilder::device_consent).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Consent {
    /// A page with two buttons asks the player.
    #[default]
    Ask,
    /// The sandbox accepts.
    Accept,
    /// The sandbox declines.
    Decline,
}
