//! A minimal writer of PNG: pictures with a palette, in rows of coloured cells.

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// The most colours that a palette can have.
const COLORS: usize = 256;

/// A picture of `columns` cells in a row, each a square of `size` pixels in a colour of its own. What is left of the
/// last row is transparent.
pub(super) fn sheet(columns: usize, size: usize, cells: usize) -> Vec<u8> {
    let rows = cells.div_ceil(columns);
    let mut pixels = Vec::with_capacity(rows * size * (columns * size + 1));
    for row in 0..rows {
        // No filter.
        let mut line = vec![0];
        for cell in row * columns..(row + 1) * columns {
            let color = if cell < cells { 1 + cell % (COLORS - 1) } else { 0 };
            line.extend(std::iter::repeat_n(u8::try_from(color).unwrap_or(0), size));
        }
        for _ in 0..size {
            pixels.extend_from_slice(&line);
        }
    }
    let dimensions = (columns * size, rows * size);
    encode(dimensions, &pixels, &colors(0, cells))
}

/// A picture of one colour, which follows from a number.
pub(super) fn plain(width: usize, height: usize, color: usize) -> Vec<u8> {
    let mut line = vec![1; width + 1];
    // No filter.
    line[0] = 0;
    encode((width, height), &line.repeat(height), &colors(color, 1))
}

/// Nothing first, which is transparent, then as many colours, each different.
fn colors(from: usize, count: usize) -> Vec<u8> {
    let mut palette = vec![0, 0, 0];
    for color in (from..from + count).take(COLORS - 1) {
        // Steps that have no factor in common with 256 never come back to the same colour.
        let step = |by: usize, start: usize| u8::try_from((start + color * by) % 256).unwrap_or(0);
        palette.extend([step(37, 40), step(91, 120), step(151, 200)]);
    }
    palette
}

fn encode((width, height): (usize, usize), pixels: &[u8], palette: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    for side in [width, height] {
        header.extend(u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes());
    }
    // Eight bits a pixel, of a palette; deflate; the usual filters; not interlaced.
    header.extend([8, 3, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"PLTE", palette);
    chunk(&mut png, *b"tRNS", &[0]);
    chunk(&mut png, *b"IDAT", &deflate(pixels));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    png.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    png.extend(kind);
    png.extend(data);
    png.extend(crc.sum().to_be_bytes());
}

fn deflate(pixels: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Memory takes everything: neither step can fail.
    let _ = encoder.write_all(pixels);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::collections::BTreeSet;
    use std::io::Read;

    #[test]
    fn every_cell_has_its_own_colour() {
        let palette = colors(0, 200);
        let distinct: BTreeSet<&[u8]> = palette.chunks(3).collect();
        assert_eq!(distinct.len(), 201);
    }

    #[test]
    fn chunks_hold_what_was_put_in() {
        let png = sheet(2, 3, 3);
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(&png[16..24], [0, 0, 0, 6, 0, 0, 0, 6]);
        let data = png.windows(4).position(|kind| kind == b"IDAT").expect("data") + 4;
        let mut pixels = Vec::new();
        ZlibDecoder::new(&png[data..])
            .read_to_end(&mut pixels)
            .expect("pixels");
        let (top, bottom) = ([0, 1, 1, 1, 2, 2, 2], [0, 3, 3, 3, 0, 0, 0]);
        assert_eq!(pixels, [top, top, top, bottom, bottom, bottom].concat());
    }
}
