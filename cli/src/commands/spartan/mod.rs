//! `halo spartan`: a player's Spartan ID and armor.

mod card;

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use halo_infinite::models::economy::{ArmorCoreTheme, PlayerCustomization};
use halo_infinite::names::Subject;
use halo_infinite::spartan_id::{SpartanId, SpartanPictures};
use halo_infinite::types::{Guid, playlists};
use serde::Serialize;

use crate::context::{Context, PlayerArgument};
use crate::failure::{Failure, in_words};
use crate::save::{self, Folder};
use crate::show::{Cell, Paint, Report, record};

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("files").args(["pictures", "card"]).multiple(true)))]
pub struct Spartan {
    /// A gamertag, an XUID, or `me`
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// The playlist of the competitive rank; defaults to Ranked Arena
    #[arg(long, value_name = "NAME")]
    playlist: Option<String>,
    /// Saves the pictures in this folder: emblem, nameplate, backdrop, ranks
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Draws the Spartan ID as a PNG file; `-` is the standard output, in place of the text
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Replaces existing files
    #[arg(long, requires = "files")]
    force: bool,
}

record! {
    /// A Spartan ID.
    pub struct Card {
        /// The XUID
        xuid: String,
        /// The gamertag; null for a closed account
        gamertag: Option<String>,
        /// The service tag
        service_tag: Option<String>,
        /// The name of the career rank, such as Cadet Bronze 2
        career_rank: Option<String>,
        /// The name of the rank (CSR) in the playlist, such as Diamond IV
        csr_rank: Option<String>,
        /// The name of the emblem, which is also that of the nameplate
        emblem: Option<String>,
        /// The name of the backdrop
        backdrop: Option<String>,
        /// The name of the pose
        pose: Option<String>,
        /// The name of the title
        title: Option<String>,
        /// The armor, from the core to the effects: objects with part and name
        armor: Vec<Part>,
    }
}

/// A part of the armor.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The part, such as helmet.
    part: &'static str,
    /// The name.
    name: String,
}

impl Spartan {
    /// Prints the Spartan ID, after the pictures are saved.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let replaces_text = self.card.as_deref().is_some_and(save::is_stdout);
        if let (true, Some(form)) = (replaces_text, context.globals.forms().first()) {
            return Err(Failure::Usage(format!(
                "{form}: --card - prints a picture, and no records: choose one"
            )));
        }
        if let Some(file) = &self.card {
            save::check(file, self.force)?;
        }
        let folder = self.pictures.as_ref();
        let folder = folder.map(|folder| Folder::prepare(folder, self.force, PICTURES));
        let folder = folder.transpose()?;
        let xuid = context.xuid(&self.player)?;
        let playlist: Guid = match &self.playlist {
            Some(text) => context.playlist(text)?.id.asset(),
            None => playlists::RANKED_ARENA,
        };
        let client = context.client()?;
        let progress = context.out.progress("Spartan ID", None);
        let id = SpartanId::fetch(client, xuid, playlist)?;
        let customization = client.economy().player_customization(xuid).send();
        drop(progress);
        // Without any of its parts there is no card to show.
        let (mut errors, is_empty) = (
            id.errors.clone(),
            id.gamertag.is_none() && id.appearance.is_none(),
        );
        if let Some(error) = errors.first().filter(|_| is_empty) {
            return Err(error.clone().into());
        }
        let customization = customization.map_err(|error| errors.push(error)).ok();
        let record = describe(context, &id, customization.as_ref())?;
        if self.pictures.is_some() || self.card.is_some() {
            let pictures = id.pictures(client);
            errors.extend(pictures.errors.iter().cloned());
            self.save(context, folder.as_ref(), &record, &id, &pictures)?;
        }
        if let Some(error) = errors.first() {
            context.gap(format_args!("parts are missing: {}", in_words(error)));
        }
        if replaces_text {
            return Ok(());
        }
        let facts = vec![
            (
                "gamertag",
                Cell::maybe(record.gamertag.clone(), Cell::text).paint(Paint::Strong),
            ),
            ("service tag", Cell::maybe(record.service_tag.clone(), Cell::text)),
            ("career rank", Cell::maybe(record.career_rank.clone(), Cell::text)),
            ("CSR", Cell::maybe(record.csr_rank.clone(), Cell::text)),
            ("title", Cell::maybe(record.title.clone(), Cell::text)),
            ("emblem", Cell::maybe(record.emblem.clone(), Cell::text)),
            ("backdrop", Cell::maybe(record.backdrop.clone(), Cell::text)),
            ("pose", Cell::maybe(record.pose.clone(), Cell::text)),
            ("XUID", Cell::text(record.xuid.clone()).paint(Paint::Faint)),
        ];
        let armor = record
            .armor
            .iter()
            .map(|part| (part.part, Cell::text(part.name.clone())));
        let mut report = Report::one(&record)?.facts(facts);
        if !record.armor.is_empty() {
            report = report.title("Armor").facts(armor.collect::<Vec<_>>());
        }
        context.out.report(&report)
    }

    fn save(
        &self,
        context: &Context,
        folder: Option<&Folder>,
        record: &Card,
        id: &SpartanId,
        pictures: &SpartanPictures,
    ) -> Result<(), Failure> {
        if let (Some(folder), Some(path)) = (folder, &self.pictures) {
            let saved = save_pictures(folder, pictures)?;
            context.out.saved(format_args!("{saved} pictures"), path);
        }
        if let Some(file) = &self.card {
            let png = card::draw(record, id, pictures).map_err(|error| {
                Failure::new(
                    format!("the card cannot be drawn: {error}"),
                    "save the pictures alone, with --pictures",
                )
            })?;
            let written = [
                &record.gamertag,
                &record.service_tag,
                &record.career_rank,
                &record.csr_rank,
            ];
            if !written.into_iter().flatten().all(|text| card::can_write(text)) {
                context
                    .out
                    .note("the font of the card lacks some letters: they are drawn as question marks");
            }
            save::output(&context.out, file, self.force, &png, "the card")?;
        }
        Ok(())
    }
}

