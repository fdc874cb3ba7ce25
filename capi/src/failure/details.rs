//! The details of failed sign-ins.

use halo_infinite::error::{ConsentError, SignInError, StoreError};
use serde_json::{Map, Value};

/// A refused step. The service's own codes are no secrets.
pub(super) fn sign_in_details(error: &SignInError, details: &mut Map<String, Value>) {
    details.insert("step".into(), variant_name(&error.step).into());
    details.insert("kind".into(), variant_name(&error.kind).into());
    details.insert("needs_new_sign_in".into(), error.kind.needs_new_sign_in().into());
    if let Some(code) = &error.code {
        details.insert("service_code".into(), code.as_str().into());
    }
    if let Some(number) = error.aadsts {
        details.insert("aadsts".into(), number.into());
    }
}

pub(super) fn consent_details(error: &ConsentError, details: &mut Map<String, Value>) {
    details.insert("kind".into(), variant_name(error).into());
}

pub(super) fn store_details(error: &StoreError, details: &mut Map<String, Value>) {
    details.insert("kind".into(), variant_name(error).into());
}

/// The name of a variant, such as `invalid_code`. Nothing that the variant holds is part of it.
fn variant_name(value: &impl std::fmt::Debug) -> String {
    let shown = format!("{value:?}");
    let name = shown
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use std::io;

    use halo_infinite::auth::{SignInErrorKind, SignInStep};

    use super::*;

    #[test]
    fn names_are_those_of_the_variants() {
        assert_eq!(variant_name(&SignInErrorKind::NoXboxProfile), "no_xbox_profile");
        assert_eq!(variant_name(&SignInStep::HaloXstsToken), "halo_xsts_token");
        assert_eq!(variant_name(&ConsentError::Random), "random");
        assert_eq!(
            variant_name(&StoreError::io("s3cret", io::Error::other("s3cret"))),
            "io"
        );
        assert_eq!(variant_name(&StoreError::other("s3cret")), "other");
    }
}
