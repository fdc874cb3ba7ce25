//! The TLS library, and the certificates that it trusts.

use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use crate::types::ArgumentError;

/// The verification of the services' certificates.
///
/// No feature changes the default: a feature that one crate of a program turns on is on for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Tls {
    /// rustls, with the root certificates of Mozilla, which are compiled in. It works the same on every system, but
    /// does not accept the certificates of a virus scanner or a company's proxy that decrypts connections. The default.
    #[default]
    Mozilla,
    /// rustls, with the verification of the system: it trusts all root certificates that the system trusts, such as
    /// those that a virus scanner or a company has installed. Needs the feature `platform-verifier`.
    System,
    /// The TLS library of the system, which is Schannel, Secure Transport or OpenSSL, with the system's root
    /// certificates. Needs the feature `native-tls`.
    Native,
}

impl Tls {
    pub(super) fn config(self) -> TlsConfig {
        let (provider, roots) = match self {
            Self::Mozilla => (TlsProvider::Rustls, RootCerts::WebPki),
            Self::System => (TlsProvider::Rustls, RootCerts::PlatformVerifier),
            Self::Native => (TlsProvider::NativeTls, RootCerts::PlatformVerifier),
        };
        TlsConfig::builder().provider(provider).root_certs(roots).build()
    }
}

/// Fails if this build cannot serve the configuration: ureq would panic at the first request.
pub(super) fn check(config: &TlsConfig) -> Result<(), ArgumentError> {
    let lacks_feature = |name: &str| {
        let problem = format!("it needs the feature `{name}` of halo-infinite");
        Err(ArgumentError::new("tls", problem))
    };
    match (config.provider(), config.root_certs()) {
        (TlsProvider::NativeTls, _) if !cfg!(feature = "native-tls") => lacks_feature("native-tls"),
        (TlsProvider::NativeTls, RootCerts::WebPki) => Err(ArgumentError::new(
            "tls",
            "the system's TLS library needs other root certificates than Mozilla's: RootCerts::PlatformVerifier or \
             your own",
        )),
        (TlsProvider::Rustls, RootCerts::PlatformVerifier) if !cfg!(feature = "platform-verifier") => {
            lacks_feature("platform-verifier")
        }
        _ => Ok(()),
    }
}

/// Whether the system decides which certificates are trusted.
pub(super) fn is_verified_by_system(config: &TlsConfig) -> bool {
    matches!(config.root_certs(), RootCerts::PlatformVerifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_feature_is_named() {
        for (tls, feature, is_on) in [
            (
                Tls::System,
                "platform-verifier",
                cfg!(feature = "platform-verifier"),
            ),
            (Tls::Native, "native-tls", cfg!(feature = "native-tls")),
        ] {
            let outcome = check(&tls.config()).map_err(|error| error.to_string());
            let expected = match is_on {
                true => Ok(()),
                false => Err(format!("tls: it needs the feature `{feature}` of halo-infinite")),
            };
            assert_eq!(outcome, expected);
            assert!(is_verified_by_system(&tls.config()));
        }
        assert_eq!(check(&Tls::default().config()), Ok(()));
        assert!(!is_verified_by_system(&Tls::default().config()));
    }

    #[test]
    fn the_systems_library_with_mozillas_roots_is_refused() {
        let config = TlsConfig::builder().provider(TlsProvider::NativeTls).build();
        assert!(check(&config).is_err());
    }
}
