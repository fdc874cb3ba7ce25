//! The settings service: the game's own catalogue of its API.

super::generated!("settings");
