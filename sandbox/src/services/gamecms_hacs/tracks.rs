//! Reward tracks of the career, of operations and of events.

use super::texts::{text, translated};
use crate::rng::{self, Rng};
use crate::world::career::{self, Rank};
use crate::world::catalog::{events, seasons};
use crate::world::rewards;
use serde_json::{Value, json};

pub(super) fn career() -> Value {
    json!({
        "TrackId": "careerRank1",
        "Ranks": career::ranks().iter().map(career_rank).collect::<Value>(),
        "Name": text("Career Rank"),
        "Description": text("Earn Personal Score to advance."),
        "OperationNumber": 1,
        "DateRange": text(""),
        "IsRitual": false,
        "SummaryImagePath": "",
        "WeekNumber": null,
        "XpPerRank": 1000,
    })
}

fn no_rewards() -> Value {
    json!({ "InventoryRewards": [], "CurrencyRewards": [] })
}

fn career_rank(rank: &Rank) -> Value {
    let image = |folder: &str| format!("career_rank/{folder}/{}", image_name(rank, folder));
    let grade = if rank.grade == 0 {
        String::new()
    } else {
        rank.grade.to_string()
    };
    let (tier, tier_grade) = match rank.number {
        1 => ("Bronze", 1),
        _ if rank.tier.is_empty() => ("Gold", 0),
        _ => (rank.tier, rank.grade),
    };
    json!({
        "Rank": rank.number,
        "FreeRewards": no_rewards(),
        "PaidRewards": no_rewards(),
        "XpRequiredForRank": rank.xp,
        "RankTitle": title(rank.title),
        "RankSubTitle": text(rank.tier),
        "RankTier": text(&grade),
        "RankIcon": image(ICONS),
        "RankLargeIcon": image(LARGE_ICONS),
        "RankAdornmentIcon": if rank.number == 1 { String::new() } else { image(ADORNMENTS) },
        "TierType": tier,
        "RankGrade": tier_grade,
    })
}

fn title(title: &str) -> Value {
    match title {
        "Recruit" => translated(title, ["Recrue", "Rekrut", "Recluta"]),
        "Captain" => translated(title, ["Capitaine", "Hauptmann", "Capitán"]),
        "General" => translated(title, ["Général", "General", "General"]),
        "Hero" => translated(title, ["Héros", "Held", "Héroe"]),
        other => text(other),
    }
}

/// The folders of the images of ranks.
const ICONS: &str = "ProgressWidget";
const LARGE_ICONS: &str = "CelebrationMoment";
const ADORNMENTS: &str = "NameplateAdornment";

/// The file name of a rank's image in a folder: `2_Cadet_Bronze_I.png`. The icons of the highest titles omit the
/// title: `254_Bronze_I.png`.
fn image_name(rank: &Rank, folder: &str) -> String {
    let title = rank.title.replace(' ', "_");
    let tier = rank.tier;
    let (number, grade) = match rank.number {
        // The real file has these two mistakes.
        229 if folder == LARGE_ICONS => (219, rank.grade),
        268 => (rank.image - 1, rank.grade - 1),
        _ => (rank.image, rank.grade),
    };
    let grade = ["", "I", "II", "III"][usize::try_from(grade).unwrap_or(0) % 4];
    if tier.is_empty() {
        format!("{number}_{title}.png")
    } else if folder != ADORNMENTS && rank.title.ends_with("General") {
        format!("{number}_{tier}_{grade}.png")
    } else {
        format!("{number}_{title}_{tier}_{grade}.png")
    }
}

/// The folders of images of ranks, with the width and height of an image in pixels.
pub(super) const RANK_IMAGES: [(&str, usize); 3] = [(ICONS, 280), (LARGE_ICONS, 600), (ADORNMENTS, 196)];

/// The paths of the images of all ranks in a folder, in the order of the ranks.
pub(super) fn rank_images(folder: &str) -> Vec<String> {
    let path = |rank: &Rank| format!("career_rank/{folder}/{}", image_name(rank, folder));
    career::ranks().iter().map(path).collect()
}

/// The track of an operation or event, by its lower-case path.
pub(in crate::services) fn operation(path: &str) -> Option<Value> {
    let operation = seasons::ALL
        .iter()
        .find(|season| season.track.eq_ignore_ascii_case(path));
    if let Some(season) = operation {
        return Some(track(season.track, season.operation, false));
    }
    let event = events::ALL
        .iter()
        .find(|event| event.track.eq_ignore_ascii_case(path))?;
    Some(track(event.track, &format!("Event {}", id(event.track)), true))
}

fn track(path: &str, name: &str, is_event: bool) -> Value {
    let mut rng = Rng::new(rng::hash(path));
    // An event's rank costs one of its challenges, not XP.
    let (ranks, xp) = if is_event {
        (rewards::EVENT_RANKS, 1)
    } else {
        (rewards::ranks(path), rewards::XP_PER_RANK)
    };
    let ranks: Value = (1..=ranks)
        .map(|number| rank(&mut rng, number, is_event))
        .collect();
    let id = id(path);
    let [battle_pass, background] = image_paths(path);
    json!({
        "TrackId": id,
        "XpPerRank": xp,
        "Ranks": ranks,
        "Name": text(name),
        "Description": text("Play matches and earn rewards."),
        "OperationNumber": 1,
        "DateRange": text(""),
        "IsRitual": is_event,
        "SummaryImagePath": battle_pass,
        "WeekNumber": null,
        "BackgroundImagePath": background,
        "BattlePassImage": battle_pass,
        "BattlePassBundleImage": battle_pass,
        "HideIfNotOwned": false,
    })
}

/// The id of a track, from its path.
fn id(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or_default();
    file.trim_end_matches(".json")
}

/// The images of a track.
pub(super) fn image_paths(path: &str) -> [String; 2] {
    let id = id(path);
    ["pass", "background"].map(|image| format!("progression/operations/{id}_{image}.png"))
}

/// Each rank has a reward for buyers of the track, every second rank one for all players. Events are free.
fn rank(rng: &mut Rng, number: i64, is_event: bool) -> Value {
    let item = json!({
        "InventoryRewards": [{
            "InventoryItemPath": rng.pick(&rewards::ITEMS),
            "Amount": 1,
            "Type": "ArmorHelmet",
        }],
        "CurrencyRewards": [],
    });
    if is_event {
        return json!({ "Rank": number, "FreeRewards": item, "PaidRewards": no_rewards() });
    }
    let free = if number % 2 == 0 {
        json!({
            "InventoryRewards": [],
            "CurrencyRewards": [{ "CurrencyPath": rng.pick(&rewards::CURRENCIES), "Amount": 1 }],
        })
    } else {
        no_rewards()
    };
    json!({ "Rank": number, "FreeRewards": free, "PaidRewards": item })
}
