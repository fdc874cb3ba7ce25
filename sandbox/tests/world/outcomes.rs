//! The times, outcomes and ranks of every match.

use crate::common::games::*;
use crate::common::*;
use jiff::Timestamp;
use serde_json::Value;

/// A timestamp in milliseconds since 1970.
fn moment(timestamp: &Value) -> i64 {
    let timestamp: Timestamp = text(timestamp).parse().expect("a timestamp");
    timestamp.as_millisecond()
}

#[test]
fn times_are_consistent() {
    for game in matches() {
        let info = &game["MatchInfo"];
        let (start, end) = (moment(&info["StartTime"]), moment(&info["EndTime"]));
        let (duration, playable) = (ticks(&info["Duration"]), ticks(&info["PlayableDuration"]));
        assert!(
            playable <= duration && duration - playable < 60 * 10_000_000 + 300_000,
            "{}",
            game["MatchId"]
        );
        let home = moment(&game["Players"][0]["ParticipationInfo"]["FirstJoinedTime"]);
        let after_home = end - home - duration / 10_000;
        assert!(
            (0..=30).contains(&after_home),
            "{} ends {after_home} ms late",
            game["MatchId"]
        );
        for player in list(&game["Players"]) {
            let participation = &player["ParticipationInfo"];
            let joined = moment(&participation["FirstJoinedTime"]);
            let played = ticks(&participation["TimePlayed"]);
            let left = participation["LastLeaveTime"]
                .as_str()
                .map(|_| moment(&participation["LastLeaveTime"]));
            assert!(start <= joined && joined <= left.unwrap_or(end) && left.unwrap_or(end) <= end);
            assert!(played > 0 && played <= playable);
            assert_eq!(left.is_some(), participation["LeftInProgress"] == true);
            assert_eq!(left.is_none(), participation["PresentAtCompletion"] == true);
            let throughout = left.is_none() && participation["JoinedInProgress"] == false;
            assert_eq!(throughout, played == playable, "{}", game["MatchId"]);
            let bot = player["PlayerType"] == 2;
            let from_start = participation["JoinedInProgress"] == false;
            assert_eq!(participation["PresentAtBeginning"], from_start && !bot);
            if !bot {
                assert!(played / 10_000 <= left.unwrap_or(end) - joined);
            }
        }
    }
}

#[test]
fn winners_have_the_higher_score_and_rank_1() {
    let mut ties = 0;
    for game in matches()
        .iter()
        .filter(|game| game["MatchInfo"]["TeamsEnabled"] == true && !is_firefight(game))
    {
        let [first, second] = [0, 1].map(|team| &game["Teams"][team]);
        let scores = [first, second].map(|team| number(&team["Stats"]["CoreStats"]["Score"]));
        let ends = [first, second].map(|team| (number(&team["Outcome"]), number(&team["Rank"])));
        let (win, loss, tie) = ((2, 1), (3, 2), (1, 1));
        let expected = match scores[0].cmp(&scores[1]) {
            std::cmp::Ordering::Greater => [win, loss],
            std::cmp::Ordering::Less => [loss, win],
            std::cmp::Ordering::Equal => [tie, tie],
        };
        assert_eq!(ends, expected, "{}", game["MatchId"]);
        ties += usize::from(scores[0] == scores[1]);
        for team in [first, second] {
            let rounds = |field: &str| number(&team["Stats"]["CoreStats"][field]);
            let is_consistent = match number(&team["Outcome"]) {
                2 => rounds("RoundsWon") > rounds("RoundsLost"),
                3 => rounds("RoundsWon") < rounds("RoundsLost"),
                _ => rounds("RoundsWon") == rounds("RoundsLost") && rounds("RoundsTied") > 0,
            };
            assert!(is_consistent, "{}", game["MatchId"]);
        }
        for player in list(&game["Players"]) {
            let team = ends[usize::try_from(number(&player["LastTeamId"])).expect("a team")];
            let left = player["ParticipationInfo"]["LeftInProgress"] == true;
            assert_eq!(number(&player["Outcome"]), if left { 4 } else { team.0 });
        }
    }
    assert!(ties > 3, "only {ties} ties");
}

#[test]
fn ranks_follow_the_scores() {
    for game in matches() {
        let teams = list(&game["Teams"]);
        let players = list(&game["Players"]);
        let key = |player: &Value| {
            let left = player["ParticipationInfo"]["LeftInProgress"] == true;
            let team = teams.iter().find(|team| team["TeamId"] == player["LastTeamId"]);
            let scores = list(&player["PlayerTeamStats"])
                .iter()
                .map(|s| number(&s["Stats"]["CoreStats"]["Score"]));
            (
                left,
                team.map_or(0, |team| number(&team["Rank"])),
                -scores.sum::<i64>(),
            )
        };
        for player in players {
            let better = players.iter().filter(|other| key(other) < key(player)).count();
            assert_eq!(number(&player["Rank"]), better as i64 + 1, "{}", game["MatchId"]);
        }
        if teams.is_empty() {
            let best = players.iter().filter(|player| player["Rank"] == 1);
            let outcomes: Vec<i64> = best.map(|player| number(&player["Outcome"])).collect();
            assert!(outcomes == [2] || (outcomes.len() > 1 && outcomes.iter().all(|outcome| *outcome == 1)));
        }
    }
}
