//! Records: what a command shows, with documented fields.

use serde::Serialize;

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// The meaning.
    pub about: &'static str,
}

/// What a command shows, as JSON. The names of fields are stable.
pub trait Record: Serialize {
    /// The fields, in the order of the JSON.
    const FIELDS: &'static [Field];
}

/// Defines a record. The line of documentation of each field is its meaning in the help.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $(#[doc = $about:literal] $field:ident: $kind:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, ::serde::Serialize)]
        $visibility struct $name {
            $(#[doc = $about] pub $field: $kind),*
        }

        impl $crate::show::Record for $name {
            const FIELDS: &'static [$crate::show::Field] = &[
                $($crate::show::Field { name: stringify!($field), about: $about }),*
            ];
        }
    };
}
pub(crate) use record;
