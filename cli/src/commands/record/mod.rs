//! `halo record`: a player's service record.

mod choose;

use clap::Args;
use halo_infinite::services::stats::MatchType;

use crate::commands::common::{CountedMedal, MedalBook, rarity_paint};
use crate::context::{Context, PlayerArgument, season_id};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct ShowRecord {
    /// A gamertag, an XUID, or `me`
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// Counts custom games, and not those of matchmaking
    #[arg(long, conflicts_with_all = ["local", "season", "playlist", "mode"])]
    custom: bool,
    /// Counts games on local networks
    #[arg(long, conflicts_with_all = ["season", "playlist", "mode"])]
    local: bool,
    /// Counts only matches of a season: a name or an ID of `halo seasons --csr`, such as CsrSeason9-1
    #[arg(long)]
    season: Option<String>,
    /// Counts only matches of a playlist, by a part of its name; needs --season, since the service counts playlists only
    /// within a season
    #[arg(long, value_name = "NAME", requires = "season")]
    playlist: Option<String>,
    /// Counts only matches of a family of modes, by a part of its name, such as `slayer`
    #[arg(long, value_name = "NAME")]
    mode: Option<String>,
    /// Number of medals in each list
    #[arg(long, value_name = "N", default_value_t = 5)]
    medals: usize,
}

record! {
    /// A service record.
    pub struct ServiceRecord {
        /// The gamertag
        player: String,
        /// The XUID
        xuid: String,
        /// The kind of matches: matchmaking, custom or local
        kind: String,
        /// The name of the season, if only its matches count
        season: Option<String>,
        /// The ID of that season of ranks (CSR), such as CsrSeason5-1
        csr_season: Option<String>,
        /// The playlist, if only its matches count
        playlist: Option<String>,
        /// The family of modes, if only its matches count
        mode: Option<String>,
        /// The completed matches
        matches: i64,
        /// The matches won
        wins: i64,
        /// The matches lost
        losses: i64,
        /// The matches tied
        ties: i64,
        /// The matches won, in per cent of the completed ones; null without matches
        win_rate: Option<f64>,
        /// The kills
        kills: i64,
        /// The deaths
        deaths: i64,
        /// The assists
        assists: i64,
        /// The mean KDA of a match
        kda: f64,
        /// Kills ÷ deaths; null without deaths
        kd: Option<f64>,
        /// The shots that hit, in per cent of those fired
        accuracy: f64,
        /// The time played, in seconds
        time_played_seconds: i64,
        /// The personal score of all matches
        score: i64,
        /// The damage dealt
        damage_dealt: i64,
        /// The damage taken
        damage_taken: i64,
        /// The kills with headshots
        headshot_kills: i64,
        /// The kills in melee
        melee_kills: i64,
        /// The kills with grenades
        grenade_kills: i64,
        /// The kills with power weapons
        power_weapon_kills: i64,
        /// The medals, the rarest first: medal_id, name, rarity, count
        medals: Vec<CountedMedal>,
    }
}

