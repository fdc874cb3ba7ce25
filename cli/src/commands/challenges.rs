//! `halo challenges`: a player's challenges.

use std::collections::HashMap;

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::gamecms_hacs::{ChallengeDeckDefinition, ChallengeDefinition};
use halo_infinite::models::stats::{Challenge, ChallengeDeck, ChallengeReward};
use halo_infinite::names::Subject;

use crate::commands::common::{own, words};
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, number, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Challenges {
    /// The player: the service shows only your own challenges
    #[arg(default_value = "me")]
    player: PlayerArgument,
}

record! {
    /// A challenge.
    pub struct Task {
        /// The title
        title: String,
        /// The task
        description: Option<String>,
        /// The deck, such as weekly
        deck: String,
        /// The state: active, completed, upcoming
        state: String,
        /// The progress
        progress: i64,
        /// The progress that completes it; null if its file cannot be read
        goal: Option<i64>,
        /// The XP that it grants
        xp: Option<i64>,
        /// The Spartan Points that it grants
        spartan_points: Option<i64>,
        /// The names of the items that it grants
        items: Vec<String>,
        /// The end of the deck, in UTC
        until: Option<Timestamp>,
        /// Whether it can be exchanged for another
        can_swap: bool,
        /// The path of its file
        path: String,
    }
}

impl Challenges {
    /// Prints the active challenges of each deck, then the completed and the upcoming ones.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let xuid = context.xuid(&self.player)?;
        let decks = own(
            "challenges",
            context.client()?.stats().challenge_decks(xuid).send(),
        )?
        .assigned_decks;
        let files = Files::fetch(context, &decks)?;
        let mut records = Vec::new();
        for deck in &decks {
            for (state, list) in lists(deck) {
                for challenge in list {
                    records.push(files.describe(context, deck, state, challenge)?);
                }
            }
        }
        let table = table(&records, context.out.is_terminal());
        if records.is_empty() {
            context.out.note("no challenges at present");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }
}

/// A pipe gets the progress and the goal in columns of their own.
fn table(records: &[Task], is_terminal: bool) -> Table {
    let mut columns = vec![Column::new("challenge"), Column::new("progress").right()];
    if !is_terminal {
        columns.push(Column::new("goal").right());
    }
    columns.extend([
        Column::new("reward").rank(1),
        Column::new("deck").rank(4),
        Column::new("state").rank(2),
        Column::new("until").rank(3),
        Column::new("task").rank(5),
    ]);
    let mut table = Table::new(columns);
    for task in records {
        let paint = match task.state.as_str() {
            "completed" => Paint::Good,
            "upcoming" => Paint::Faint,
            _ => Paint::Plain,
        };
        let mut cells = vec![Cell::text(task.title.clone()).paint(paint)];
        match is_terminal {
            true => {
                let goal = task.goal.map_or_else(|| "?".to_owned(), number);
                cells.push(Cell::text(format!("{} of {goal}", number(task.progress))).paint(paint));
            }
            false => cells.extend([Cell::count(task.progress), Cell::maybe(task.goal, Cell::count)]),
        }
        cells.extend([
            Cell::text(rewards(task)),
            Cell::text(task.deck.clone()),
            Cell::text(task.state.clone()).paint(paint),
            Cell::maybe(task.until, Cell::time),
            Cell::maybe(task.description.clone(), Cell::text),
        ]);
        table.row(cells);
    }
    table
}

