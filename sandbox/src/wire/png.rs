//! PNG images with a palette, made of coloured squares.

use png::{ColorType, Compression, Encoder};

/// The maximum size of a palette.
const COLORS: usize = 256;

/// An image with `columns` squares in a row, each of `size` pixels and of its own colour. The rest of the last row is
/// transparent.
pub(crate) fn sheet(columns: usize, size: usize, cells: usize) -> Vec<u8> {
    let rows = cells.div_ceil(columns);
    let mut pixels = Vec::with_capacity(rows * size * columns * size);
    for row in 0..rows {
        let mut line = Vec::with_capacity(columns * size);
        for cell in row * columns..(row + 1) * columns {
            let color = if cell < cells { 1 + cell % (COLORS - 1) } else { 0 };
            line.extend(std::iter::repeat_n(u8::try_from(color).unwrap_or(0), size));
        }
        for _ in 0..size {
            pixels.extend_from_slice(&line);
        }
    }
    let dimensions = (columns * size, rows * size);
    encode(dimensions, &pixels, colors(0, cells))
}

/// An image of one colour, derived from a number.
pub(crate) fn plain(width: usize, height: usize, color: usize) -> Vec<u8> {
    encode((width, height), &vec![1; width * height], colors(color, 1))
}

/// A square image of a rhombus on a transparent ground, with a light border and a row of light marks.
pub(crate) fn badge(side: usize, color: [u8; 3], marks: usize) -> Vec<u8> {
    const LIGHT: [u8; 3] = [240, 240, 240];
    let mut pixels = vec![0; side * side];
    let (middle, border, mark) = (side / 2, side / 16, side / 24);
    let start = middle.saturating_sub(marks * mark);
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (index % side, index / side);
        let (dx, dy) = (x.abs_diff(middle), y.abs_diff(middle));
        if dx + dy >= middle {
            continue;
        }
        // A mark is as wide as the gap after it.
        let is_mark =
            dy < mark && (start..start + 2 * marks * mark).contains(&x) && (x - start) / mark % 2 == 0;
        let is_border = dx + dy + border > middle;
        *pixel = if is_mark || is_border { 2 } else { 1 };
    }
    let palette = [[0; 3], color, LIGHT].concat();
    encode((side, side), &pixels, palette)
}

/// A colour, derived from a number.
pub(crate) fn color(number: usize) -> [u8; 3] {
    // Odd steps modulo 256 repeat only after 256 colours.
    let step = |by: usize, start: usize| u8::try_from((start + number * by) % 256).unwrap_or(0);
    [step(37, 40), step(91, 120), step(151, 200)]
}

/// A palette: the transparent colour, and then this many different colours.
fn colors(from: usize, count: usize) -> Vec<u8> {
    let mut palette = vec![0, 0, 0];
    palette.extend((from..from + count).take(COLORS - 1).flat_map(color));
    palette
}

fn encode((width, height): (usize, usize), pixels: &[u8], palette: Vec<u8>) -> Vec<u8> {
    let mut png = Vec::new();
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(&mut png, side(width), side(height));
    encoder.set_color(ColorType::Indexed);
    encoder.set_compression(Compression::Fast);
    encoder.set_palette(palette);
    encoder.set_trns(&[0]);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(pixels));
    debug_assert!(written.is_ok(), "{written:?}");
    png
}

#[cfg(test)]
mod tests {
    use super::*;
    use png::Decoder;
    use std::collections::BTreeSet;
    use std::io::Cursor;

    #[test]
    fn all_colours_differ() {
        let palette = colors(0, 200);
        let distinct: BTreeSet<&[u8]> = palette.chunks(3).collect();
        assert_eq!(distinct.len(), 201);
    }

    #[test]
    fn images_hold_the_pixels_and_the_palette() {
        let png = sheet(2, 3, 3);
        let mut reader = Decoder::new(Cursor::new(png)).read_info().expect("a header");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((info.width, info.height), (6, 6));
        let (top, bottom) = ([1, 1, 1, 2, 2, 2], [3, 3, 3, 0, 0, 0]);
        assert_eq!(pixels, [top, top, top, bottom, bottom, bottom].concat());
        let palette = reader.info().palette.as_deref().expect("a palette");
        assert_eq!(palette, colors(0, 3));
        assert_eq!(reader.info().trns.as_deref(), Some(&[0][..]));
    }
}
