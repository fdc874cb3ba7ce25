//! The ID of an app registration, as people paste it.

use halo_infinite::uuid::Uuid;

/// Reads the ID. Whatever else the Azure portal shows has its own message; a secret is not repeated.
pub fn parse(text: &str) -> Result<String, String> {
    let text = text.trim().trim_matches(['"', '\'', '`']);
    if let Ok(id) = Uuid::parse_str(text) {
        return Ok(id.hyphenated().to_string());
    }
    let wanted = "the \"Application (client) ID\" of the overview page is needed, such as \
                  6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f";
    let looks_like = if text.is_empty() {
        "nothing was entered"
    } else if text.contains('~') || text.len() > 36 {
        "this looks like the value of a client secret, which halo does not need: delete that secret in the portal"
    } else if text.contains('@') {
        "this is an e-mail address"
    } else if text.contains("://") || text.contains('.') {
        "this is an address"
    } else {
        "this is not an ID"
    };
    Err(format!("{looks_like}; {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_in_every_spelling() {
        for text in [
            "6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f",
            " 6D1F8A52-0B3C-4D5E-9F70-8A1B2C3D4E5F\n",
            "\"{6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f}\"",
            "6d1f8a520b3c4d5e9f708a1b2c3d4e5f",
        ] {
            assert_eq!(
                parse(text).unwrap(),
                "6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f",
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_named_and_a_secret_is_not_repeated() {
        for (text, words) in [
            ("", "nothing was entered"),
            (
                "abC8Q~s3cretValueOfForty.Letters-And-Signs",
                "value of a client secret",
            ),
            ("me@outlook.com", "e-mail"),
            ("api://halo", "address"),
            ("halo", "not an ID"),
        ] {
            let failure = parse(text).unwrap_err();
            assert!(failure.contains(words), "{failure}");
            assert!(
                failure.contains("Application (client) ID") && !failure.contains("s3cret"),
                "{failure}"
            );
        }
    }
}
