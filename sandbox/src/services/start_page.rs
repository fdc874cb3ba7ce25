//! The start page: the services, the players, and requests to try.

use crate::app::{App, Shared};
use crate::hosts;
use crate::registration::Registration;
use crate::tokens::Kind;
use crate::wire::html::{document, escape};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::fmt::Write;

/// Sends a request of the page with the home player's token, and shows the response.
const SCRIPT: &str = r#"
const output = document.getElementById("response");
for (const button of document.querySelectorAll("button[data-path]")) {
  button.addEventListener("click", async () => {
    const headers = { "Accept": "application/json", "x-343-authorization-spartan": document.body.dataset.spartan };
    try {
      const response = await fetch(button.dataset.path, { headers });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* The body is not JSON. */ }
      output.textContent = `${response.status} ${button.dataset.path}\n\n${shown}`;
    } catch (error) {
      output.textContent = `${button.dataset.path}: ${error.message}`;
    }
  });
}
"#;

pub(super) async fn start_page(State(app): State<Shared>) -> Response {
    let token = app.tokens.issue(Kind::Spartan, app.world.home().xuid()).token;
    let requests = if app.captures.is_some() {
        captured(&app)
    } else {
        requests_to_try(&app)
    };
    let content = format!(
        r#"<p>This is a fake of the Halo Infinite web backend at <code>{url}</code>. No real account is involved.</p>
<h2>Try it</h2>
{requests}
<pre id="response">Press a button to see a response.</pre>
<p>From a shell, with a token that is valid for four hours:</p>
<pre>curl -H 'Accept: application/json' \
     -H 'x-343-authorization-spartan: {token}' \
     '{url}/profile/users/me'</pre>
{sign_in}
<h2>Services</h2>
<p>Send the requests for a real host to its URL here. The option <code>--info FILE</code> writes this table, the players
and the tokens to a file.</p>
<table id="services"><tr><th>real host<th>here<th>content</tr>
{services}</table>
{players}
<script>
document.body.dataset.spartan = "{token}";{SCRIPT}</script>"#,
        url = app.url,
        sign_in = sign_in(&app),
        services = services(&app),
        players = players(&app),
    );
    document(StatusCode::OK, "Halo Infinite sandbox", &content)
}

fn requests_to_try(app: &App) -> String {
    let home = app.world.home();
    let player = home.player_id();
    let mut paths = vec![
        ("The home player".to_owned(), "/profile/users/me".to_owned()),
        (
            "Match count".to_owned(),
            format!("/stats/hi/players/{player}/matches/count"),
        ),
        (
            "Match history".to_owned(),
            format!("/stats/hi/players/{player}/matches?count=5"),
        ),
        (
            "Service record".to_owned(),
            format!("/stats/hi/players/{player}/matchmade/servicerecord"),
        ),
        (
            "Medals".to_owned(),
            "/gamecms_hacs/hi/Waypoint/file/medals/metadata.json".to_owned(),
        ),
        (
            "Seasons".to_owned(),
            "/gamecms_hacs/hi/Progression/file/Calendars/Seasons/SeasonCalendar.json".to_owned(),
        ),
        (
            "Maps, most played first".to_owned(),
            "/discovery_ugc/hi/search?assetKind=Map&sort=PlaysRecent".to_owned(),
        ),
        (
            "Career rank".to_owned(),
            format!("/economy/hi/players/{player}/rewardtracks/careerranks/careerRank1"),
        ),
    ];
    if let Some(newest) = app.world.match_ids(home).first() {
        paths.extend([
            (
                "The newest match".to_owned(),
                format!("/stats/hi/matches/{newest}/stats"),
            ),
            (
                "Skill in it".to_owned(),
                format!("/skill/hi/matches/{newest}/skill?players={player}"),
            ),
            (
                "Its film".to_owned(),
                format!("/discovery_ugc/hi/films/matches/{newest}/spectate"),
            ),
        ]);
    }
    let mut buttons = String::from("<p>");
    for (name, path) in &paths {
        let (name, path) = (escape(name), escape(path));
        let _ = writeln!(
            buttons,
            r#"<button data-path="{path}" title="{path}">{name}</button>"#
        );
    }
    buttons.push_str("</p>");
    buttons
}

/// The rows of the captures, instead of requests to the world.
fn captured(app: &App) -> String {
    let mut list = String::from("<table><tr><th>captured</tr>");
    for row in app.captures.iter().flat_map(|captures| captures.templates()) {
        let _ = writeln!(list, "<tr><td><code>{}</code></tr>", escape(&row));
    }
    list.push_str("</table>");
    list
}

fn sign_in(app: &App) -> String {
    let confidential = app.client_id(Registration::Confidential);
    let public = app.client_id(Registration::Public);
    let consent = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &confidential)
        .append_pair("response_type", "code")
        .append_pair("scope", "Xboxlive.signin Xboxlive.offline_access")
        .append_pair("redirect_uri", "https://localhost")
        .finish();
    format!(
        r#"<h2>Sign in</h2>
<table>
<tr><td>app with a secret<td><code>{confidential}</code>, secret <code>{secret}</code>, redirect <code>https://localhost</code></tr>
<tr><td>app without a secret<td><code>{public}</code>, redirect <code>http://localhost</code> with any port, PKCE</tr>
<tr><td>pages<td><a id="consent" href="/login/oauth20_authorize.srf?{consent}">consent</a>,
<a id="device" href="/login/device">device code</a></tr>
</table>"#,
        secret = escape(&app.client_secret()),
        consent = escape(&consent),
    )
}

fn services(app: &App) -> String {
    let mut rows = String::new();
    for host in hosts::ALL {
        let _ = writeln!(
            rows,
            "<tr><td><code>{}</code><td><code>{}/{}</code><td>{}</tr>",
            host.name,
            app.url,
            host.prefix,
            escape(host.content)
        );
    }
    rows
}

fn players(app: &App) -> String {
    let mut rows = String::from(
        "<h2>Players</h2>\n<p>The first one signs in.</p>\n\
         <table id=\"players\"><tr><th>gamertag<th>XUID</tr>\n",
    );
    let shown = if app.captures.is_some() {
        1
    } else {
        app.world.people().len()
    };
    for person in app.world.people().iter().take(shown) {
        let _ = writeln!(
            rows,
            "<tr><td>{}<td><code>{}</code></tr>",
            escape(person.gamertag()),
            person.xuid()
        );
    }
    rows.push_str("</table>");
    rows
}
