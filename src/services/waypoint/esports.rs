//! The leaderboard of the Halo Championship Series.
//!
//! Its page holds a table as text: a line for each player, with region, name, gamertag, team and points. No capture
//! shows it; path and data are those that the public client `halo_api` reads.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page;
use super::service::Waypoint;
use crate::error::Error;
use crate::request::{Request, Response, sealed};
use crate::types::{Endpoint, ResponseKind, Service, endpoints};

endpoints! {
    // The table is the same in all languages.
    HCS_LEADERBOARD = Endpoint::get(
        Service::Waypoint,
        "hcs_leaderboard",
        "/en-nz/esports/hcs-leaderboards",
    )
    .without_token()
    .returns(ResponseKind::File);
}

impl Waypoint<'_> {
    /// The leaderboard of the Halo Championship Series: the players with the most points, in the page's order.
    pub fn hcs_leaderboard(self) -> Request<HcsLeaderboard> {
        page::as_html(Request::new(self.pipeline, &HCS_LEADERBOARD, []))
    }
}

/// The leaderboard of the Halo Championship Series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HcsLeaderboard {
    /// The players, in the page's order: the most points first.
    pub players: Vec<HcsPlayer>,
}

/// A player of the Halo Championship Series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HcsPlayer {
    /// The region of the table, such as `GLOBAL`.
    pub region: String,
    /// The name in tournaments.
    pub name: String,
    /// The gamertag.
    pub gamertag: String,
    /// The team.
    pub team: String,
    /// The points of the season.
    pub points: i64,
}

/// The part of the page's data that holds its blocks.
#[derive(Deserialize)]
struct PageProps {
    page: Page,
}

#[derive(Deserialize)]
struct Page {
    blocks: Vec<Block>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    block_name: Option<String>,
    #[serde(default)]
    attrs: Value,
}

impl sealed::FromResponse for HcsLeaderboard {
    #[inline]
    fn from_response(response: Response<Self>) -> Result<Self, Error> {
        let props: PageProps = page::data(&response)?;
        let mut blocks = props.page.blocks.iter();
        let block = blocks.find(|block| block.block_name.as_deref() == Some("lazyblock/hcs-leaderboard"));
        let Some(table) = block.and_then(|block| block.attrs.get("data")?.as_str()) else {
            return Err(page::misfit(
                &response,
                "the page does not hold the table of players".into(),
            ));
        };
        let lines = table
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let players = lines.map(|(index, line)| {
            player(line).ok_or_else(|| {
                let problem = format!(
                    "line {} of the table does not hold five fields with points",
                    index + 1
                );
                page::misfit(&response, problem)
            })
        });
        let players = players.collect::<Result<_, _>>()?;
        Ok(Self { players })
    }
}

fn player(line: &str) -> Option<HcsPlayer> {
    let [region, name, gamertag, team, points] = fields(line).try_into().ok()?;
    Some(HcsPlayer {
        region,
        name,
        gamertag,
        team,
        points: points.parse().ok()?,
    })
}

/// The fields of a line of comma-separated values, without blanks around them. A field in quotation marks may hold
/// commas, and two marks for one.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut is_quoted, mut letters) = (false, line.chars().peekable());
    while let Some(letter) = letters.next() {
        let Some(field) = fields.last_mut() else { break };
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            letter => field.push(letter),
        }
    }
    fields.iter().map(|field| field.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_in_quotation_marks_may_hold_commas_and_marks() {
        let found = player(r#"GLOBAL, Frost,"Player, ""One""",Team, 42 "#).unwrap();
        assert_eq!(
            (found.name.as_str(), found.gamertag.as_str(), found.points),
            ("Frost", "Player, \"One\"", 42)
        );
        for line in ["", "a,b,c,d", "a,b,c,d,e", "a,b,c,d,1,2", "a,b,\"c,d,1"] {
            assert_eq!(player(line), None, "{line}");
        }
    }
}
