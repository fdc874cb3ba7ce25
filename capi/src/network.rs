//! The way to the services: the settings that clients and sessions share.

use std::time::Duration;

use halo_infinite::auth::SignIn;
use halo_infinite::error::ArgumentError;
use halo_infinite::types::Secret;
use halo_infinite::{Client, ClientBuilder, Environment, RetryPolicy, Tls};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::json;

/// The settings of the way to the services. They are members of the settings of clients and sessions, beside the others:
/// [`settings`] reads both.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Network {
    environment: Option<String>,
    proxy: Option<Secret>,
    #[serde(deserialize_with = "json::or_default")]
    no_proxy: bool,
    #[serde(deserialize_with = "json::or_default")]
    tls: TlsName,
    timeout_ms: Option<u64>,
    #[serde(deserialize_with = "json::members_or_default")]
    retries: Retries,
}

/// The names of the members of [`Network`].
const MEMBERS: [&str; 6] = ["environment", "proxy", "no_proxy", "tls", "timeout_ms", "retries"];

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TlsName {
    #[default]
    Mozilla,
    System,
    Native,
}

/// [`RetryPolicy`]; a missing member has the policy's default.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Retries {
    max_attempts: Option<u32>,
    initial_backoff_ms: Option<u64>,
    max_backoff_ms: Option<u64>,
    max_retry_after_ms: Option<u64>,
    budget: Option<u32>,
}

/// Reads settings that have the members of [`Network`] and those of `T`.
///
/// serde's `flatten` would read them too, but without the place of an error, and not with `deny_unknown_fields`.
pub(crate) fn settings<T: DeserializeOwned>(
    name: &'static str,
    text: Option<&str>,
) -> Result<(Network, T), Failure> {
    let all = json::object(name, text)?;
    let (network, others) = all
        .into_iter()
        .partition(|(member, _)| MEMBERS.contains(&member.as_str()));
    let others = json::read(name, others, &MEMBERS)?;
    Ok((json::read(name, network, &[])?, others))
}

