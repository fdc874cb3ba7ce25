//! What the player answers when an app asks to sign in.

/// What becomes of an app's wish to sign the player in: see
/// [`SandboxBuilder::consent`](crate::SandboxBuilder::consent) and
/// [`SandboxBuilder::device_consent`](crate::SandboxBuilder::device_consent).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Consent {
    /// Somebody is asked: by a page with two buttons.
    #[default]
    Ask,
    /// It is granted by itself.
    Accept,
    /// It is refused by itself.
    Decline,
}
