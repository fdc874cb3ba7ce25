//! Variables of the environment. An empty one counts as unset.

use std::env;
use std::ffi::OsString;

use crate::failure::Failure;

/// The variable with a Spartan token, which takes the place of a sign-in.
pub const SPARTAN_TOKEN: &str = "HALO_SPARTAN_TOKEN";

/// The value of a variable; `None` if it is unset or empty.
pub fn variable_os(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The text of a variable; `None` if it is unset or empty.
pub fn variable(name: &str) -> Result<Option<String>, Failure> {
    let text = variable_os(name).map(OsString::into_string).transpose();
    // The value may be a secret.
    text.map_err(|_| Failure::Usage(format!("{name} is not valid Unicode")))
}
