//! Other spellings of a text.

use std::fmt::Write as _;

/// The text as it is and in the spellings that services use. All of them are fit for a JSON string.
pub fn spellings(text: &str) -> Vec<String> {
    let each = |spell: &dyn Fn(char) -> String| text.chars().map(spell).collect::<String>();
    let code = u32::from;
    let percent = each(&|sign| format!("%{:02x}", code(sign)));
    let mut spellings = vec![
        text.to_owned(),
        text.to_ascii_uppercase(),
        each(&|sign| format!("\\u{:04x}", code(sign))),
        each(&|sign| match sign.is_ascii_alphanumeric() {
            true => sign.into(),
            false => format!("\\u{:04X}", code(sign)),
        }),
        each(&|sign| match sign.is_ascii_alphanumeric() {
            true => sign.into(),
            false => format!("%{:02X}", code(sign)),
        }),
        percent.replace('%', "%25"),
        percent.replace('%', "\\u0025"),
        percent,
        each(&|sign| format!("&#{};", code(sign))),
        each(&|sign| format!("&amp;#x{:x};", code(sign))),
        each(&|sign| format!("{:02x}", code(sign))),
    ];
    // In base64, within a longer text.
    for before in ["", "a", "ab"] {
        spellings.push(base64(format!("{before}{text}.").as_bytes()));
    }
    // A long part.
    spellings.push(text.chars().skip(3).take(20).collect());
    spellings
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three
            .iter()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        let number = number << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let letter = LETTERS[(number >> (18 - 6 * place)) as usize & 63];
            write!(text, "{}", char::from(letter)).unwrap();
        }
    }
    text
}
