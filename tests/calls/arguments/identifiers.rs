//! All spellings of a GUID are equal; any other text is refused.

use halo_infinite::types::{AssetId, Guid, Season};
use halo_infinite::uuid::Uuid;
use proptest::prelude::*;

use crate::support::properties::config;

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn every_way_of_writing_a_guid_means_the_same(
        number: u128, left in "[ \t\n]{0,3}", right in "[ \t\n]{0,3}",
    ) {
        let guid = Uuid::from_u128(number);
        let text = guid.to_string();
        for text in [
            text.clone(),
            text.to_uppercase(),
            guid.simple().to_string(),
            guid.braced().to_string(),
            format!("{left}{text}{right}"),
        ] {
            prop_assert_eq!(Guid::try_from(&text), Ok(Guid::from(guid)), "{:?}", text);
            prop_assert_eq!(AssetId::try_from(text.as_str()), Ok(AssetId::from(guid)));
            prop_assert_eq!(AssetId::try_from((text, guid)), AssetId::try_from((guid, guid)));
        }
    }

    #[test]
    fn a_guid_is_read_as_the_uuid_crate_reads_it(text in prop_oneof![any::<String>(), "[-{}0-9a-fA-Fg]{30,40}"]) {
        let is_guid = Uuid::try_parse(text.trim()).ok();
        prop_assert_eq!(Guid::try_from(&text).ok(), is_guid.map(Guid::from));
    }

    #[test]
    fn a_text_is_a_season_that_round_trips_or_is_refused(
        text in prop_oneof![any::<String>(), "(Csr/)?(Seasons/)?(Csr)?Season[-A-Za-z0-9_./ ]{0,8}(\\.json)?"],
    ) {
        match text.parse::<Season>() {
            Ok(season) => {
                let path = season.to_string();
                prop_assert!(!path.contains("..") && path.ends_with(".json"), "{}", path);
                prop_assert_eq!(path.parse::<Season>(), Ok(season));
            }
            Err(error) => prop_assert!(error.to_string().starts_with("season: ")),
        }
    }
}
