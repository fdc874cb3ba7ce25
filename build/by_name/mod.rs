//! The table of calls by name, from the signatures of the services' methods.
//!
//! A public method that takes `self` and returns a `Request` or a `Batch` is a call, and its parameters are the call's
//! arguments. The setters of the request that it returns are further arguments, which may be left out. The steps:
//!
//! 1. [`sources`] reads the files of `src/services`: methods, setters, enumerations. [`imports`] finds the paths of
//!    their types, and [`signature`] the type that a parameter is read as.
//! 2. [`calls`] adds to each method the setters of its request, and refuses names that stand for two things.
//! 3. [`code`] writes the table.
//!
//! A signature that cannot be called by name fails the build, with its file and the reason.

mod calls;
mod code;
mod imports;
mod signature;
mod sources;

use std::path::Path;

/// The code of the table, from the sources in a folder and the enumerations in `refdata.json`.
pub fn by_name(services: &Path, refdata: &Path) -> Result<String, String> {
    let sources = sources::Sources::read(services)?;
    let calls = calls::calls(&sources)?;
    Ok(code::table(&calls) + &code::enumerations(&calls, &sources.enumerations, refdata)?)
}
