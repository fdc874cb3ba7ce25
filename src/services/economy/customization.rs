//! Customization of players.

use super::service::{Economy, get};
use crate::models::economy::PlayerCustomization;
use crate::request::Request;
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
