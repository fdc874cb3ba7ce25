//! The drawing of a Spartan ID: nameplate, emblem, service tag, career rank and competitive rank.

use std::io::Cursor;

use halo_infinite::payload::RawFile;
use halo_infinite::spartan_id::{SpartanId, SpartanPictures};
use image::imageops::{self, FilterType};
use image::{ImageError, ImageFormat, ImageReader, Rgba, RgbaImage};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster, get_raster_width};

use super::Card;

/// The size of the card, and of the nameplate at its bottom.
const SIZE: (u32, u32) = (728, 410);
const NAMEPLATE: u32 = 128;

const DARK: Rgba<u8> = Rgba([20, 24, 32, 255]);
const WHITE: Rgba<u8> = Rgba([255, 255, 255, 255]);

/// The card as a PNG file.
pub fn draw(record: &Card, id: &SpartanId, pictures: &SpartanPictures) -> Result<Vec<u8>, ImageError> {
    let mut card = RgbaImage::from_pixel(SIZE.0, SIZE.1, DARK);
    let strip = SIZE.1 - NAMEPLATE;
    if let Some(backdrop) = picture(pictures.backdrop.as_ref(), SIZE.0, strip)? {
        imageops::overlay(&mut card, &backdrop, 0, 0);
    }
    if let Some(nameplate) = picture(pictures.nameplate.as_ref(), SIZE.0, NAMEPLATE)? {
        imageops::overlay(&mut card, &nameplate, 0, strip.into());
    }
    if let Some(emblem) = picture(pictures.emblem.as_ref(), 112, 112)? {
        imageops::overlay(&mut card, &emblem, 8, i64::from(strip) + 8);
    }
    let ink = id
        .emblem
        .as_ref()
        .and_then(|emblem| color(emblem.text_color.as_deref()?))
        .unwrap_or(WHITE);
    write(
        &mut card,
        record.gamertag.as_deref().unwrap_or("?"),
        136,
        strip + 24,
        ink,
    );
    write(
        &mut card,
        record.service_tag.as_deref().unwrap_or_default(),
        136,
        strip + 72,
        ink,
    );
    let ranks = [
        (pictures.career_rank.as_ref(), &record.career_rank),
        (pictures.csr.as_ref(), &record.csr_rank),
    ];
    for (row, (file, text)) in (0_u32..).zip(ranks) {
        let Some(text) = text else { continue };
        let y = 24 + row * 120;
        shade(&mut card, 16, y, SIZE.0 - 32, 104);
        if let Some(icon) = picture(file, 88, 88)? {
            imageops::overlay(&mut card, &icon, 32, i64::from(y) + 8);
        }
        write(&mut card, text, 140, y + 36, WHITE);
    }
    let mut png = Cursor::new(Vec::new());
    card.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// A picture of the card, scaled so that it fills a rectangle.
fn picture(file: Option<&RawFile>, width: u32, height: u32) -> Result<Option<RgbaImage>, ImageError> {
    let Some(file) = file else { return Ok(None) };
    let mut reader = ImageReader::new(Cursor::new(&file.bytes));
    reader.set_format(ImageFormat::Png);
    let picture = reader
        .decode()?
        .resize_to_fill(width, height, FilterType::Lanczos3);
    Ok(Some(picture.into_rgba8()))
}

/// Whether the font has all letters of a text.
pub fn can_write(text: &str) -> bool {
    text.chars().all(|letter| glyph(letter).is_some())
}

fn glyph(letter: char) -> Option<RasterizedChar> {
    get_raster(letter, FontWeight::Bold, RasterHeight::Size32)
}

/// Writes a text. The font has the letters of Western European languages.
fn write(card: &mut RgbaImage, text: &str, x: u32, y: u32, color: Rgba<u8>) {
    let width = u32::try_from(get_raster_width(FontWeight::Bold, RasterHeight::Size32)).unwrap_or(0);
    for (place, letter) in (0_u32..).zip(text.chars()) {
        let raster = glyph(letter).or_else(|| glyph('?'));
        let rows = raster.iter().flat_map(|glyph| glyph.rows());
        for (dy, row) in (0..).zip(rows) {
            for (dx, light) in (0..).zip(row.iter()) {
                let Some(pixel) = card.get_pixel_mut_checked(x + place * width + dx, y + dy) else {
                    continue;
                };
                for (channel, ink) in pixel.0.iter_mut().zip(color.0).take(3) {
                    let (old, ink, light) = (u32::from(*channel), u32::from(ink), u32::from(*light));
                    *channel = u8::try_from((old * (255 - light) + ink * light) / 255).unwrap_or(255);
                }
            }
        }
    }
}

/// Darkens a rectangle, so that text on it can be read.
fn shade(card: &mut RgbaImage, x: u32, y: u32, width: u32, height: u32) {
    for (x, y) in (y..y + height).flat_map(|y| (x..x + width).map(move |x| (x, y))) {
        if let Some(pixel) = card.get_pixel_mut_checked(x, y) {
            pixel.0.iter_mut().take(3).for_each(|channel| *channel /= 3);
        }
    }
}

/// A colour such as `#FFFFFF`.
fn color(text: &str) -> Option<Rgba<u8>> {
    let number = u32::from_str_radix(text.strip_prefix('#')?, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some(Rgba([red, green, blue, 255]))
}
