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

/// A line for each field, with its meaning.
pub fn list<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str), IntoIter: Clone>) -> String {
    let fields = fields.into_iter();
    let width = fields
        .clone()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    fields
        .map(|(name, about)| format!("\n  {name:width$}  {}", about.trim()))
        .collect()
}

/// The fields of a record in the help. `case` is the case in which the command shows it.
pub fn fields_help(case: &str, fields: &[Field]) -> String {
    let fields = fields.iter().map(|field| (field.name, field.about));
    format!("Fields of --json{case}:{}", list(fields))
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
