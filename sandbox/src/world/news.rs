//! The articles of Halo Waypoint, in several languages and categories.

use super::ugc::texts::Language;
use crate::rng::Rng;
use crate::wire::timestamp::midnight;

const DAY: i64 = 86_400_000;
/// The day of the newest article.
const NEWEST: i64 = midnight(2026, 10, 27);
/// The hour of publication.
const HOUR: i64 = 17 * 3_600_000;
const FIRST_ID: i64 = 61_000;

/// A category of articles, with the id and the name that Halo Waypoint has for it.
#[derive(Debug)]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) slug: &'static str,
    /// English, French, German, Spanish.
    names: [&'static str; 4],
    /// 0 for a category at the top.
    pub(crate) parent: i64,
}

#[rustfmt::skip]
pub(crate) static CATEGORIES: [Category; 6] = [
    Category { id: 70, slug: "community", names: ["Community", "Communauté", "Community", "Comunidad"], parent: 0 },
    Category { id: 75, slug: "community-spotlight", names: ["Community Spotlight", "La communauté en lumière", "Community im Fokus", "Comunidad destacada"], parent: 70 },
    Category { id: 69, slug: "esports", names: ["Esports", "Esport", "E-Sport", "Esports"], parent: 0 },
    Category { id: 76, slug: "grassroots", names: ["Grassroots", "Amateurs", "Amateursport", "Aficionados"], parent: 69 },
    Category { id: 55, slug: "games", names: ["Games", "Jeux", "Spiele", "Juegos"], parent: 0 },
    Category { id: 78, slug: "halo-infinite", names: ["Halo Infinite", "Halo Infinite", "Halo Infinite", "Halo Infinite"], parent: 55 },
];

/// The category, title and text of an article.
struct Subject {
    category: &'static Category,
    slug: &'static str,
    /// English, French, German, Spanish.
    titles: [&'static str; 4],
    texts: [&'static str; 4],
}

#[rustfmt::skip]
static SUBJECTS: [Subject; 3] = [
    Subject {
        category: &CATEGORIES[5],
        slug: "playlist-update",
        titles: ["Playlist Update", "Mise à jour des listes", "Neues in den Spiellisten", "Actualización de listas"],
        texts: ["New maps join the ranked playlists this week.", "De nouvelles cartes rejoignent les listes classées cette semaine.", "Neue Karten kommen diese Woche in die Ranglisten.", "Esta semana llegan nuevos mapas a las listas clasificatorias."],
    },
    Subject {
        category: &CATEGORIES[1],
        slug: "maps-of-the-month",
        titles: ["Maps of the Month", "Les cartes du mois", "Karten des Monats", "Mapas del mes"],
        texts: ["The best maps that players have built.", "Les meilleures cartes des joueurs.", "Die besten Karten der Spieler.", "Los mejores mapas de los jugadores."],
    },
    Subject {
        category: &CATEGORIES[3],
        slug: "open-tournament",
        titles: ["Open Tournament", "Tournoi ouvert", "Offenes Turnier", "Torneo abierto"],
        texts: ["Everybody can register until Friday.", "Tout le monde peut s'inscrire jusqu'à vendredi.", "Alle können sich bis Freitag anmelden.", "Todo el mundo puede inscribirse hasta el viernes."],
    },
];

const AUTHORS: [&str; 3] = ["Ada Harbour", "Noor Lantern", "Sam Meadow"];
/// The number of articles.
const ARTICLES: usize = 26;

/// An article.
#[derive(Clone, Copy)]
pub(crate) struct Article {
    /// 0 is the newest.
    index: usize,
    subject: &'static Subject,
}

/// All articles, newest first.
pub(crate) fn articles() -> impl DoubleEndedIterator<Item = Article> {
    (0..ARTICLES).map(|index| Article {
        index,
        subject: &SUBJECTS[index % SUBJECTS.len()],
    })
}

fn column(language: Language) -> usize {
    match language {
        Language::English => 0,
        Language::French => 1,
        Language::German => 2,
        Language::Spanish => 3,
    }
}

impl Category {
    pub(crate) fn name(&self, language: Language) -> &'static str {
        self.names[column(language)]
    }

    /// The number of its articles.
    pub(crate) fn count(&self) -> usize {
        articles().filter(|article| article.is_in(self.id)).count()
    }
}

impl Article {
    fn number(self) -> usize {
        ARTICLES - self.index
    }

    pub(crate) fn id(self) -> i64 {
        FIRST_ID + 17 * self.number() as i64
    }

    pub(crate) fn slug(self) -> String {
        format!("{}-{}", self.subject.slug, self.number())
    }

    pub(crate) fn title(self, language: Language) -> String {
        format!("{} #{}", self.subject.titles[column(language)], self.number())
    }

    pub(crate) fn text(self, language: Language) -> &'static str {
        self.subject.texts[column(language)]
    }

    pub(crate) fn author(self) -> &'static str {
        Rng::new(self.id().unsigned_abs()).pick(&AUTHORS)
    }

    /// The ids of its category and of the one above.
    pub(crate) fn categories(self) -> [i64; 2] {
        [self.subject.category.parent, self.subject.category.id]
    }

    pub(crate) fn is_in(self, category: i64) -> bool {
        self.categories().contains(&category)
    }

    /// The time of publication, in milliseconds since 1970.
    pub(crate) fn published(self) -> i64 {
        NEWEST + HOUR - 9 * DAY * self.index as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn articles_have_own_ids_slugs_and_times_and_every_category_has_some() {
        let ids: BTreeSet<i64> = articles().map(Article::id).collect();
        let slugs: BTreeSet<String> = articles().map(Article::slug).collect();
        assert_eq!((ids.len(), slugs.len()), (ARTICLES, ARTICLES));
        let times: Vec<i64> = articles().map(Article::published).collect();
        assert!(times.is_sorted_by(|one, next| one > next));
        assert!(CATEGORIES.iter().all(|category| category.count() > 0));
        for category in CATEGORIES.iter().filter(|category| category.parent != 0) {
            assert!(
                CATEGORIES
                    .iter()
                    .any(|parent| parent.id == category.parent && parent.parent == 0)
            );
        }
    }
}