/// The files of the pictures.
const PICTURES: [&str; 5] = [
    "emblem.png",
    "nameplate.png",
    "backdrop.png",
    "career-rank.png",
    "csr.png",
];

/// Saves the pictures that the player has, and returns their number.
fn save_pictures(folder: &Folder, pictures: &SpartanPictures) -> Result<usize, Failure> {
    let pictures = [
        &pictures.emblem,
        &pictures.nameplate,
        &pictures.backdrop,
        &pictures.career_rank,
        &pictures.csr,
    ];
    let mut saved = 0;
    for (name, picture) in PICTURES.into_iter().zip(pictures) {
        if let Some(picture) = picture {
            folder.save(name, &picture.bytes)?;
            saved += 1;
        }
    }
    Ok(saved)
}

fn describe(
    context: &Context,
    id: &SpartanId,
    customization: Option<&PlayerCustomization>,
) -> Result<Card, Failure> {
    let core = customization.and_then(|customization| customization.armor_cores.as_ref()?.equipped().next());
    let mut parts: Vec<(&'static str, &str)> = Vec::new();
    if let Some(core) = core {
        let core_path = core.core_path.as_deref().map(|path| ("core", path));
        parts.extend(core_path);
        parts.extend(core.equipped_theme().into_iter().flat_map(worn));
    }
    parts.retain(|(_, path)| !path.is_empty());
    let appearance = id.appearance.as_ref();
    let of_card = [
        appearance.and_then(|appearance| appearance.emblem.as_ref()?.emblem_path.as_deref()),
        appearance.and_then(|appearance| appearance.backdrop_image_path.as_deref()),
        appearance.and_then(|appearance| appearance.action_pose_path.as_deref()),
        appearance.and_then(|appearance| appearance.player_title_path.as_deref()),
    ]
    .map(|path| path.filter(|path| !path.is_empty()));
    let paths = parts
        .iter()
        .map(|(_, path)| *path)
        .chain(of_card.into_iter().flatten());
    let subjects: Vec<Subject> = paths.map(|path| Subject::File(path.into())).collect();
    let names = context.names()?;
    names.prepare(subjects.as_slice());
    let [emblem, backdrop, pose, title] = of_card.map(|path| path.map(|path| names.item(path).to_string()));
    Ok(Card {
        xuid: id.xuid.get().to_string(),
        gamertag: id.gamertag.clone(),
        service_tag: id.service_tag().map(str::to_owned),
        career_rank: id.career_rank.as_ref().map(|rank| rank.name(context.tag())),
        csr_rank: id.csr.as_ref().map(|csr| csr.rank().to_string()),
        emblem,
        backdrop,
        pose,
        title,
        armor: parts
            .into_iter()
            .map(|(part, path)| Part {
                part,
                name: names.item(path).to_string(),
            })
            .collect(),
    })
}

/// The worn items of a theme.
fn worn(theme: &ArmorCoreTheme) -> impl Iterator<Item = (&'static str, &str)> {
    let parts = [
        ("kit", &theme.theme_path),
        ("coating", &theme.coating_path),
        ("helmet", &theme.helmet_path),
        ("helmet attachment", &theme.helmet_attachment_path),
        ("visor", &theme.visor_path),
        ("left shoulder", &theme.left_shoulder_pad_path),
        ("right shoulder", &theme.right_shoulder_pad_path),
        ("chest", &theme.chest_attachment_path),
        ("gloves", &theme.glove_path),
        ("wrist", &theme.wrist_attachment_path),
        ("hip", &theme.hip_attachment_path),
        ("knee pads", &theme.knee_pad_path),
        ("effect", &theme.armor_fx_path),
        ("mythic effect", &theme.mythic_fx_path),
    ];
    parts
        .into_iter()
        .filter_map(|(part, path)| Some((part, path.as_deref()?)))
}
