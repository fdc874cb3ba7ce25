//! The reason why a certificate was not accepted, from the text of the error.
//!
//! The types of the errors are no part of ureq's interface, and are others on each system. So this reads their texts:
//! rustls and OpenSSL describe the reason in English, Windows and macOS give its number. Tests compare with the errors
//! of real connections.

use crate::error::NetworkErrorKind;

/// The texts with which rustls and OpenSSL report that they did not accept the host's certificate.
const REFUSED: [&str; 2] = ["invalid peer certificate", "certificate verify failed"];

/// The texts of rustls and OpenSSL. They hold only after one of [`REFUSED`]: a host reports with the same words that
/// it did not accept the client's certificate.
const EXPIRED: [&str; 6] = [
    "certificate expired",
    "certificate not valid yet",
    "Expired",
    "NotValidYet",
    "certificate has expired",
    "certificate is not yet valid",
];
const OF_OTHER_HOST: [&str; 4] = [
    "certificate not valid for name",
    "NotValidForName",
    "hostname mismatch",
    "IP address mismatch",
];
const UNKNOWN_ISSUER: [&str; 4] = [
    "UnknownIssuer",
    "unable to get local issuer certificate",
    "unable to get issuer certificate",
    "self-signed certificate",
];

/// The numbers of Windows (`CERT_E_EXPIRED`, `SEC_E_CERT_EXPIRED`) and macOS (`errSecCertificateExpired`,
/// `errSecCertificateNotValidYet`, `errSSLCertExpired`, `errSSLCertNotYetValid`).
const EXPIRED_NUMBERS: [i32; 6] = [-2146762495, -2146893016, -67818, -67819, -9814, -9815];
/// `CERT_E_CN_NO_MATCH`, `SEC_E_WRONG_PRINCIPAL`; `errSecHostNameMismatch`, `errSSLHostNameMismatch`.
const OF_OTHER_HOST_NUMBERS: [i32; 4] = [-2146762481, -2146893022, -67602, -9843];
/// `CERT_E_UNTRUSTEDROOT`, `CERT_E_CHAINING`, `SEC_E_UNTRUSTED_ROOT`; `errSecNotTrusted`, `errSecCreateChainFailed`,
/// `errSSLXCertChainInvalid`, `errSSLUnknownRootCert`, `errSSLNoRootCert`.
const UNKNOWN_ISSUER_NUMBERS: [i32; 8] = [
    -2146762487,
    -2146762486,
    -2146893019,
    -67843,
    -25318,
    -9807,
    -9812,
    -9813,
];

/// The kind of a failure of TLS; `None` if it does not come from the host's certificate.
pub(super) fn kind(text: &str, verified_by_system: bool) -> Option<NetworkErrorKind> {
    use NetworkErrorKind as Kind;

    let is_refused = REFUSED.iter().any(|refused| text.contains(refused));
    let has = |words: &[&str], numbers: &[i32]| {
        is_refused && words.iter().any(|word| text.contains(word))
            || numbers.iter().any(|number| has_number(text, *number))
    };
    if has(&EXPIRED, &EXPIRED_NUMBERS) {
        return Some(Kind::CertificateExpired);
    }
    if has(&OF_OTHER_HOST, &OF_OTHER_HOST_NUMBERS) {
        return Some(Kind::CertificateOfOtherHost);
    }
    // The verifier reports this if the system has no root certificates.
    let has_no_roots = text.contains("No CA certificates were loaded");
    if has(&UNKNOWN_ISSUER, &UNKNOWN_ISSUER_NUMBERS) || has_no_roots {
        return Some(match verified_by_system {
            true => Kind::UntrustedBySystem,
            false => Kind::UnknownIssuer,
        });
    }
    is_refused.then_some(Kind::Certificate)
}

/// Whether a negative number stands in a text, and is not the beginning of another.
fn has_number(text: &str, number: i32) -> bool {
    let number = number.to_string();
    text.match_indices(&number).any(|(at, _)| {
        let rest = text.get(at + number.len()..).unwrap_or_default();
        !rest.starts_with(|next: char| next.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_systems_are_read() {
        use NetworkErrorKind as Kind;

        for (text, expected) in [
            // rustls and its verifiers.
            (
                "invalid peer certificate: UnknownIssuer",
                Some(Kind::UnknownIssuer),
            ),
            (
                "invalid peer certificate: certificate expired: verification time 1",
                Some(Kind::CertificateExpired),
            ),
            (
                "invalid peer certificate: certificate not valid for name \"a\"",
                Some(Kind::CertificateOfOtherHost),
            ),
            ("invalid peer certificate: Revoked", Some(Kind::Certificate)),
            (
                "invalid peer certificate: Other(OtherError(\"A chain could not be built (os error -2146762486)\"))",
                Some(Kind::UnknownIssuer),
            ),
            (
                "invalid peer certificate: Other(OtherError(\"“a” certificate is not trusted: -67843\"))",
                Some(Kind::UnknownIssuer),
            ),
            (
                "invalid peer certificate: Other(OtherError(\"“a” certificate is expired: -67818\"))",
                Some(Kind::CertificateExpired),
            ),
            (
                "rustls: unexpected error: No CA certificates were loaded from the system",
                Some(Kind::UnknownIssuer),
            ),
            // OpenSSL, Schannel, Secure Transport.
            (
                "certificate verify failed:../ssl/statem/statem_clnt.c:1889: (unable to get local issuer certificate)",
                Some(Kind::UnknownIssuer),
            ),
            (
                "certificate verify failed: (certificate has expired)",
                Some(Kind::CertificateExpired),
            ),
            (
                "certificate verify failed: (hostname mismatch)",
                Some(Kind::CertificateOfOtherHost),
            ),
            (
                "certificate verify failed: (unsuitable certificate purpose)",
                Some(Kind::Certificate),
            ),
            (
                "Der Zielprinzipalname ist falsch. (os error -2146893022)",
                Some(Kind::CertificateOfOtherHost),
            ),
            (
                "Error { code: -9807, message: \"invalid certificate chain\" }",
                Some(Kind::UnknownIssuer),
            ),
            // The host reports what it thinks of the client.
            ("received fatal alert: CertificateExpired", None),
            (
                "error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45",
                None,
            ),
            ("code: -98071", None),
            ("wrong version number", None),
        ] {
            assert_eq!(kind(text, false), expected, "{text}");
            let by_system = match expected {
                Some(Kind::UnknownIssuer) => Some(Kind::UntrustedBySystem),
                other => other,
            };
            assert_eq!(kind(text, true), by_system, "{text}");
        }
    }
}
