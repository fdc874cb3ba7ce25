//! The two authorities that sign Microsoft accounts in. An app picks one and stays with it.

/// Who signs a Microsoft account in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// `login.live.com`.
    Live,
    /// `login.microsoftonline.com`, the v2.0 endpoints for consumers.
    MicrosoftOnline,
}

impl Authority {
    /// Whether a scope asks for signing in to Xbox Live and staying signed in, in any order and case, and for
    /// nothing else.
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
    fn both_scopes_are_needed_and_no_other() {
        assert!(Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(Authority::Live.grants("XboxLive.offline_access XboxLive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access openid"));
    }

    #[test]
    fn the_authorities_name_staying_signed_in_differently() {
        assert!(Authority::MicrosoftOnline.grants("XboxLive.signin offline_access"));
        assert!(!Authority::MicrosoftOnline.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(!Authority::Live.grants("XboxLive.signin offline_access"));
    }
}