/// The challenges of a deck, with their states.
fn lists(deck: &ChallengeDeck) -> [(&'static str, &Vec<Challenge>); 3] {
    [
        ("active", &deck.active_challenges),
        ("completed", &deck.completed_challenges),
        ("upcoming", &deck.upcoming_challenges),
    ]
}

/// The rewards of a challenge in words.
fn rewards(task: &Task) -> String {
    let xp = task.xp.map(|xp| format!("{xp} XP"));
    let points = task.spartan_points.map(|points| format!("{points} SP"));
    let rewards: Vec<String> = xp
        .into_iter()
        .chain(points)
        .chain(task.items.iter().cloned())
        .collect();
    rewards.join(", ")
}

/// The files of challenges and decks, by their paths.
struct Files {
    challenges: HashMap<String, ChallengeDefinition>,
    decks: HashMap<String, ChallengeDeckDefinition>,
}

impl Files {
    /// Fetches each file once, and then the names of the rewards.
    fn fetch(context: &Context, decks: &[ChallengeDeck]) -> Result<Self, Failure> {
        let all = decks.iter().flat_map(lists).flat_map(|(_, list)| list);
        let mut paths: Vec<&String> = all.map(|challenge| &challenge.path).collect();
        paths.sort_unstable();
        paths.dedup();
        let cms = context.client()?.gamecms_hacs();
        let requests: Vec<_> = paths.iter().map(|path| cms.challenge(path)).collect();
        let challenges = context.fetch_all("challenges", &requests)?;
        let requests: Vec<_> = decks.iter().map(|deck| cms.challenge_deck(&deck.path)).collect();
        let deck_files = context.fetch_all("decks of challenges", &requests)?;
        let files = Self {
            challenges: paths
                .into_iter()
                .zip(challenges)
                .filter_map(|(path, file)| Some((path.clone(), file?)))
                .collect(),
            decks: decks
                .iter()
                .zip(deck_files)
                .filter_map(|(deck, file)| Some((deck.path.clone(), file?)))
                .collect(),
        };
        let rewards = files.challenges.values().filter_map(|file| file.reward.as_ref());
        let items: Vec<Subject> = rewards
            .flat_map(item_paths)
            .map(|path| Subject::File(path.into()))
            .collect();
        context.names()?.prepare(items.as_slice());
        Ok(files)
    }

    /// Newer responses have the texts of a challenge, older ones leave them to its file.
    fn describe(
        &self,
        context: &Context,
        deck: &ChallengeDeck,
        state: &str,
        challenge: &Challenge,
    ) -> Result<Task, Failure> {
        let names = context.names()?;
        let file = self.challenges.get(&challenge.path);
        let title = file.and_then(|file| file.title(context.tag())).map(str::to_owned);
        let description = file
            .and_then(|file| file.description(context.tag()))
            .map(str::to_owned);
        let own = |text: Option<&halo_infinite::models::common::TranslatedText>| {
            let text = text.map(|text| text.in_language(context.tag()));
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let reward = challenge
            .reward
            .as_ref()
            .or(file.and_then(|file| file.reward.as_ref()));
        let granted = |amount: Option<i64>| amount.filter(|amount| *amount > 0);
        let kind = self
            .decks
            .get(&deck.path)
            .and_then(|deck| deck.deck_type.as_deref());
        Ok(Task {
            title: title
                .or_else(|| own(challenge.title.as_ref()))
                .unwrap_or_else(|| names.challenge(&challenge.path).to_string()),
            description: description.or_else(|| own(challenge.description.as_ref())),
            deck: words(kind.unwrap_or("unknown")),
            state: state.to_owned(),
            progress: challenge.progress,
            goal: challenge
                .threshold_for_success
                .or(file.and_then(|file| file.threshold_for_success)),
            xp: granted(reward.and_then(|reward| reward.operation_experience)),
            spartan_points: granted(reward.and_then(|reward| reward.soft_experience)),
            items: reward
                .into_iter()
                .flat_map(item_paths)
                .map(|path| names.item(&path).to_string())
                .collect(),
            until: deck.expiration.as_ref().map(|date| date.iso8601_date),
            can_swap: challenge.can_reroll,
            path: challenge.path.clone(),
        })
    }
}

/// The paths of the items of a reward.
fn item_paths(reward: &ChallengeReward) -> Vec<String> {
    let items = reward.inventory_rewards.iter().flatten();
    items.map(|item| item.inventory_item_path.clone()).collect()
}
