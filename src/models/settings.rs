//! The settings service: the game's own catalog of its API.

generated!("settings");
