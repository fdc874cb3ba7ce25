//! What the steps of the sign-in chain answer with.

super::generated!("auth");
