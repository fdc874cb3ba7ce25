//! Requests to the economy service.

use halo_infinite::models::economy::currency;
use halo_infinite::services::economy::{CustomizationView, MAX_PLAYERS, Store, TrackKind};
use halo_infinite_sandbox::Sandbox;

#[test]
fn careers_and_customizations_of_many_players_are_those_of_each() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let home = sandbox.world().home().xuid();
    let people = &sandbox.world().people()[..MAX_PLAYERS + 5];
    let xuids: Vec<u64> = people.iter().rev().map(|person| person.xuid()).collect();
    let economy = client.economy();

    let careers = economy.career_ranks(xuids.iter()).send().unwrap();
    let listed: Vec<u64> = careers
        .results()
        .filter_map(|(player, _)| player.xuid())
        .map(|xuid| xuid.get())
        .collect();
    assert_eq!(listed, xuids);
    let own = economy.player_career_rank(home).send().unwrap();
    let me = careers.entry(home.try_into().unwrap()).unwrap();
    let career = me.computed().unwrap();
    assert_eq!(career.number(), own.number());
    assert_eq!(
        career.current_progress.partial_progress,
        own.current_progress.partial_progress
    );

    let lobby = economy.players_customization(xuids.iter()).send().unwrap();
    assert_eq!(lobby.results().count(), xuids.len());
    for (player, customization) in lobby.results().take(3) {
        let xuid = player.xuid().unwrap();
        let alone = economy.player_customization(xuid).send().unwrap();
        assert_eq!(*customization, alone);
        let card = economy.appearance(xuid).send().unwrap();
        assert_eq!(card.appearance, alone.appearance);
    }
    let private = economy
        .player_customization(home)
        .view(CustomizationView::Private);
    assert_eq!(
        private.send().unwrap().appearance,
        economy.appearance(home).send().unwrap().appearance
    );
}

#[test]
fn worn_items_are_owned_and_counted() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let economy = client.economy();
    let catalog = client.gamecms_hacs().inventory_catalog().send().unwrap();
    let inventory = economy.inventory(me).send().unwrap();

    let customization = economy.player_customization(me).send().unwrap();
    let worn = customization.worn_items();
    let theme = customization.equipped_armor().unwrap().equipped_theme().unwrap();
    let helmet = theme.helmet_path.as_deref().unwrap();
    assert!(worn.len() > 20 && worn.contains(&helmet));
    for path in &worn {
        assert!(inventory.owns(path) && catalog.entry(path).is_some(), "{path}");
    }
    assert!(customization.equipped_weapon("WeaponAR").is_some());
    assert!(customization.equipped_vehicle("VehicleWarthog").is_some());
    assert!(customization.equipped_ai().unwrap().equipped_theme().is_some());

    let kinds = inventory.completion(&catalog);
    let owned: usize = kinds.iter().map(|kind| kind.owned).sum();
    let listed: usize = kinds.iter().map(|kind| kind.listed).sum();
    assert_eq!(owned, inventory.items().count());
    assert_eq!(listed, catalog.entries().count());
    assert_eq!(listed - owned, inventory.missing(&catalog).count());
    let kind = |name: &str| kinds.iter().find(|kind| kind.item_type == name).unwrap();
    assert_eq!(kind("ArmorCore").share(), Some(1.0));
    assert_eq!(kind("ArmorEmblemCoating").share(), None);
    assert!(
        kinds
            .iter()
            .all(|kind| kind.ownable.is_none_or(|ownable| ownable as usize == kind.listed))
    );

    let cores = economy.owned_cores(me).send().unwrap().cores.unwrap();
    let id = cores[0].core_id.as_deref().unwrap();
    assert_eq!(economy.owned_core(me, id).send().unwrap(), cores[0]);
    let armor = economy.armor_cores(me).send().unwrap();
    assert_eq!(
        economy.armor_core(me, id).send().unwrap(),
        *armor.core(id).unwrap()
    );
    let equipped = armor.equipped().next().unwrap();
    assert_eq!(equipped.core_id, customization.equipped_armor().unwrap().core_id);
}

#[test]
fn rewards_of_matches_pay_the_operation_and_its_ranks() {
    let sandbox = Sandbox::builder().matches(60).start().unwrap();
    let client = sandbox.client().unwrap();
    let home = sandbox.world().home();
    let me = home.xuid();
    let economy = client.economy();
    let (mut ranks, mut swaps) = (0, 0);
    for game in sandbox.world().match_ids(home) {
        let progression = client.stats().match_progression(me, game).send().unwrap();
        let reward = economy
            .awarded_rewards(me, &progression.reward_id.unwrap())
            .send()
            .unwrap();
        assert_eq!((reward.operation_xp(), reward.event_xp()), (350, 0));
        swaps += reward.received(currency::CHALLENGE_SWAPS);
        for track in reward.updated_tracks() {
            assert_eq!(track.earned_xp(), reward.operation_xp());
            ranks += track.ranks_gained().unwrap();
        }
    }
    let passes = economy.player_operations(me).send().unwrap();
    let completed: i64 = passes.passes().map(|pass| pass.current_progress.rank).sum();
    assert_eq!(ranks, completed);
    let balances = economy.currencies(me).send().unwrap();
    assert_eq!(balances.balance(currency::CHALLENGE_SWAPS), Some(swaps));

    let active = passes.active().unwrap();
    let track = economy
        .reward_track(me, TrackKind::Operation, &active.reward_track_path)
        .send()
        .unwrap();
    assert_eq!(track.current_progress, active.current_progress);
    let file = client
        .gamecms_hacs()
        .operation_reward_track(&track.reward_track_path);
    assert_eq!(
        track.progress(&file.send().unwrap()),
        active.progress(&file.send().unwrap())
    );
}

#[test]
fn stores_have_names_prices_and_content() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    let mut offerings = 0;
    for store in Store::all() {
        let storefront = client.economy().store(me, store.clone()).send().unwrap();
        if store != Store::SoftCurrency {
            assert_eq!(Store::from(storefront.store_id.as_deref().unwrap()), store);
        }
        for offering in storefront.offerings() {
            let path = offering.offering_display_path.as_deref().unwrap();
            let display = client.gamecms_hacs().store_offering(path).send().unwrap();
            assert!(!display.title.unwrap().in_language("de-DE").is_empty());
            let prices = offering.prices.iter().flatten();
            for price in prices {
                let currency = client
                    .gamecms_hacs()
                    .currency(&price.currency_path)
                    .send()
                    .unwrap();
                assert_eq!(offering.price(currency.id.as_deref().unwrap()), Some(price.cost));
            }
            offerings += 1;
        }
    }
    assert!(offerings > 40, "{offerings}");
    let error = client.economy().store(me, "voucher").send().unwrap_err();
    assert_eq!(error.status(), Some(404));
    let other = sandbox.world().people()[1].xuid();
    let error = client.economy().inventory(other).send().unwrap_err();
    assert_eq!(error.status(), Some(403));
}
