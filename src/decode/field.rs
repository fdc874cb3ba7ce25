//! The trait of types that model fields can have.

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error};

/// A type that a field of a model can have. It is read leniently: in every form that a service uses.
pub trait Lenient: Sized {
    /// Whether the field can be absent from every object.
    const IS_OPTIONAL: bool = false;

    /// Reads a value in any of its forms.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads the value of a field that can be missing, if it is not `null`. Some types have another notation for a
    /// missing value, such as an empty text for a time.
    #[inline]
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }

    /// The value of a field that the object lacks; an error by default.
    fn absent<E: Error>(name: &'static str) -> Result<Self, E> {
        Err(E::missing_field(name))
    }
}

/// Implements [`Lenient`] for types with one form, that of their `Deserialize`.
macro_rules! one_form {
    ($($kind:ty),* $(,)?) => {$(
        impl $crate::decode::field::Lenient for $kind {
            #[inline]
            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )*};
}
pub(crate) use one_form;

/// Reads a value leniently.
pub struct LenientSeed<T>(pub PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for LenientSeed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}
