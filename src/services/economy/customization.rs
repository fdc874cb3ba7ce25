//! Customization of players.

use super::service::{Economy, MAX_PLAYERS, about, get};
use crate::models::economy::{AppearanceCustomization, PlayerCustomization, PlayersCustomization};
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, endpoints};

/// The visible part of a player's customization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomizationView {
    /// The part that every player may see.
    Public,
    /// All of it, for the signed-in player only.
    Private,
}

endpoints! {
    PLAYER_CUSTOMIZATION = get("player_customization", "/hi/players/{player}/customization")
        .cached(CacheRule::OnRequest);
    PLAYERS_CUSTOMIZATION = get("players_customization", "/hi/customization").cached(CacheRule::OnRequest);
    APPEARANCE = get("appearance", "/hi/players/{player}/customization/appearance")
        .cached(CacheRule::OnRequest);
}

impl Economy<'_> {
    /// The appearance of a player's Spartan, weapons, vehicles and AI; by default the public part.
    pub fn player_customization(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerCustomization> {
        let request = self.of_player(&PLAYER_CUSTOMIZATION, player);
        request.view(CustomizationView::Public)
    }

    /// The public customizations of any players: the emblems of a whole lobby in one request.
    ///
    /// The results are in the order of the list, which is split into requests of [`MAX_PLAYERS`]. The response was
    /// captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let xuids: Vec<u64> = sandbox.world().people()[..8].iter().map(|person| person.xuid()).collect();
    /// let lobby = client.economy().players_customization(xuids).send()?;
    /// for (player, customization) in lobby.results() {
    ///     let tag = customization.appearance.as_ref().and_then(|appearance| appearance.service_tag.as_deref());
    ///     println!("{player}: {}", tag.unwrap_or_default());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn players_customization<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<PlayersCustomization> {
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| about(Request::new(self.pipeline, &PLAYERS_CUSTOMIZATION, []), xuids),
            |pages, xuids| PlayersCustomization {
                player_customizations: in_order(
                    pages
                        .into_iter()
                        .flat_map(|page| page.player_customizations)
                        .collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }

    /// A player's Spartan ID card: service tag, emblem, backdrop, pose. Every player may see it. The response was
    /// captured in 2022.
    pub fn appearance(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<AppearanceCustomization> {
        self.of_player(&APPEARANCE, player)
    }
}

impl Request<PlayerCustomization> {
    /// Selects the visible part of the customization.
    pub fn view(self, view: CustomizationView) -> Self {
        self.change(|request| {
            let (view, cache_rule) = match view {
                CustomizationView::Public => ("public", CacheRule::OnRequest),
                CustomizationView::Private => ("private", CacheRule::Never),
            };
            request.set_query("view", view);
            request.cache_rule = cache_rule;
            Ok(())
        })
    }
}
