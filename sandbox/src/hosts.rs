//! The hosts of the real services, and their prefixes here.

/// A real host, and the path below the sandbox's base URL that stands for it.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) name: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) content: &'static str,
}

/// All hosts: the sign-in in its order, Xbox Live, and then the services of the game.
pub(crate) const ALL: &[Host] = &[
    host(
        "login.live.com",
        "login",
        "Microsoft accounts: consent, codes and tokens",
    ),
    host(
        "login.microsoftonline.com",
        "login.microsoftonline",
        "Microsoft accounts, by the v2.0 endpoints",
    ),
    host("user.auth.xboxlive.com", "user.auth", "Xbox user tokens"),
    host("xsts.auth.xboxlive.com", "xsts.auth", "XSTS tokens"),
    host(
        "profile.xboxlive.com",
        "xbox_profile",
        "Xbox Live: profiles of players",
    ),
    host(
        "peoplehub.xboxlive.com",
        "peoplehub",
        "Xbox Live: friends, recent players, the search for players",
    ),
    host(
        "settings.svc.halowaypoint.com",
        "settings",
        "Spartan tokens, clearance, the game's catalogue of its API",
    ),
    host(
        "profile.svc.halowaypoint.com",
        "profile",
        "gamertags, XUIDs and pictures",
    ),
    host(
        "halostats.svc.halowaypoint.com",
        "stats",
        "matches, histories and service records",
    ),
    host(
        "skill.svc.halowaypoint.com",
        "skill",
        "skill by match, ranks by playlist",
    ),
    host(
        "discovery-infiniteugc.svc.halowaypoint.com",
        "discovery_ugc",
        "maps, modes, playlists, their search, and films",
    ),
    host(
        "blobs-infiniteugc.svc.halowaypoint.com",
        "blobs",
        "the files of films and assets",
    ),
    host(
        "gamecms-hacs.svc.halowaypoint.com",
        "gamecms_hacs",
        "medals, seasons, reward tracks, items, images",
    ),
    host(
        "economy.svc.halowaypoint.com",
        "economy",
        "customization, career ranks, operations",
    ),
    host(
        "authoring-infiniteugc.svc.halowaypoint.com",
        "authoring_ugc",
        "a player's assets, favourites and ratings",
    ),
    host(
        "lobby-hi.svc.halowaypoint.com",
        "lobby",
        "presence, and the servers of matches",
    ),
    host("banprocessor.svc.halowaypoint.com", "banprocessor", "bans"),
    host(
        "comms.svc.halowaypoint.com",
        "comms",
        "the token's player and their notifications",
    ),
    host(
        "wpcontent.svc.halowaypoint.com",
        "wpcontent",
        "the articles of Halo Waypoint, and its service awards",
    ),
    host(
        "www.halowaypoint.com",
        "waypoint",
        "leaderboards, and images of ranks",
    ),
];

const fn host(name: &'static str, prefix: &'static str, content: &'static str) -> Host {
    Host {
        name,
        prefix,
        content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use halo_infinite::types::Service;

    #[test]
    fn every_service_of_the_sdk_has_its_host() {
        for service in Service::ALL {
            let host = ALL.iter().find(|host| host.name == service.host());
            assert_eq!(
                host.map(|host| host.prefix),
                Some(service.name()),
                "{}",
                service.host()
            );
        }
    }
}
