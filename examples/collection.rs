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

    let counted: Vec<_> = kinds
        .iter()
        .filter_map(|kind| Some((kind, kind.ownable?)))
        .collect();
    let owned: usize = counted.iter().map(|(kind, _)| kind.owned).sum();
    let ownable: i64 = counted.iter().map(|(_, ownable)| ownable).sum();
    println!(
        "\n{owned} of {ownable} items, {} missing",
        inventory.missing(&catalog).count()
    );

    let customization = client.economy().player_customization(xuid).send()?;
    let worn = customization.worn_items();
    let owned = worn.iter().filter(|path| inventory.owns(path)).count();
    println!("{owned} of {} worn items are in the inventory", worn.len());
    Ok(())
}
