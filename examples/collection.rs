//! How much of the game's items you own, by kind. The service shows only your own inventory.
//!
//! ```text
//! cargo run --example collection -- [PLAYER]
//! ```

mod common;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, _source) = common::connect()?;
    let xuid = common::xuid(&client, &player)?;

    let catalog = client.gamecms_hacs().inventory_catalog().send()?;
    let inventory = client.economy().inventory(xuid).send()?;
    let kinds = inventory.completion(&catalog);
    for kind in kinds.iter().filter(|kind| kind.owned > 0 || kind.listed > 0) {
        let share = match kind.share() {
            Some(share) => format!("{:.0} %", share * 100.0),
            None => "not counted".to_owned(),
        };
        let all = kind.ownable.unwrap_or(kind.listed as i64);
        println!("{:<24} {:>4} of {all:<4} {share}", kind.item_type, kind.owned);
    }

    let counted = || kinds.iter().filter_map(|kind| Some((kind.owned, kind.ownable?)));
    let owned: usize = counted().map(|(owned, _)| owned).sum();
    let ownable: i64 = counted().map(|(_, ownable)| ownable).sum();
    println!("{owned} of {ownable} counted items");
    for item in inventory.missing(&catalog).take(3) {
        println!("still missing: {}", item.item_path);
    }

    let customization = client.economy().player_customization(xuid).send()?;
    let worn = customization.worn_items();
    let owned = worn.iter().filter(|path| inventory.owns(path)).count();
    println!("{owned} of {} worn items are in the inventory", worn.len());
    Ok(())
}
