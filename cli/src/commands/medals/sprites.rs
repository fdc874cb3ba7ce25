//! The pictures of medals, cut from their sheet.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::Path;

use clap::ValueEnum;
use halo_infinite::models::gamecms_hacs::{Medal, MedalMetadata, MedalSize, MedalSprite};
use image::{DynamicImage, ImageFormat, ImageReader};

use crate::context::Context;
use crate::failure::Failure;
use crate::save::{Folder, file_names};

/// The sizes of the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 72 pixels
    Small,
    /// 128 pixels
    Medium,
    /// 256 pixels
    Large,
}

/// Saves the pictures of medals as PNG files with the names of the medals.
pub fn save(
    context: &Context,
    metadata: &MedalMetadata,
    medals: &[&Medal],
    size: Size,
    folder: &Path,
    force: bool,
) -> Result<(), Failure> {
    let size = match size {
        Size::Small => MedalSize::Small,
        Size::Medium => MedalSize::Medium,
        Size::Large => MedalSize::ExtraLarge,
    };
    let cut: Vec<(&Medal, MedalSprite<'_>)> = medals
        .iter()
        .filter_map(|medal| Some((*medal, metadata.sprite(medal, size)?)))
        .collect();
    let titles = cut
        .iter()
        .map(|(medal, _)| (medal.name.in_language(context.tag()), "png"));
    let names = file_names(titles);
    let target = Folder::prepare(folder, force, names.iter().map(String::as_str))?;
    let progress = context.out.progress("medals", cut.len().try_into().ok());
    let mut saved = 0_usize;
    let mut sheets: HashMap<&str, DynamicImage> = HashMap::new();
    for ((medal, sprite), name) in cut.iter().zip(&names) {
        let sheet = match sheets.get(sprite.sheet) {
            Some(sheet) => sheet,
            None => {
                let sheet = fetch(context, sprite.sheet)?;
                sheets.entry(sprite.sheet).or_insert(sheet)
            }
        };
        progress.step();
        if !is_inside(sprite, sheet) {
            context.gap(format_args!(
                "the sheet {} has no picture of {}",
                sprite.sheet,
                medal.name.in_language(context.tag())
            ));
            continue;
        }
        let mut png = Cursor::new(Vec::new());
        let picture = sheet.crop_imm(sprite.x, sprite.y, sprite.width, sprite.height);
        picture
            .write_to(&mut png, ImageFormat::Png)
            .map_err(|error| unreadable(sprite.sheet, &error))?;
        target.save(name, png.get_ref())?;
        saved += 1;
    }
    drop(progress);
    context.out.saved(format_args!("{saved} pictures"), folder);
    Ok(())
}

/// Whether the sheet has the whole picture. The numbers come from the service.
fn is_inside(sprite: &MedalSprite<'_>, sheet: &DynamicImage) -> bool {
    let ends_within =
        |start: u32, length: u32, limit: u32| start.checked_add(length).is_some_and(|end| end <= limit);
    ends_within(sprite.x, sprite.width, sheet.width()) && ends_within(sprite.y, sprite.height, sheet.height())
}

fn fetch(context: &Context, path: &str) -> Result<DynamicImage, Failure> {
    let sheet = context.client()?.gamecms_hacs().waypoint_file(path).send()?;
    let mut reader = ImageReader::new(Cursor::new(sheet.bytes));
    reader.set_format(ImageFormat::Png);
    reader.decode().map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &str, error: &image::ImageError) -> Failure {
    Failure::new(
        format!("the sheet of medals {path} cannot be read as a picture: {error}"),
        "try another --size",
    )
}
