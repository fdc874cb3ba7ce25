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
    /// The host's certificate is not trusted, has expired, or belongs to another host.
    Certificate,
    /// The encrypted connection could not be made for another reason, for example because a device on the way
    /// answered in place of the host.
    Tls,
    /// The proxy cannot be reached, refused the connection, or did not reach the host.
    Proxy,
    /// The connection was lost before the end of the response.
    BrokenOff,
    /// The body is longer than [allowed](crate::ClientBuilder::max_body_size).
    BodyTooLong,
    /// Another reason, for example a response that is not HTTP.
    Other,
}

impl NetworkErrorKind {
    /// Advice for the user or the developer.
    pub fn advice(self) -> &'static str {
        match self {
            Self::HostNotFound => "check the network connection, and try again",
            Self::Unreachable => "check the network connection and the firewall, and try again",
            Self::Refused => "try again later: the service does not accept connections at the moment",
            Self::TimedOut => "check the network connection, and try again or allow a longer timeout",
            Self::Certificate => {
                "check the computer's date and time; if they are right, something between this computer and the \
                 service, such as a virus scanner or a company's proxy, presents a certificate of its own"
            }
            Self::Tls => {
                "use another network, or sign in to this one: something between this computer and the service answers \
                 in its place"
            }
            Self::Proxy => "check the address, the user name and the password of the proxy",
            Self::BrokenOff => "try again: the connection was lost",
            Self::BodyTooLong => "allow a longer body with max_body_size",
            Self::Other => "try again later",
        }
    }
}
