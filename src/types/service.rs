//! The services of the API.

use std::fmt;

/// A service of the API. Each has its own host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Service {
    /// Xbox profiles.
    Profile,
    /// Matches and statistics.
    Stats,
    /// Competitive skill.
    Skill,
    /// User-generated content: maps, modes, playlists, films.
    DiscoveryUgc,
    /// The game's content: medals, seasons, reward tracks, images.
    GamecmsHacs,
    /// Customization, inventory, stores and progression.
    Economy,
    /// The authors' side of user-generated content: a player's assets, favourites and ratings.
    AuthoringUgc,
    /// Presence, and the servers of matches.
    Lobby,
    /// Bans.
    Banprocessor,
    /// Notifications.
    Comms,
    /// The articles of Halo Waypoint. Requests need no tokens.
    Wpcontent,
    /// The website Halo Waypoint. Requests need no tokens.
    Waypoint,
    /// The files of user-generated content, such as films. Requests need no tokens.
    Blobs,
    /// Spartan tokens, clearance and the game's settings.
    Settings,
    /// Microsoft OAuth2 at `login.live.com`.
    Login,
    /// Microsoft OAuth2 at `login.microsoftonline.com`.
    MicrosoftOnline,
    /// Xbox user tokens.
    UserAuth,
    /// XSTS tokens.
    XstsAuth,
    /// Xbox Live's own profiles of players.
    XboxProfile,
    /// Xbox Live's people hub: friends, recent players, the search for players.
    Peoplehub,
}

impl Service {
    /// All services.
    pub const ALL: &'static [Self] = &[
        Self::Profile,
        Self::Stats,
        Self::Skill,
        Self::DiscoveryUgc,
        Self::GamecmsHacs,
        Self::Economy,
        Self::AuthoringUgc,
        Self::Lobby,
        Self::Banprocessor,
        Self::Comms,
        Self::Wpcontent,
        Self::Waypoint,
        Self::Blobs,
        Self::Settings,
        Self::Login,
        Self::MicrosoftOnline,
        Self::UserAuth,
        Self::XstsAuth,
        Self::XboxProfile,
        Self::Peoplehub,
    ];

    /// The service's short name, which is also its path prefix in a sandbox.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Stats => "stats",
            Self::Skill => "skill",
            Self::DiscoveryUgc => "discovery_ugc",
            Self::GamecmsHacs => "gamecms_hacs",
            Self::Economy => "economy",
            Self::AuthoringUgc => "authoring_ugc",
            Self::Lobby => "lobby",
            Self::Banprocessor => "banprocessor",
            Self::Comms => "comms",
            Self::Wpcontent => "wpcontent",
            Self::Waypoint => "waypoint",
            Self::Blobs => "blobs",
            Self::Settings => "settings",
            Self::Login => "login",
            Self::MicrosoftOnline => "login.microsoftonline",
            Self::UserAuth => "user.auth",
            Self::XstsAuth => "xsts.auth",
            Self::XboxProfile => "xbox_profile",
            Self::Peoplehub => "peoplehub",
        }
    }

    /// The DNS name of the real service's host.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Profile => "profile.svc.halowaypoint.com",
            Self::Stats => "halostats.svc.halowaypoint.com",
            Self::Skill => "skill.svc.halowaypoint.com",
            Self::DiscoveryUgc => "discovery-infiniteugc.svc.halowaypoint.com",
            Self::GamecmsHacs => "gamecms-hacs.svc.halowaypoint.com",
            Self::Economy => "economy.svc.halowaypoint.com",
            Self::AuthoringUgc => "authoring-infiniteugc.svc.halowaypoint.com",
            Self::Lobby => "lobby-hi.svc.halowaypoint.com",
            Self::Banprocessor => "banprocessor.svc.halowaypoint.com",
            Self::Comms => "comms.svc.halowaypoint.com",
            Self::Wpcontent => "wpcontent.svc.halowaypoint.com",
            Self::Waypoint => "www.halowaypoint.com",
            Self::Blobs => "blobs-infiniteugc.svc.halowaypoint.com",
            Self::Settings => "settings.svc.halowaypoint.com",
            Self::Login => "login.live.com",
            Self::MicrosoftOnline => "login.microsoftonline.com",
            Self::UserAuth => "user.auth.xboxlive.com",
            Self::XstsAuth => "xsts.auth.xboxlive.com",
            Self::XboxProfile => "profile.xboxlive.com",
            Self::Peoplehub => "peoplehub.xboxlive.com",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