impl ShowRecord {
    /// Prints the record.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let (client, player) = (context.client()?, context.xuid(&self.player)?);
        let (kind, match_type) = match (self.custom, self.local) {
            (true, _) => ("custom", MatchType::Custom),
            (_, true) => ("local", MatchType::Local),
            _ => ("matchmaking", MatchType::Matchmade),
        };
        let mut request = client.stats().service_record(player).match_type(match_type);
        let mut chosen = choose::Chosen::default();
        if self.playlist.is_some() || self.mode.is_some() {
            // The whole record lists the playlists and modes that it can be narrowed to.
            let whole = client.stats().service_record(player).send()?;
            chosen = choose::choose(
                context,
                &whole.subqueries,
                self.playlist.as_deref(),
                self.mode.as_deref(),
            )?;
        }
        let season = match &self.season {
            Some(season) => Some(context.csr_season(season)?),
            None => None,
        };
        if let Some(season) = &season {
            request = request.season(season);
        }
        if let Some((id, _)) = &chosen.playlist {
            request = request.playlist(*id);
        }
        if let Some(category) = chosen.category {
            request = request.category(category);
        }
        let record = request.send()?;
        let core = &record.core_stats;
        let medals = match core.medals.is_empty() {
            true => None,
            false => context.part(
                "the rarity of medals",
                client.gamecms_hacs().medal_metadata().send(),
            )?,
        };
        let book = medals
            .map(|medals| MedalBook::new(&medals, context.tag()))
            .unwrap_or_default();
        let share = |part: i64, of: i64| (of > 0).then(|| part as f64 / of as f64);
        let csr_season = season.as_ref().map(|season| season_id(season.path()).to_owned());
        let season = match &season {
            Some(season) => Some(context.names()?.season(season.path()).into()),
            None => None,
        };
        let shown = ServiceRecord {
            player: context.names()?.player(player).into(),
            xuid: player.get().to_string(),
            kind: kind.into(),
            season,
            csr_season,
            playlist: chosen.playlist.map(|(_, name)| name),
            mode: chosen.category.map(|category| category.to_string()),
            matches: record.matches_completed,
            wins: record.wins,
            losses: record.losses,
            ties: record.ties,
            win_rate: share(record.wins, record.matches_completed).map(|share| share * 100.0),
            kills: core.kills,
            deaths: core.deaths,
            assists: core.assists,
            kda: core.average_kda,
            kd: share(core.kills, core.deaths),
            accuracy: core.accuracy,
            time_played_seconds: record.time_played.as_secs(),
            score: core.personal_score,
            damage_dealt: core.damage_dealt,
            damage_taken: core.damage_taken,
            headshot_kills: core.headshot_kills,
            melee_kills: core.melee_kills,
            grenade_kills: core.grenade_kills,
            power_weapon_kills: core.power_weapon_kills,
            medals: book.sorted(&core.medals),
        };
        if shown.matches == 0 {
            context.out.note("no matches count here");
        }
        context.out.report(&self.view(Report::one(&shown)?, &shown))
    }

    fn view(&self, report: Report, record: &ServiceRecord) -> Report {
        let kind = [
            Some(&record.kind),
            record.season.as_ref(),
            record.playlist.as_ref(),
            record.mode.as_ref(),
        ];
        let kind: Vec<_> = kind.into_iter().flatten().map(String::as_str).collect();
        let title = format!("{}: {}", record.player, kind.join(", "));
        let mut report = report.title(title).facts([
            ("matches", Cell::count(record.matches)),
            ("won", Cell::count(record.wins).paint(Paint::Good)),
            ("lost", Cell::count(record.losses).paint(Paint::Bad)),
            ("tied", Cell::count(record.ties)),
            ("win rate", Cell::maybe(record.win_rate, Cell::percent)),
            ("K", Cell::count(record.kills)),
            ("D", Cell::count(record.deaths)),
            ("A", Cell::count(record.assists)),
            ("KDA", Cell::decimal(record.kda, 2)),
            ("K/D", Cell::maybe(record.kd, |kd| Cell::decimal(kd, 2))),
            ("accuracy", Cell::percent(record.accuracy)),
            (
                "time played",
                Cell::duration(halo_infinite::jiff::SignedDuration::from_secs(
                    record.time_played_seconds,
                )),
            ),
        ]);
        let mut frequent: Vec<_> = record.medals.iter().collect();
        frequent.sort_by_key(|medal| std::cmp::Reverse(medal.count));
        // Among the medals of a rarity, one that was earned less often is rarer.
        let mut rarest: Vec<_> = record.medals.iter().collect();
        rarest.sort_by_key(|medal| {
            (
                medal.difficulty.map(|rarity| std::cmp::Reverse(rarity.value())),
                medal.count,
            )
        });
        rarest.retain(|medal| medal.difficulty.is_some());
        for (title, medals) in [("Most frequent medals", frequent), ("Rarest medals", rarest)] {
            if !medals.is_empty() && self.medals > 0 {
                report = report.title(title).table(table(&medals, self.medals));
            }
        }
        report
    }
}

fn table(medals: &[&CountedMedal], count: usize) -> Table {
    let mut table = Table::new([
        Column::new("medal"),
        Column::new("rarity").rank(1),
        Column::new("count").right(),
    ]);
    for medal in medals.iter().take(count) {
        table.row([
            Cell::text(medal.name.clone()).paint(rarity_paint(medal.difficulty)),
            Cell::maybe(medal.rarity.clone(), Cell::text),
            Cell::count(medal.count),
        ]);
    }
    table
}
