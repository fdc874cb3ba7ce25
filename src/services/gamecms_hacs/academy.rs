//! The academy: tutorial, drills, stars, and the outfits of bots.

use serde_json::Value;

use super::{GamecmsHacs, file};
use crate::models::gamecms_hacs::{AcademyManifest, AcademyStars, BotCustomization};
use crate::request::Request;
use crate::types::{Endpoint, endpoints};

endpoints! {
    ACADEMY_CONTENT = file(
        "academy_content",
        "/hi/multiplayer/file/Academy/AcademyClientManifest.json",
    );
    ACADEMY_CONTENT_TEST = file(
        "academy_content_test",
        "/hi/multiplayer/file/Academy/AcademyClientManifest_Test.json",
    );
    ACADEMY_STARS = file(
        "academy_stars",
        "/hi/multiplayer/file/Academy/AcademyStarGUIDDefinitions.json",
    );
    BOT_CUSTOMIZATION = file(
        "bot_customization",
        "/hi/multiplayer/file/Academy/BotCustomizationData.json",
    );
}

impl GamecmsHacs<'_> {
    /// The content of the academy: the tutorial, and the drills with their levels. Captured in 2022.
    pub fn academy_content(self) -> Request<AcademyManifest> {
        Request::new(self.pipeline, &ACADEMY_CONTENT, [])
    }

    /// The content of the academy for developers, as raw JSON. Its levels have names of modes and maps
    /// (`GameVariant`, `MapVariant`) in place of their GUIDs. Captured in 2022.
    pub fn academy_content_test(self) -> Request<Value> {
        Request::new(self.pipeline, &ACADEMY_CONTENT_TEST, [])
    }

    /// The stars that players earn in drills. Captured in 2022.
    pub fn academy_stars(self) -> Request<AcademyStars> {
        Request::new(self.pipeline, &ACADEMY_STARS, [])
    }

    /// The outfits that bots wear, in the form of players' customizations. The file is large: 460 KB in 2022, when
    /// it was captured.
    pub fn bot_customization(self) -> Request<BotCustomization> {
        Request::new(self.pipeline, &BOT_CUSTOMIZATION, [])
    }
}
