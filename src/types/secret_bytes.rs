//! Bytes that may hold secrets, while they are put together.

use std::io::{self, Write};
use std::ops::Deref;

use zeroize::Zeroizing;

/// Bytes that may hold secrets. Wiped when they are dropped, and when they move to a larger allocation.
#[derive(Default)]
pub(crate) struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    pub fn extend(&mut self, bytes: &[u8]) {
        if self.0.capacity() - self.0.len() < bytes.len() {
            // The vector itself would leave a copy behind.
            let capacity = (self.0.len() + bytes.len()).max(2 * self.0.capacity());
            let mut larger = Zeroizing::new(Vec::with_capacity(capacity));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    pub fn into_inner(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

impl Deref for SecretBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Write for SecretBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_length_are_put_together() {
        let mut bytes = SecretBytes::default();
        let mut expected = Vec::new();
        for length in 0..200 {
            let part: Vec<u8> = (0..length).collect();
            bytes.extend(&part);
            expected.extend(part);
            assert_eq!(*bytes, *expected);
        }
        assert_eq!(*bytes.into_inner(), expected);
    }
}
