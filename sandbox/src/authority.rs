//! The two authorities of Microsoft accounts. An app uses one of them throughout.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// `login.live.com`.
    Live,
    /// `login.microsoftonline.com`, with the v2.0 endpoints for consumers.
    MicrosoftOnline,
}

impl Authority {
    /// Whether a scope consists of Xbox Live sign-in and offline access, in any order and case.
    pub(crate) fn grants(self, scope: &str) -> bool {
        let mut scopes: Vec<String> = scope
            .split_ascii_whitespace()
            .map(str::to_ascii_lowercase)
            .collect();
        scopes.sort_unstable();
        match self {
            Self::Live => scopes == ["xboxlive.offline_access", "xboxlive.signin"],
            Self::MicrosoftOnline => scopes == ["offline_access", "xboxlive.signin"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_exactly_sign_in_and_offline_access() {
        assert!(Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(Authority::Live.grants("XboxLive.offline_access XboxLive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access openid"));
    }

    #[test]
    fn each_authority_has_its_own_name_for_offline_access() {
        assert!(Authority::MicrosoftOnline.grants("XboxLive.signin offline_access"));
        assert!(!Authority::MicrosoftOnline.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(!Authority::Live.grants("XboxLive.signin offline_access"));
    }
}
