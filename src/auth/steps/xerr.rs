//! The `XErr` numbers with which Xbox Live refuses an account.
//!
//! The numbers from `0x8015DC00` up are those of Microsoft's open-source `xbox-live-api` (`errors_legacy.h`);
//! `0x8015DBFF` is in the reference of the Game Development Kit; `0x8015DBFE` is known from prismarine-auth,
//! MCXboxBroadcast and the Modrinth app, which meet it since 2026.

use crate::error::SignInErrorKind;

/// The kind of a refusal; `None` for other numbers.
pub(super) fn kind(number: i64) -> Option<SignInErrorKind> {
    // Some services write it as a negative 32-bit number.
    Some(match number & 0xFFFF_FFFF {
        // 2148916222
        0x8015_DBFE => SignInErrorKind::AgeCheckRequired,
        0x8015_DBFF => SignInErrorKind::PlayTimeExceeded,
        // 2148916227
        0x8015_DC03 | 0x8015_DC04 => SignInErrorKind::Banned,
        0x8015_DC05 => SignInErrorKind::ParentalConsent,
        // 2148916233
        0x8015_DC09 => SignInErrorKind::NoXboxProfile,
        0x8015_DC0A => SignInErrorKind::TermsNotAccepted,
        0x8015_DC0B => SignInErrorKind::CountryNotAvailable,
        0x8015_DC0C => SignInErrorKind::AdultVerification,
        // A curfew for Microsoft and gophertunnel; most other libraries call it adult verification.
        0x8015_DC0D => SignInErrorKind::Curfew,
        // 2148916238
        0x8015_DC0E => SignInErrorKind::ChildAccount,
        // Billing, a transition of the account, maintenance, a new gamertag, a confirmation of the device or by PIN.
        0x8015_DC08 | 0x8015_DC0F | 0x8015_DC10 | 0x8015_DC13 | 0x8015_DC14 | 0x8015_DC17 => {
            SignInErrorKind::AccountNeedsAttention
        }
        // Accounts of developers.
        0x8015_DC11 | 0x8015_DC12 | 0x8015_DC19 => SignInErrorKind::AccountTypeNotAllowed,
        0x8015_DC16 => SignInErrorKind::TooManyDevices,
        0x8015_DC1A => SignInErrorKind::ServiceTrouble,
        // Expired and invalid tokens.
        0x8015_DC22 | 0x8015_DC25 => SignInErrorKind::TokenNotAccepted,
        _ => return None,
    })
}
