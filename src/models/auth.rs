//! The responses of the sign-in chain.

generated!("auth");
