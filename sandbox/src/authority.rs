//! The two authorities of Microsoft accounts. An app uses one of them throughout.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// `login.live.com`.
    Live,
    /// `login.microsoftonline.com`, with the v2.0 endpoints for consumers.
    MicrosoftOnline,
}

impl Authority {
    /// Whether a scope has Xbox Live sign-in and offline access, in any order and case. It may also have the scopes of
    /// OpenID Connect, which Microsoft's libraries add to each request, and no others.
    pub(crate) fn grants(self, scope: &str) -> bool {
        let scopes: Vec<String> = scope
            .split_ascii_whitespace()
            .map(str::to_ascii_lowercase)
            .collect();
        let required = match self {
            Self::Live => ["xboxlive.signin", "xboxlive.offline_access"],
            Self::MicrosoftOnline => ["xboxlive.signin", "offline_access"],
        };
        let is_known =
            |scope: &String| required.contains(&scope.as_str()) || OPENID.contains(&scope.as_str());
        required
            .iter()
            .all(|name| scopes.iter().any(|scope| scope == name))
            && scopes.iter().all(is_known)
    }
}

const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_has_sign_in_and_offline_access() {
        assert!(Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(Authority::Live.grants("XboxLive.offline_access XboxLive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin"));
        assert!(!Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access user.read"));
    }

    #[test]
    fn a_scope_may_have_the_scopes_of_openid_connect() {
        assert!(
            Authority::Live.grants("Xboxlive.signin Xboxlive.offline_access openid profile offline_access")
        );
        assert!(Authority::MicrosoftOnline.grants("XboxLive.signin openid profile email offline_access"));
        assert!(!Authority::MicrosoftOnline.grants("openid profile email offline_access"));
    }

    #[test]
    fn each_authority_has_its_own_name_for_offline_access() {
        assert!(Authority::MicrosoftOnline.grants("XboxLive.signin offline_access"));
        assert!(!Authority::MicrosoftOnline.grants("Xboxlive.signin Xboxlive.offline_access"));
        assert!(!Authority::Live.grants("XboxLive.signin offline_access"));
    }
}
