//! The reasons of refused sign-ins.

/// The reason why a service refused a step of the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignInErrorKind {
    /// The refresh token is wrong, was revoked or has expired.
    InvalidRefreshToken,
    /// The code is wrong, has been used or has expired.
    InvalidCode,
    /// The client ID and the client secret do not belong together, or the registration does not allow this
    /// way to sign in.
    InvalidClient,
    /// The app is not registered for personal Microsoft accounts, or the client ID is wrong.
    AccountTypesNotAllowed,
    /// The app's registration does not allow public client flows, which send no client secret.
    PublicClientNotAllowed,
    /// The app's registration requires a client secret, and the app has none.
    ClientSecretRequired,
    /// The app's registration allows no client secret, and the app has one.
    ClientSecretNotAllowed,
    /// The client secret is wrong or has expired.
    InvalidClientSecret,
    /// The redirect URI is not one of the app's.
    InvalidRedirectUri,
    /// The redirect URI is registered for another platform, such as single-page applications.
    WrongPlatform,
    /// The app may not request the scopes of Xbox Live.
    InvalidScope,
    /// The player declined.
    Declined,
    /// The player has not consented to the app, or has withdrawn the consent.
    ConsentRequired,
    /// Microsoft requires a second factor or a new password of the player.
    InteractionRequired,
    /// The Microsoft account is locked or disabled.
    AccountBlocked,
    /// The Microsoft account does not exist.
    AccountNotFound,
    /// The player did not enter the device code in time.
    DeviceCodeExpired,
    /// Xbox enforcement has banned the account.
    Banned,
    /// A parent must allow online play.
    ParentalConsent,
    /// The Microsoft account has no Xbox profile.
    NoXboxProfile,
    /// The player has not accepted the Xbox terms of use.
    TermsNotAccepted,
    /// Xbox Live is not available in the account's country.
    CountryNotAvailable,
    /// The account needs adult verification.
    AdultVerification,
    /// The account's region requires an age check.
    AgeCheckRequired,
    /// The account may not play at this time, or needs adult verification.
    Curfew,
    /// The account has used up the play time that its family allows.
    PlayTimeExceeded,
    /// The account is a child's and not in a family group.
    ChildAccount,
    /// The player must complete a step on xbox.com, such as a new gamertag or new billing information.
    AccountNeedsAttention,
    /// Accounts of this type, such as those of developers, cannot sign in here.
    AccountTypeNotAllowed,
    /// The account is signed in on too many devices.
    TooManyDevices,
    /// Too many sign-ins.
    TooManyRequests,
    /// The service has trouble.
    ServiceTrouble,
    /// The service did not accept the token of the step before.
    TokenNotAccepted,
    /// Another reason.
    Other,
}

