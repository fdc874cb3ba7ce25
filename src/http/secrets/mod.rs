//! Finds and hides the secrets of a request in texts that other programs wrote.

mod finder;
mod letters;

pub(crate) use finder::SecretFinder;
