//! Records: what a command shows, with documented fields.

use serde::Serialize;

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// The meaning.
    pub about: &'static str,
    /// Whether the values are lists.
    pub is_list: bool,
}

impl Field {
    /// A field of a type.
    pub const fn new(name: &'static str, about: &'static str, kind: &'static str) -> Self {
        Self {
            name,
            about,
            is_list: matches!(kind.as_bytes(), [b'V', b'e', b'c', ..]),
        }
    }
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

/// The fields of a record in the help, below a heading.
pub fn fields_help<'f>(heading: &str, fields: impl Iterator<Item = &'f Field> + Clone) -> String {
    let fields = fields.map(|field| (field.name, field.about));
    format!("{heading}:{}", list(fields))
}

/// What a command shows, as JSON. The names of fields are stable.
pub trait Record: Serialize {
    /// The fields, in the order of the JSON.
    const FIELDS: &'static [Field];
}

/// Defines a record. The line of documentation of each field is its meaning in the help. Fields after a semicolon are not
/// in its JSON.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $(#[doc = $about:literal] $field:ident: $kind:ty),* $(,)?
            $(; $(#[doc = $inner_about:literal] $inner:ident: $inner_kind:ty),* $(,)?)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, ::serde::Serialize)]
        $visibility struct $name {
            $(#[doc = $about] pub $field: $kind,)*
            $($(#[doc = $inner_about] #[serde(skip)] pub $inner: $inner_kind,)*)?
        }

        impl $crate::show::Record for $name {
            const FIELDS: &'static [$crate::show::Field] = &[
                $($crate::show::Field::new(stringify!($field), $about, stringify!($kind))),*
            ];
        }
    };
}
pub(crate) use record;
