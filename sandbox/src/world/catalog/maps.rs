//! The maps of the sandbox's world.

use super::{Asset, AssetKind};

/// A map.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) asset: Asset,
    pub(crate) level_id: &'static str,
}

const fn map(name: &'static str, id: &'static str, version: &'static str, level_id: &'static str) -> Map {
    Map {
        asset: Asset::new(AssetKind::Map, name, id, version),
        level_id,
    }
}

pub(crate) static AQUARIUS: Map = map(
    "Aquarius",
    "33c0766c-ef15-48f8-b298-34aba5bff3b4",
    "52b8e5d1-56ca-4d15-ac5a-29ce52485dca",
    "fc878857-e778-4daf-b0ef-5d826b922f3f",
);
pub(crate) static LIVE_FIRE: Map = map(
    "Live Fire",
    "b6aca0c7-8ba7-4066-bf91-693571374c3c",
    "3840a563-f689-4a60-882c-65c93cf0fc72",
    "dc3a5b2a-180a-4544-8bc1-ee4ea1338900",
);
pub(crate) static RECHARGE: Map = map(
    "Recharge",
    "8420410b-044d-44d7-80b6-98a766c8c39f",
    "30239a47-2353-4b4c-bf68-10d39b906232",
    "c0264785-90c8-4946-bf16-06dbfd056bff",
);
pub(crate) static BAZAAR: Map = map(
    "Bazaar",
    "298d5036-cd43-47b3-a4bd-31e127566593",
    "23e96d69-63df-41af-9f6e-1d0079f7f3b7",
    "1ddfa173-a544-46e6-9dae-671e7e369a0c",
);
pub(crate) static STREETS: Map = map(
    "Streets",
    "f0a1760f-0d4a-4bcc-ac7a-e8f9aee331dc",
    "4e3e0256-20ff-4807-9ca5-f0abde3b47db",
    "19dfcede-dcd1-45a8-8a77-2b58ce65484f",
);
pub(crate) static LAUNCH_SITE: Map = map(
    "Launch Site",
    "56a11b8c-64d1-4537-8893-a9241e4d5b93",
    "faaf9d32-8a9f-4fb7-9552-6e3f27c70923",
    "9755c3a8-5e3c-4352-a78e-370607db660d",
);
pub(crate) static BEHEMOTH: Map = map(
    "Behemoth",
    "53136ad9-0fd6-4271-8752-31d114b9561e",
    "9eff68dc-2089-4e89-a1ba-9541ff136be8",
    "6cb0eb90-2819-4b6f-a38a-8913a8b91c3e",
);
pub(crate) static CATALYST: Map = map(
    "Catalyst",
    "e859cf75-9b8a-429a-91be-2376681c8537",
    "bb22b05d-0423-46a5-b383-e64ebf116337",
    "c80d7782-f58e-4617-a39e-accc5cb6585b",
);
pub(crate) static DEADLOCK: Map = map(
    "Deadlock",
    "08607bf4-6abe-4a5b-9547-290a6cc1433e",
    "f45958fd-2f68-432a-8d36-6834f2807540",
    "1a8f0677-7055-4358-8c1e-934db988597d",
);
pub(crate) static FRAGMENTATION: Map = map(
    "Fragmentation",
    "4f196016-0101-4844-8358-2504f7c44656",
    "fa161336-7088-4a1a-9a02-05703e7d97b9",
    "bead4838-0cff-4837-bcf4-5e516d56d837",
);
pub(crate) static HIGHPOWER: Map = map(
    "Highpower",
    "c494ef7c-d203-42a9-9c0f-b3f576334501",
    "72bc0109-3748-4b5a-8d9e-18399dfb7ba0",
    "481bd75c-3cb2-405c-8d8b-c06439ba6a76",
);
pub(crate) static BREAKER: Map = map(
    "Breaker",
    "e6cbfe01-665b-4a8c-bf3a-d63a65a7c890",
    "1bc4349f-951e-45ec-81c8-56799226a589",
    "85ce5688-a627-45d8-824f-af859f5c3f58",
);
pub(crate) static HOUSE_OF_RECKONING: Map = map(
    "House of Reckoning",
    "7a7560b6-088b-4a1a-91a0-773180be1e00",
    "96a5783f-c129-424b-83f4-9de6376e34cb",
    "c5b2e5ae-13bb-42de-a766-f1325777d6ab",
);
pub(crate) static GRIFBALL_COURT: Map = map(
    "Grifball Court",
    "7a426cc7-9760-4ef7-bacb-eaccc75c5656",
    "5bebe80d-c682-41ca-9a08-efed3e171bb2",
    "1216247c-bf6d-4740-8270-e800a114f231",
);

/// Small maps, for up to twelve players.
pub(crate) static ARENA: [&Map; 8] = [
    &AQUARIUS,
    &LIVE_FIRE,
    &RECHARGE,
    &BAZAAR,
    &STREETS,
    &LAUNCH_SITE,
    &BEHEMOTH,
    &CATALYST,
];

/// Large maps, for twenty-four players and their vehicles.
pub(crate) static BIG: [&Map; 4] = [&DEADLOCK, &FRAGMENTATION, &HIGHPOWER, &BREAKER];
