//! The profile service: Xbox Live profiles of players, and service awards.

generated!("profile");
