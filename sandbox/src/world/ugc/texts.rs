//! Translations of names and descriptions. Texts without a translation stay English.

/// A language with translations, or English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
    German,
    Spanish,
}

impl Language {
    /// Parses a header such as `fr-FR, en;q=0.8`. Only the first language counts.
    pub(crate) fn from_header(header: &str) -> Self {
        let first = header.split([',', ';']).next().unwrap_or_default().trim();
        match first.to_ascii_lowercase().as_str() {
            "fr-fr" => Self::French,
            "de-de" => Self::German,
            "es-es" => Self::Spanish,
            _ => Self::English,
        }
    }
}

/// English, French, German, Spanish.
#[rustfmt::skip]
const TRANSLATIONS: [[&str; 4]; 21] = [
    ["Live Fire", "Tir réel", "Scharfschuss", "Fuego real"],
    ["Recharge", "Recharge", "Aufladung", "Recarga"],
    ["Streets", "Rues", "Straßen", "Calles"],
    ["Launch Site", "Site de lancement", "Startrampe", "Plataforma de lanzamiento"],
    ["An old training ground of glass, water and dust.", "Un vieux terrain d'entraînement de verre, d'eau et de poussière.", "Ein altes Übungsgelände aus Glas, Wasser und Staub.", "Un viejo campo de entrenamiento de cristal, agua y polvo."],
    ["Arena:Slayer", "Arène:Assassin", "Arena:Slayer", "Arena:Asesino"],
    ["Ranked:Slayer", "Classé:Assassin", "Rangliste:Slayer", "Clasificatoria:Asesino"],
    ["Arena:CTF", "Arène:Capture du drapeau", "Arena:Flaggenraub", "Arena:Captura la bandera"],
    ["Ranked:CTF", "Classé:Capture du drapeau", "Rangliste:Flaggenraub", "Clasificatoria:Captura la bandera"],
    ["Arena:Oddball", "Arène:Oddball", "Arena:Oddball", "Arena:Bola loca"],
    ["Arena:Strongholds", "Arène:Bases", "Arena:Stellungen", "Arena:Bastiones"],
    ["BTB:Slayer", "GBE:Assassin", "GTS:Slayer", "GBE:Asesino"],
    ["Kill the other side.", "Éliminez le camp adverse.", "Schaltet die Gegenseite aus.", "Elimina al bando contrario."],
    ["Bring home the other side's flag and guard your own.", "Rapportez le drapeau adverse et gardez le vôtre.", "Holt die Flagge der Gegner und bewacht eure eigene.", "Trae la bandera rival y protege la tuya."],
    ["Hold the ball as long as you can.", "Gardez la balle le plus longtemps possible.", "Haltet den Ball so lange wie möglich.", "Conserva la bola todo lo que puedas."],
    ["Quick Play", "Partie rapide", "Schnelles Spiel", "Partida rápida"],
    ["Ranked Arena", "Arène classée", "Ranglisten-Arena", "Arena clasificatoria"],
    ["Big Team Battle", "Grande bataille en équipe", "Große Teamschlacht", "Gran batalla por equipos"],
    ["Bot Bootcamp", "Camp d'entraînement contre bots", "Bot-Ausbildungslager", "Campamento con bots"],
    ["Something for everyone: modes and maps at random.", "Pour tous les goûts : modes et cartes au hasard.", "Für jeden etwas: Modi und Karten nach dem Zufall.", "Para todos los gustos: modos y mapas al azar."],
    ["Four against four for your rank, without a motion tracker.", "À quatre contre quatre pour votre rang, sans détecteur de mouvement.", "Vier gegen vier um den Rang, ohne Bewegungssensor.", "Cuatro contra cuatro por tu rango, sin detector de movimiento."],
];

/// Translates a text, or returns the English one.
pub(crate) fn translate(english: &str, language: Language) -> &str {
    let column = match language {
        Language::English => return english,
        Language::French => 1,
        Language::German => 2,
        Language::Spanish => 3,
    };
    let found = TRANSLATIONS.iter().find(|texts| texts[0] == english);
    found.map_or(english, |texts| texts[column])
}

/// The name of a map-mode pair.
pub(crate) fn pair(mode: &str, map: &str, language: Language) -> String {
    let on = match language {
        Language::English => "on",
        Language::French => "sur",
        Language::German => "auf",
        Language::Spanish => "en",
    };
    format!("{} {on} {}", translate(mode, language), translate(map, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_of_a_header_counts() {
        assert_eq!(Language::from_header("fr-FR,de-DE;q=0.5"), Language::French);
        assert_eq!(Language::from_header(" es-es;q=1"), Language::Spanish);
        assert_eq!(Language::from_header("en-US,fr-FR"), Language::English);
        assert_eq!(Language::from_header(""), Language::English);
    }

    #[test]
    fn texts_without_a_translation_stay_english() {
        assert_eq!(translate("Quick Play", Language::French), "Partie rapide");
        assert_eq!(translate("Aquarius", Language::French), "Aquarius");
        assert_eq!(
            pair("Arena:Slayer", "Live Fire", Language::French),
            "Arène:Assassin sur Tir réel"
        );
    }
}
