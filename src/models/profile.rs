//! The profile service: who players are on Xbox Live.

super::generated!("profile");
