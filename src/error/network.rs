//! Kinds of failures without a complete response.

/// The reason why no complete response arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkErrorKind {
    /// The host's name was not found. Nearly always the computer is offline.
    HostNotFound,
    /// There is no way to the host: the computer is offline, or a firewall blocks the connection.
    Unreachable,
    /// The host refused the connection.
    Refused,
    /// A timeout passed.
    TimedOut,
    /// No root certificate that the client trusts has issued the host's certificate. The system may trust it: see
    /// [`Tls`](crate::Tls).
    UnknownIssuer,
    /// The system, whose root certificates the client trusts, does not trust the host's certificate.
    UntrustedBySystem,
    /// The host's certificate has expired, or is not valid yet. Often the computer's date is wrong.
    CertificateExpired,
    /// The host's certificate belongs to another host.
    CertificateOfOtherHost,
    /// The host's certificate was not accepted for another reason, for example because it was revoked.
    Certificate,
    /// The encrypted connection could not be made for another reason, for example because a device on the way
    /// answered in place of the host.
    Tls,
    /// The proxy cannot be reached, refused the connection, or did not reach the host.
    Proxy,
    /// The proxy wants a user name and a password, or did not accept those in its URL.
    ProxyAuthentication,
    /// The connection was lost before the end of the response.
    BrokenOff,
    /// The body is longer than [allowed](crate::ClientBuilder::max_body_size).
    BodyTooLong,
    /// Another reason, for example a response that is not HTTP.
    Other,
}

/// The advice about responses that no service sends, such as the page of a network that wants a sign-in.
pub(super) const ANSWERED_BY_ANOTHER: &str = "use another network, or sign in to this one: something between this computer and the service answers in its place";

impl NetworkErrorKind {
    /// Advice for the user or the developer.
    pub fn advice(self) -> &'static str {
        match self {
            Self::HostNotFound => "check the network connection, and try again",
            Self::Unreachable => "check the network connection and the firewall, and try again",
            Self::Refused => "try again later: the service does not accept connections at the moment",
            Self::TimedOut => "check the network connection, and try again or allow a longer timeout",
            Self::UnknownIssuer if cfg!(feature = "platform-verifier") => {
                "if a virus scanner or a company's proxy decrypts connections, trust the system's certificates, for \
                 the client and the sign-in: tls(Tls::System)"
            }
            Self::UnknownIssuer if cfg!(feature = "native-tls") => {
                "if a virus scanner or a company's proxy decrypts connections, trust the system's certificates, for \
                 the client and the sign-in: tls(Tls::Native)"
            }
            Self::UnknownIssuer => {
                "if a virus scanner or a company's proxy decrypts connections, trust the system's certificates, for \
                 the client and the sign-in: turn on the feature `platform-verifier` of halo-infinite, and set \
                 tls(Tls::System)"
            }
            Self::UntrustedBySystem => {
                "use another network; or install the root certificate of the virus scanner or the company's proxy in \
                 the system, on Linux with the package ca-certificates"
            }
            Self::CertificateExpired => {
                "check the computer's date and time; if they are right, use another network, or try again later"
            }
            Self::Certificate => {
                "use another network: something between this computer and the service presents a certificate of its own"
            }
            Self::CertificateOfOtherHost | Self::Tls => ANSWERED_BY_ANOTHER,
            Self::Proxy => "check the address of the proxy, and whether it may reach the service",
            Self::ProxyAuthentication => {
                "check the user name and the password in the URL of the proxy, such as \
                 http://user:password@proxy.example.com:8080"
            }
            Self::BrokenOff => "try again: the connection was lost",
            Self::BodyTooLong => "allow a longer body with max_body_size",
            Self::Other => "try again later",
        }
    }
}