impl SignInErrorKind {
    /// Advice for the player or the developer, whether or not the app has a client secret.
    /// [`SignInError::advice`](super::SignInError::advice) is more specific.
    pub fn advice(self) -> &'static str {
        match self {
            Self::InvalidRefreshToken => {
                "the refresh token is wrong, was revoked or has expired (it lives about 90 days): the player must sign in again"
            }
            Self::InvalidCode => {
                "the code is wrong, has been used or has expired (it lives some minutes): start the sign-in again"
            }
            Self::InvalidClient => {
                "the client ID and the client secret do not belong together, or the registration does not allow this \
                 way to sign in: check both in the Azure portal; a secret has an end date, and its value is not its ID"
            }
            Self::AccountTypesNotAllowed => {
                "the app is not registered for personal Microsoft accounts, or the client ID is wrong: in the Azure \
                 portal, let the supported account types include personal Microsoft accounts, and compare the \
                 application (client) ID, which is neither the object ID nor the ID of a secret"
            }
            Self::PublicClientNotAllowed => {
                "the app's registration does not allow public client flows: in the Azure portal, set \"Allow public \
                 client flows\" to yes"
            }
            Self::ClientSecretRequired => {
                "the app's registration requires a client secret, and the app has none: use AzureApp::new, or enter \
                 the redirect URI under \"Mobile and desktop applications\" in the Azure portal and allow public \
                 client flows"
            }
            Self::ClientSecretNotAllowed => {
                "the app's registration allows no client secret: use AzureApp::public, or enter the redirect URI under \
                 \"Web\" in the Azure portal"
            }
            Self::InvalidClientSecret => {
                "the client secret is wrong or has expired: create a new one in the Azure portal, and use its value, \
                 not its ID"
            }
            Self::InvalidRedirectUri => {
                "the redirect URI is not one of the app's: enter it in the Azure portal exactly as it is here"
            }
            Self::WrongPlatform => {
                "the redirect URI is registered for another platform: in the Azure portal, enter it under \"Web\" for an \
                 app with a secret or \"Mobile and desktop applications\" for one without, not under \"Single-page \
                 application\""
            }
            Self::InvalidScope => {
                "the app may not request the scopes of Xbox Live: its registration must allow personal Microsoft accounts"
            }
            Self::Declined => "the player declined: start the sign-in again to ask once more",
            Self::ConsentRequired => {
                "the player has not consented to the app, or has withdrawn the consent: start the sign-in again to ask \
                 once more"
            }
            Self::InteractionRequired => {
                "Microsoft requires a second factor or a new password of the player: the player must sign in again in \
                 a browser"
            }
            Self::AccountBlocked => {
                "the Microsoft account is locked or disabled: sign in to account.microsoft.com and follow the steps"
            }
            Self::AccountNotFound => {
                "the Microsoft account does not exist: sign in with a personal Microsoft account, and check its name"
            }
            Self::DeviceCodeExpired => "the player did not enter the code in time: start the sign-in again",
            Self::Banned => "Xbox enforcement has banned the account",
            Self::ParentalConsent => "a parent must allow online play for this account",
            Self::NoXboxProfile => {
                "the Microsoft account has no Xbox profile: create one by signing in to xbox.com once"
            }
            Self::TermsNotAccepted => {
                "the account has not accepted the Xbox terms of use: sign in to xbox.com and accept them"
            }
            Self::CountryNotAvailable => "Xbox Live is not available in the account's country",
            Self::AdultVerification => {
                "the account needs adult verification: sign in to xbox.com and follow the steps"
            }
            Self::AgeCheckRequired => {
                "the account's region requires an age check: sign in to xbox.com, complete the age check or skip it, \
                 and try again"
            }
            Self::Curfew => {
                "the account may not play at this time, or needs adult verification: sign in to xbox.com and follow \
                 the steps"
            }
            Self::PlayTimeExceeded => {
                "the account has used up its play time: a parent can allow more at account.microsoft.com/family"
            }
            Self::ChildAccount => "this is a child's account: an adult must add it to a family group",
            Self::AccountNeedsAttention => {
                "the account needs attention: sign in to xbox.com and follow the steps"
            }
            Self::AccountTypeNotAllowed => {
                "accounts of this type, such as those of developers, cannot sign in here: use another account"
            }
            Self::TooManyDevices => "the account is signed in on too many devices: sign out on another one",
            Self::TooManyRequests => "too many sign-ins: wait some minutes",
            Self::ServiceTrouble => "the service has trouble: try again later",
            Self::TokenNotAccepted => {
                "the service did not accept the token of the step before: sign in again; if that does not help, \
                 sign in to xbox.com once and look for a notice"
            }
            Self::Other => "the service did not accept the request",
        }
    }

    /// Whether the same request may succeed later, without anybody's help.
    pub(crate) fn may_pass(self) -> bool {
        matches!(self, Self::ServiceTrouble | Self::TooManyRequests)
    }

    /// Whether the refresh token is of no more use, and the player must sign in again.
    pub fn needs_new_sign_in(self) -> bool {
        matches!(
            self,
            Self::InvalidRefreshToken | Self::ConsentRequired | Self::InteractionRequired
        )
    }
}
