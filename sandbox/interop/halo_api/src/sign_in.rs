//! Makes clients: with tokens that exist already, and by signing in.

use crate::Fallible;
use crate::calls::Calls;
use crate::info::Info;
use async_trait::async_trait;
use halo_api::auth::HaloAuthClient;
use halo_api::clients::hi::{HaloInfiniteClient, HaloInfiniteClientBuilder, HaloInfiniteClientPool};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use xbox::auth::XblAuthProvider;
use xbox::cache::CachedToken;
use xbox::models::UserToken;
use xbox::{RelyingParty, XboxClient, XboxError};

const OAUTH: &str = "https://login.live.com/oauth20_token.srf";
/// The number of people whom the search of Xbox Live must find.
const SEARCHED: usize = 12;
const USER: &str = "https://user.auth.xboxlive.com/user/authenticate";

/// A client with the tokens of the info file. Its requests are not paced.
pub fn with_tokens(calls: &Calls, info: &Info) -> HaloInfiniteClient {
    let auth = HaloAuthClient::from_tokens(&info.spartan, &info.clearance);
    let auth = calls.made("HaloAuthClient::from_tokens", auth);
    calls.made("HaloInfiniteClientBuilder::build", builder(calls).build(auth))
}

/// Signs in as the home player, in a pool of three accounts.
pub async fn pool(calls: &Calls, info: &Info) -> Fallible<()> {
    let xbox = Arc::new(XboxClient::new(RefreshToken {
        http: reqwest::Client::new(),
        client_id: info.client_id.clone(),
        client_secret: info.client_secret.clone(),
        refresh_token: info.refresh_token.clone(),
    }));
    let ticket = xbox.xsts_ticket(RelyingParty::XBOX).await;
    if let Some(ticket) = calls.result("XboxClient::xsts_ticket", "Xbox Live", ticket) {
        let (xuid, gamertag) = (ticket.xuid().map(|xuid| xuid.0), ticket.gamertag());
        calls.fact("signed_in".to_owned(), json!([xuid, gamertag]));
    }
    for person in info.people.iter().take(SEARCHED) {
        let gamertag = &person.gamertag;
        let xuid = xbox.gamertag_to_xuid(gamertag).await;
        if let Some(xuid) = calls.result("XboxClient::gamertag_to_xuid", gamertag, xuid) {
            calls.fact(format!("user/{}", xuid.0), gamertag.as_str().into());
        }
    }
    let signed_in = calls.made(
        "HaloAuthClient::from_xbox_client",
        HaloAuthClient::from_xbox_client(xbox),
    );
    let tokens = HaloAuthClient::from_tokens(&info.spartan, &info.clearance);
    let pool = builder(calls).build_pool([signed_in.clone(), tokens]);
    let pool = calls.result("HaloInfiniteClientBuilder::build_pool", "2 accounts", pool);
    let default = calls.made("HaloInfiniteClient::new", HaloInfiniteClient::new(signed_in));
    let clients = pool.iter().flat_map(|pool| {
        let count = calls.made("HaloInfiniteClientPool::account_count", pool.account_count());
        (0..count).map(|_| calls.made("HaloInfiniteClientPool::next_client", pool.next_client()))
    });
    let pool = HaloInfiniteClientPool::try_new(clients.chain([default]));
    let Some(pool) = calls.result("HaloInfiniteClientPool::try_new", "3 accounts", pool) else {
        return Err("the pool has no accounts".into());
    };
    for account in 1..=pool.account_count() {
        let halo = pool.next_client();
        let account = format!("account {account} of the pool");
        calls.halo("medals", &account, halo.medals()).await;
        if let Some(user) = calls.halo("current_user", &account, halo.current_user()).await {
            calls.fact("current_user".to_owned(), json!(user.xuid));
        }
    }
    Ok(())
}

fn builder(calls: &Calls) -> HaloInfiniteClientBuilder {
    let builder = calls.made("HaloInfiniteClient::builder", HaloInfiniteClient::builder());
    let builder = calls.made(
        "HaloInfiniteClientBuilder::timeout",
        builder.timeout(Duration::from_secs(60)),
    );
    // 0 turns the pacing off.
    let builder = calls.made(
        "HaloInfiniteClientBuilder::requests_per_second",
        builder.requests_per_second(0),
    );
    let builder = calls.made(
        "HaloInfiniteClientBuilder::rate_limit_retries",
        builder.rate_limit_retries(0),
    );
    calls.made(
        "HaloInfiniteClientBuilder::http_client",
        builder.http_client(reqwest::Client::new()),
    )
}

/// Gets the Xbox user token from a refresh token. The client's own provider reads the password page of the
/// Microsoft account, which is a website.
struct RefreshToken {
    http: reqwest::Client,
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

#[async_trait]
impl XblAuthProvider for RefreshToken {
    async fn user_token(&self) -> Result<CachedToken<String>, XboxError> {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &self.refresh_token),
            ("scope", "Xboxlive.signin Xboxlive.offline_access"),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
        ];
        let oauth = self
            .http
            .post(OAUTH)
            .form(&form)
            .send()
            .await?
            .error_for_status()?;
        let oauth: Value = oauth.json().await?;
        let body = json!({
            "RelyingParty": "http://auth.xboxlive.com",
            "TokenType": "JWT",
            "Properties": {
                "AuthMethod": "RPS",
                "SiteName": "user.auth.xboxlive.com",
                "RpsTicket": format!("d={}", oauth["access_token"].as_str().unwrap_or_default()),
            },
        });
        let user = self
            .http
            .post(USER)
            .header("x-xbl-contract-version", "1")
            .json(&body);
        let user: UserToken = user.send().await?.error_for_status()?.json().await?;
        Ok(CachedToken::new(user.token, user.not_after))
    }
}
