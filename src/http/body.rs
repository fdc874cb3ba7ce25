//! Reads bodies in pieces.

use std::io::{self, Read};

/// The length of a piece.
///
/// A buffer that grows with its body moves to ever larger allocations, and allocators keep large ones for
/// each thread: a few bodies that are too long would cost memory for good. Pieces of this length are small
/// for every allocator, and most bodies fit into one.
const PIECE: usize = 64 << 10;

/// Reads to the end. Nothing larger than a piece is allocated before the end is reached.
pub(super) fn read(mut body: impl Read) -> io::Result<Vec<u8>> {
    let mut pieces = Vec::new();
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        body.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
        if piece.len() == PIECE {
            pieces.push(piece);
        } else if pieces.is_empty() {
            piece.shrink_to_fit();
            return Ok(piece);
        } else {
            return Ok(join(pieces, &piece));
        }
    }
}

/// Frees each piece as soon as it is copied.
fn join(pieces: Vec<Vec<u8>>, last: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(pieces.len() * PIECE + last.len());
    for piece in pieces {
        body.extend_from_slice(&piece);
    }
    body.extend_from_slice(last);
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_any_length_are_read_whole() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7] {
            let body: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
            assert_eq!(read(body.as_slice()).unwrap(), body, "{length}");
        }
    }

    #[test]
    fn an_error_ends_the_reading() {
        let body = [7; PIECE + 1].chain(io::repeat(7).take(1)).chain(Broken);
        assert_eq!(read(body).unwrap_err().kind(), io::ErrorKind::ConnectionReset);

        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
    }
}
