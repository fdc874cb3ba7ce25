//! The profile service: Xbox Live profiles of players.

generated!("profile");
