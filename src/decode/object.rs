//! Writes models as JSON objects.
//!
//! `build.rs` implements `Serialize` by this for the structs that it generates. serde's derive would also work, but it
//! generates the handling of errors once for each field, which costs compile time.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// An object that is being written, or the error of its first field that failed.
pub struct Object<S: Serializer>(Result<S::SerializeStruct, S::Error>);

impl<S: Serializer> Object<S> {
    /// Begins an object with this number of fields, less those that are absent.
    #[inline]
    pub fn new(serializer: S, name: &'static str, count: usize, absent: &[bool]) -> Self {
        let absent = absent.iter().filter(|absent| **absent).count();
        Self(serializer.serialize_struct(name, count.saturating_sub(absent)))
    }

    /// Writes a field.
    #[inline]
    pub fn field<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        if let Ok(object) = &mut self.0
            && let Err(error) = object.serialize_field(name, value)
        {
            self.0 = Err(error);
        }
        self
    }

    /// Writes a field that is left out if it is `None`.
    #[inline]
    pub fn optional<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        if value.is_some() {
            return self.field(name, value);
        }
        if let Ok(object) = &mut self.0
            && let Err(error) = object.skip_field(name)
        {
            self.0 = Err(error);
        }
        self
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The first error of the serializer.
    #[inline]
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}
