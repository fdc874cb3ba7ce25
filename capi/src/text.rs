//! Texts for C.

use std::ffi::c_char;
use std::io::{self, Write};

use serde::Serialize;
use zeroize::Zeroizing;

/// A text or bytes for C, with a NUL at the end.
pub struct Text(Vec<u8>);

impl Text {
    /// A text. A NUL inside becomes the replacement character; only a text from outside can have one.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.contains('\0') {
            text = text.replace('\0', "\u{fffd}");
        }
        Self::of_bytes(text.into_bytes())
    }

    /// Bytes, which may be zero, or JSON, which never has a NUL inside.
    pub fn of_bytes(mut bytes: Vec<u8>) -> Self {
        // The buffer would grow to twice its length. Bodies of responses have room for a byte already.
        bytes.reserve_exact(1);
        bytes.push(0);
        Self(bytes)
    }

    /// The same text after another.
    pub fn after(&self, first: &str) -> Self {
        Self([first.as_bytes(), &self.0].concat())
    }

    /// The address of the first byte, valid as long as the text.
    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    /// The text itself.
    #[cfg(test)]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0[..self.len()]).unwrap()
    }

    /// The length without the NUL.
    pub fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

/// A secret text for C, with a NUL at the end. Dropping it wipes it.
pub(crate) struct SecretText(Zeroizing<Vec<u8>>);

impl SecretText {
    /// A text.
    pub fn new(text: &str) -> Self {
        let mut bytes = Self::with_length(text.len());
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        Self(bytes)
    }

    /// The JSON of a value, which never has a NUL inside.
    pub fn of_json(value: &impl Serialize) -> serde_json::Result<Self> {
        let mut length = Length(0);
        serde_json::to_writer(&mut length, value)?;
        let mut bytes = Self::with_length(length.0);
        serde_json::to_writer(&mut *bytes, value)?;
        bytes.push(0);
        Ok(Self(bytes))
    }

    /// With its capacity from the start, the buffer leaves no copy behind.
    fn with_length(length: usize) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(Vec::with_capacity(length.saturating_add(1)))
    }

    /// The address of the first byte, valid as long as the text.
    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

/// Counts the bytes that are written.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn a_secret_text_has_its_length_from_the_start() {
        let value = serde_json::json!({ "token": "a\"\u{1}ü".repeat(100) });
        let text = SecretText::of_json(&value).unwrap();
        assert_eq!(text.0.capacity(), text.0.len());
        assert_eq!(text.0.strip_suffix(&[0]), Some(value.to_string().as_bytes()));
        let text = SecretText::new("secret");
        assert_eq!(
            (text.0.as_slice(), text.0.capacity()),
            (b"secret\0".as_slice(), 7)
        );
    }

    /// The text as C reads it.
    fn read(text: &Text) -> &CStr {
        // SAFETY: a text ends with NUL, and lasts as long as the reference.
        unsafe { CStr::from_ptr(text.as_ptr()) }
    }

    #[test]
    fn a_nul_inside_does_not_end_a_text() {
        let text = Text::new("a\0b");
        assert_eq!(read(&text).to_str(), Ok("a\u{fffd}b"));
        assert_eq!(text.len(), 5);
    }

    #[test]
    fn bytes_have_their_length_and_a_nul_after_them() {
        let bytes = Text::of_bytes(vec![1, 0, 2]);
        assert_eq!(bytes.len(), 3);
        assert_eq!(read(&bytes).to_bytes(), [1]);
        assert_eq!(Text::of_bytes(Vec::new()).len(), 0);
        assert!(read(&Text::new("")).is_empty());
    }
}
