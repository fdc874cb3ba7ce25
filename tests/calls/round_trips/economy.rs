//! Requests to the economy service.

use halo_infinite::services::economy::{CustomizationView, MAX_PLAYERS};
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
