//! Bodies of responses, read in pieces.

use std::io::{self, Read};
use std::mem;
use std::ops::Deref;

use zeroize::Zeroize;

/// The length of a piece.
///
/// A buffer that grows with its body moves to ever larger allocations, and allocators keep large ones for
/// each thread: a few bodies that are too long would cost memory for good. Pieces of this length are small
/// for every allocator, and most bodies fit into one.
const PIECE: usize = 64 << 10;

/// The body of a response.
#[derive(Default)]
pub(crate) struct ResponseBody {
    bytes: Vec<u8>,
    /// Whether the bytes are wiped when they are dropped.
    is_secret: bool,
}

impl ResponseBody {
    fn with_capacity(capacity: usize, is_secret: bool) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            is_secret,
        }
    }

    pub fn into_bytes(mut self) -> Vec<u8> {
        mem::take(&mut self.bytes)
    }
}

/// A body without secrets.
impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            is_secret: false,
        }
    }
}

impl Deref for ResponseBody {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        if self.is_secret {
            self.bytes.zeroize();
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
pub(crate) fn read_secret_body(body: impl Read) -> io::Result<ResponseBody> {
    read(body, true)
}

/// Reads to the end. Nothing larger than a piece is allocated before the end is reached. The buffer has room for one more
/// byte, so that an interface to C can append a NUL in place.
pub(super) fn read(mut body: impl Read, is_secret: bool) -> io::Result<ResponseBody> {
    let mut pieces = Vec::new();
    loop {
        let mut piece = ResponseBody::with_capacity(PIECE, is_secret);
        body.by_ref().take(PIECE as u64).read_to_end(&mut piece.bytes)?;
        if piece.len() == PIECE {
            pieces.push(piece);
        } else if pieces.is_empty() {
            // Shrinking could leave a copy behind.
            if !is_secret {
                piece.bytes.shrink_to(piece.len() + 1);
            }
            return Ok(piece);
        } else {
            pieces.push(piece);
            return Ok(join(pieces, is_secret));
        }
    }
}

/// Frees each piece as soon as it is copied.
fn join(pieces: Vec<ResponseBody>, is_secret: bool) -> ResponseBody {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let mut body = ResponseBody::with_capacity(length + 1, is_secret);
    for piece in pieces {
        body.bytes.extend_from_slice(&piece);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_any_length_are_read_whole() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7] {
            let body: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
            for is_secret in [false, true] {
                let read = read(body.as_slice(), is_secret).unwrap();
                assert_eq!(*read, body, "{length}");
                assert!(read.capacity() > length, "{length}");
            }
        }
    }

    #[test]
    fn an_error_ends_the_reading() {
        let body = [7; PIECE + 1].chain(io::repeat(7).take(1)).chain(Broken);
        assert_eq!(
            read(body, false).err().unwrap().kind(),
            io::ErrorKind::ConnectionReset
        );

        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
    }
}
