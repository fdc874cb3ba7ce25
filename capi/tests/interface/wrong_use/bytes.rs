//! The kinds of parameters that are bytes of the caller, with their length.

use halo_infinite_capi::*;

use super::case::{Case, NULL, Wrong};
use super::films::films;

/// Labels of wrong bytes.
const NO_BYTES: &str = "null with the length 0";
const DAMAGED: &str = "damaged";

/// The bytes of a chunk. The parameter after it is their [`Length`].
pub struct Bytes(Option<&'static [u8]>);

impl Bytes {
    /// `of_none` is the code for no bytes, and `of_damaged` that for a damaged chunk.
    pub fn prepare(case: &Case, name: &'static str, [of_none, of_damaged]: [HaloCode; 2]) -> Self {
        let wrong = vec![
            Wrong {
                label: NULL,
                code: HaloCode::NullPointer,
                words: format!("{name}: it is null, but must not be"),
                value: (|_| None) as fn(&Case) -> _,
            },
            Wrong {
                label: NO_BYTES,
                code: of_none,
                words: "this is not a chunk of a film".to_owned(),
                value: |_| None,
            },
            Wrong {
                label: DAMAGED,
                code: of_damaged,
                words: "the chunk cannot be inflated: it is damaged".to_owned(),
                value: |_| Some(films().damaged.as_slice()),
            },
        ];
        Self(case.choose(name, |_| Some(films().chunk.as_slice()), wrong))
    }

    pub fn pass(&mut self) -> InBytes<'static> {
        let none = InBytes::none();
        // SAFETY: the bytes never change, and a `Length` is at most theirs or one that the function refuses.
        self.0
            .map_or(none, |bytes| unsafe { InBytes::new(bytes.as_ptr()) })
    }

    pub fn finish(self, _: &Case) {}
}

/// The number of the bytes of the parameter before it.
pub struct Length(usize);

impl Length {
    pub fn prepare(case: &Case, name: &'static str, of_none: HaloCode) -> Self {
        let right = |case: &Case| match case.is_wrong("bytes", NO_BYTES) {
            true => 0,
            false => films().chunk.len(),
        };
        let wrong = vec![
            Wrong {
                label: "0",
                code: of_none,
                words: "this is not a chunk of a film".to_owned(),
                value: (|_| 0) as fn(&Case) -> _,
            },
            Wrong {
                label: "longer than any object",
                code: HaloCode::Argument,
                words: format!("bytes: there cannot be {} bytes", usize::MAX),
                value: |_| usize::MAX,
            },
        ];
        Self(case.choose(name, right, wrong))
    }

    pub fn pass(&mut self) -> usize {
        self.0
    }

    pub fn finish(self, _: &Case) {}
}