impl Network {
    /// Sets the settings of a client.
    pub fn client(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        self.check()?;
        builder = builder.retries(self.retries.policy());
        if let Some(environment) = self.environment()? {
            builder = builder.environment(environment);
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        if self.no_proxy {
            builder = builder.no_proxy();
        }
        if let Some(timeout) = self.timeout_ms {
            builder = builder.timeout(Duration::from_millis(timeout));
        }
        Ok(builder.tls(self.tls.into()))
    }

    /// Sets the settings of a sign-in.
    pub fn sign_in(&self, mut sign_in: SignIn) -> Result<SignIn, Failure> {
        // A sign-in would find a wrong proxy only at its first request; a client finds it at once, but needs a token.
        self.client(Client::builder().spartan_token("never sent"))?
            .build()?;
        sign_in = sign_in.retries(self.retries.policy());
        if let Some(environment) = self.environment()? {
            sign_in = sign_in.environment(environment);
        }
        if let Some(proxy) = &self.proxy {
            sign_in = sign_in.proxy(proxy.clone());
        }
        if self.no_proxy {
            sign_in = sign_in.no_proxy();
        }
        if let Some(timeout) = self.timeout_ms {
            sign_in = sign_in.timeout(Duration::from_millis(timeout));
        }
        Ok(sign_in.tls(self.tls.into()))
    }

    fn environment(&self) -> Result<Option<Environment>, ArgumentError> {
        self.environment.as_deref().map(Environment::at).transpose()
    }

    fn check(&self) -> Result<(), Failure> {
        if self.no_proxy && self.proxy.is_some() {
            let problem = "it cannot be set together with `proxy`";
            return Err(ArgumentError::new("no_proxy", problem).into());
        }
        let lacks = |setting: &str, feature: &str| {
            Err(Failure::missing_feature(
                &format!("settings: `{setting}`"),
                feature,
            ))
        };
        let is_socks = |proxy: &Secret| {
            let scheme = proxy.expose().split("://").next().unwrap_or_default();
            scheme.to_ascii_lowercase().starts_with("socks")
        };
        match self.tls {
            TlsName::System if !cfg!(feature = "platform-verifier") => lacks("tls", "platform-verifier"),
            TlsName::Native if !cfg!(feature = "native-tls") => lacks("tls", "native-tls"),
            _ if !cfg!(feature = "socks-proxy") && self.proxy.as_ref().is_some_and(is_socks) => {
                lacks("proxy", "socks-proxy")
            }
            _ => Ok(()),
        }
    }
}

impl From<TlsName> for Tls {
    fn from(name: TlsName) -> Self {
        match name {
            TlsName::Mozilla => Self::Mozilla,
            TlsName::System => Self::System,
            TlsName::Native => Self::Native,
        }
    }
}

impl Retries {
    fn policy(self) -> RetryPolicy {
        let mut policy = RetryPolicy::new();
        if let Some(attempts) = self.max_attempts {
            policy = policy.max_attempts(attempts);
        }
        if let Some(backoff) = self.initial_backoff_ms {
            policy = policy.initial_backoff(Duration::from_millis(backoff));
        }
        if let Some(backoff) = self.max_backoff_ms {
            policy = policy.max_backoff(Duration::from_millis(backoff));
        }
        if let Some(wait) = self.max_retry_after_ms {
            policy = policy.max_retry_after(Duration::from_millis(wait));
        }
        if let Some(budget) = self.budget {
            policy = policy.budget(budget);
        }
        policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::HaloCode;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Others {
        name: String,
    }

    fn read(text: &str) -> Result<(Network, Others), Failure> {
        settings("settings", Some(text))
    }

    #[test]
    fn the_list_of_members_is_complete() {
        let error = serde_json::from_str::<Network>(r#"{"no member": 0}"#)
            .err()
            .unwrap();
        let expected = MEMBERS.map(|member| format!("`{member}`")).join(", ");
        assert!(
            error
                .to_string()
                .contains(&format!("expected one of {expected} at")),
            "{error}"
        );
    }

    #[test]
    fn the_members_stand_beside_others() {
        let (network, others) =
            read(r#"{"timeout_ms": 5, "name": "x", "retries": {"max_attempts": 1}}"#).unwrap();
        assert_eq!((network.timeout_ms, others.name.as_str()), (Some(5), "x"));
        assert_eq!(network.retries.policy(), RetryPolicy::none());
        let (network, _) = settings::<Others>("settings", None).unwrap();
        assert_eq!(network.retries.policy(), RetryPolicy::default());
    }

    #[test]
    fn errors_name_the_place_and_no_value() {
        for (text, expected) in [
            (
                r#"{"nome": 1}"#,
                "settings: unknown field `nome`, expected `name`, or one of `environment`, `proxy`, `no_proxy`, `tls`, `timeout_ms`, `retries`",
            ),
            (
                r#"{"name": 3141}"#,
                "settings: `name` has a wrong value: expected a string",
            ),
            (
                r#"{"proxy": 3141}"#,
                "settings: `proxy` has a wrong value: expected a string",
            ),
            (
                r#"{"tls": "s3cret"}"#,
                "settings: `tls` has a wrong value: expected one of `mozilla`, `system`, `native`",
            ),
            (
                r#"{"retries": {"budget": -3141}}"#,
                "settings: `retries.budget` has a wrong value: expected u32",
            ),
            (
                r#"{"retries": {"tries": 1}}"#,
                "settings: unknown field `tries`, expected one of `max_attempts`, `initial_backoff_ms`, `max_backoff_ms`, `max_retry_after_ms`, `budget`",
            ),
        ] {
            assert_eq!(read(text).err().unwrap().message(), expected);
        }
    }

    #[test]
    fn settings_that_do_not_fit_are_refused_at_once() {
        for (text, code) in [
            (
                r#"{"no_proxy": true, "proxy": "http://127.0.0.1:1"}"#,
                HaloCode::Argument,
            ),
            (r#"{"proxy": "http://us3r:s3cret@"}"#, HaloCode::Argument),
            (r#"{"environment": "ftp://host"}"#, HaloCode::Argument),
            #[cfg(not(feature = "platform-verifier"))]
            (r#"{"tls": "system"}"#, HaloCode::MissingFeature),
            #[cfg(not(feature = "native-tls"))]
            (r#"{"tls": "native"}"#, HaloCode::MissingFeature),
            #[cfg(not(feature = "socks-proxy"))]
            (
                r#"{"proxy": "socks5://us3r:s3cret@127.0.0.1:1"}"#,
                HaloCode::MissingFeature,
            ),
        ] {
            let (network, _) = read(text).unwrap();
            let client = network.client(Client::builder().spartan_token("never sent"));
            let client = client.and_then(|builder| Ok(builder.build()?)).err().unwrap();
            let app = halo_infinite::auth::AzureApp::public("client").unwrap();
            let sign_in = network.sign_in(SignIn::new(&app)).err().unwrap();
            for failure in [client, sign_in] {
                assert_eq!(failure.code, code, "{text}: {}", failure.message());
                assert!(
                    !failure.message().contains("spartan_token"),
                    "{}",
                    failure.message()
                );
                assert!(!failure.message().contains("s3cret"), "{}", failure.message());
            }
        }
    }
}
