//! Finds secrets, and long parts of them, in texts.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::iter;
use std::ops::{ControlFlow, Range};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use zeroize::Zeroizing;

use super::letters::letters;
use crate::types::Secret;

/// Number of letters and digits of a secret that are compared at once.
const GRAM: usize = 6;
/// Number of consecutive letters and digits of a secret that no text may show. A secret with fewer is hidden whole.
/// One with fewer than [`GRAM`] is no secret, and would be found anywhere.
const PART: usize = 12;

/// Finds secrets in texts, in any spelling: as they are, escaped for JSON, URLs or HTML, also several times, in
/// base64 or in hexadecimal digits, in either case. [`letters`] describes the escapes.
///
/// It finds parts of secrets too: of a text's letters and digits, any [`PART`] that are also consecutive in a secret.
pub(crate) struct SecretFinder {
    needles: Vec<Needle>,
}

/// A secret to find.
struct Needle {
    /// All sequences of [`GRAM`] letters in the secret's spellings.
    grams: HashSet<u64, BuildHasherDefault<GramHasher>>,
    /// Number of consecutive letters that are hidden.
    part: usize,
}

impl SecretFinder {
    pub fn new(secrets: &[Secret]) -> Self {
        Self {
            needles: secrets.iter().filter_map(Needle::new).collect(),
        }
    }

    /// Whether a text shows a secret, or a long part of one.
    pub fn finds_any(&self, text: &[u8]) -> bool {
        self.find(text, |_| ControlFlow::Break(())).is_break()
    }

    /// Replaces the secrets in a text, and long parts of them, by `...`.
    pub fn hide(&self, text: &[u8]) -> Vec<u8> {
        let mut hidden: Vec<Range<usize>> = Vec::new();
        let _ = self.find(text, |mut range| {
            while let Some(last) = hidden.pop_if(|last| range.start < last.end) {
                range.start = range.start.min(last.start);
            }
            hidden.push(range);
            ControlFlow::Continue(())
        });
        let mut shown = Vec::with_capacity(text.len());
        let mut from = 0;
        for range in hidden {
            shown.extend_from_slice(text.get(from..range.start).unwrap_or_default());
            shown.extend_from_slice(b"...");
            from = range.end;
        }
        shown.extend_from_slice(text.get(from..).unwrap_or_default());
        shown
    }

    /// [`hide`](Self::hide) for a `str`.
    pub fn hide_in(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.hide(text.as_bytes())).into_owned()
    }

    /// Passes on each range of bytes that shows a part of a secret, in the order of their ends.
    fn find(&self, text: &[u8], mut found: impl FnMut(Range<usize>) -> ControlFlow<()>) -> ControlFlow<()> {
        if self.needles.is_empty() {
            return ControlFlow::Continue(());
        }
        let mut gram = Gram::default();
        // A ring of the last letters: the start of each, and the gram that ends with it.
        let mut last = [(0, 0); PART];
        let mut count = 0_usize;
        // For each needle the number of consecutive letters of the text that are also in the secret, and the number
        // of letters since the last look.
        let mut states = vec![(0, 0); self.needles.len()];
        letters(text, |letter| {
            gram.push(letter.value);
            if let Some(place) = last.get_mut(count % PART) {
                *place = (letter.start, gram.0);
            }
            count += 1;
            let back = |letters: usize| last.get((count - letters) % PART).copied().unwrap_or_default();
            for (needle, (matched, unseen)) in iter::zip(&self.needles, &mut states) {
                *unseen += 1;
                // Every long part of a secret has a gram at one of these letters: most need not be looked up.
                if *matched == 0 && (*unseen < needle.stride() || count < GRAM) {
                    continue;
                }
                *unseen = 0;
                *matched = match *matched {
                    _ if !needle.grams.contains(&gram.0) => 0,
                    0 => {
                        let before = 2..=needle.stride().min(count - GRAM + 1);
                        let has_gram = |letters: &usize| needle.grams.contains(&back(*letters).1);
                        GRAM + before.take_while(has_gram).count()
                    }
                    letters => letters + 1,
                };
                if *matched >= needle.part {
                    found(back(needle.part).0..letter.end)?;
                }
            }
            ControlFlow::Continue(())
        })
    }
}

impl Needle {
    /// `None` if the secret is too short.
    fn new(secret: &Secret) -> Option<Self> {
        /// Letters of all spellings for each byte of a secret, about.
        const LETTERS: usize = 7;
        let mut needle = Self {
            grams: HashSet::with_capacity_and_hasher(LETTERS * secret.expose().len(), Default::default()),
            part: 0,
        };
        needle.part = needle.add(secret.expose().as_bytes()).min(PART);
        if needle.part < GRAM {
            return None;
        }
        for spelling in spellings(secret.expose()) {
            needle.add(spelling.as_bytes());
        }
        Some(needle)
    }

    /// Number of grams in a part that is hidden.
    fn stride(&self) -> usize {
        self.part + 1 - GRAM
    }

    /// Adds a spelling. Returns the number of its letters.
    fn add(&mut self, spelling: &[u8]) -> usize {
        let mut gram = Gram::default();
        let mut count = 0;
        let _ = letters(spelling, |letter| {
            gram.push(letter.value);
            count += 1;
            if count >= GRAM {
                self.grams.insert(gram.0);
            }
            ControlFlow::Continue(())
        });
        count
    }
}

/// A secret in base64 and in hexadecimal digits.
///
/// Base64 spells three bytes by four letters, so within a longer text there are three ways to spell the secret. The
/// letters at the ends depend on the text around it, and are left out.
fn spellings(secret: &str) -> impl Iterator<Item = Zeroizing<String>> {
    let base64 = [(0, 0), (1, 2), (2, 3)].map(|(before, foreign)| {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(secret.as_bytes());
        let mut text = Zeroizing::new(BASE64.encode(&bytes));
        if bytes.len() % 3 != 0 {
            text.pop();
        }
        let foreign = foreign.min(text.len());
        Zeroizing::new(text.split_off(foreign))
    });
    let digits = secret.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    base64.into_iter().chain([Zeroizing::new(digits.collect())])
}

/// The last [`GRAM`] letters, six bits each.
#[derive(Default)]
struct Gram(u64);

impl Gram {
    fn push(&mut self, letter: u8) {
        self.0 = (self.0 << 6 | u64::from(letter)) & ((1 << (6 * GRAM)) - 1);
    }
}

/// A hasher for grams, much faster than the standard library's. Nobody gains by collisions here.
#[derive(Default)]
struct GramHasher(u64);

impl Hasher for GramHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, gram: u64) {
        // The table takes the lowest and the highest bits of the hash, the product is good in the middle.
        self.0 = (self.0 ^ gram)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "v4=eyJhbGciOi/JIUzI1NiIs+InR5cCI6IkpXVCJ9.q_w-e~r%3Dty==";

    fn finder(secret: &str) -> SecretFinder {
        SecretFinder::new(&[secret.into()])
    }

    fn hidden(secret: &str, text: &str) -> String {
        let finder = finder(secret);
        let hidden = finder.hide_in(text);
        assert_eq!(finder.finds_any(text.as_bytes()), hidden != text, "{text}");
        assert!(!finder.finds_any(hidden.as_bytes()), "{hidden}");
        hidden
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            "",
            "no",
            "<p>It isn&#39;t 100&#37; yours: \\\"x\\\" v4=eyJhbGciO</p>",
            "eyJhbGciOiJFUzI1NiI",
            "\u{0}\u{7f}é\n%%%\\\\",
        ] {
            assert_eq!(hidden(TOKEN, text), text);
        }
        let bytes = [0xff, 0xfe, b'%', 0xc3];
        assert_eq!(finder(TOKEN).hide(&bytes), bytes);
    }

    #[test]
    fn whole_tokens_are_hidden_each_for_itself() {
        let text = format!("no: {TOKEN} and {TOKEN}, \"{TOKEN}\"");
        assert_eq!(hidden(TOKEN, &text), "no: ...== and ...==, \"...==\"");
        let two = SecretFinder::new(&["first-secret-0".into(), "second-secret-1".into()]);
        assert_eq!(
            two.hide_in("a second-secret-1 b first-secret-0 c"),
            "a ... b ... c"
        );
    }

    #[test]
    fn parts_are_hidden_from_twelve_letters_on() {
        let token = "abcdefghijklmnopqrstuvwxyz";
        for (text, expected) in [
            ("<abcdefghijk>", "<abcdefghijk>"),
            ("<abcdefghijkl>", "<...>"),
            ("<opqrstuvwxyz>", "<...>"),
            ("<pqrstuvwxyz>", "<pqrstuvwxyz>"),
            ("<ghij\nklmn\nopqr>", "<...>"),
            ("<bcdefgabcdef>", "<bcdefgabcdef>"),
            ("<ABCDEFGHIJKLmnop>", "<...>"),
        ] {
            assert_eq!(hidden(token, text), expected);
        }
    }

    #[test]
    fn short_secrets_are_hidden_whole() {
        assert_eq!(hidden("s3cret", "a s3cret, a s3cre"), "a ..., a s3cre");
        assert_eq!(hidden("s3cret-7", "s3cret%2D7 s3cret"), "... s3cret");
        assert_eq!(hidden("short", "too short"), "too short");
        assert_eq!(hidden("", "nothing"), "nothing");
    }

    #[test]
    fn base64_and_hexadecimal_digits_are_found_within_longer_texts() {
        for before in ["", "a", "ab", "abc", "{\"token\":\""] {
            let text = format!("{before}{TOKEN}\"}}");
            for spelled in [
                STANDARD.encode(&text),
                URL_SAFE_NO_PAD.encode(&text),
                text.bytes().map(|byte| format!("{byte:02X}")).collect(),
                text.bytes().map(|byte| format!("{byte:02x} ")).collect(),
            ] {
                let hidden = hidden(TOKEN, &format!("<{spelled}>"));
                let letters = hidden.len() - 3;
                assert!(hidden.contains("...") && letters < 60, "{hidden}");
            }
        }
    }

    /// Undoes every spelling that this knows, layer by layer, until nothing changes. It shares nothing with the
    /// finder, and knows where a text was cut.
    fn decoded(text: &str) -> String {
        let mut text = text.to_owned();
        loop {
            let next = decoded_once(&text);
            if next == text {
                return text;
            }
            text = next;
        }
    }

    fn decoded_once(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let escape = |prefix: &str, digits: usize, end: &str| {
                let behind = rest.strip_prefix(prefix)?;
                let number = behind.get(..digits)?;
                let code = u32::from_str_radix(number, 16).ok()?;
                let behind = behind.get(digits..)?.strip_prefix(end)?;
                Some((char::from_u32(code)?, behind))
            };
            let decimal = || {
                let (number, behind) = rest.strip_prefix("&#")?.split_once(';')?;
                Some((char::from_u32(number.parse().ok()?)?, behind))
            };
            let named = || {
                [("&amp;", '&'), (r"\\", '\\'), (r"\/", '/')]
                    .iter()
                    .find_map(|(name, sign)| Some((*sign, rest.strip_prefix(name)?)))
            };
            let found = (escape("%", 2, ""))
                .or_else(|| escape("\\u", 4, ""))
                .or_else(|| escape("&#x", 2, ";"))
                .or_else(decimal)
                .or_else(named);
            let (sign, behind) = found.unwrap_or((first, &rest[first.len_utf8()..]));
            out.push(sign);
            rest = behind;
        }
        out
    }

    /// Spells a character.
    fn spelled(sign: char, how: u8) -> String {
        let code = u32::from(sign);
        match how {
            0 => format!("\\u{code:04x}"),
            1 => format!("\\u{code:04X}"),
            2 => format!("%{code:02x}"),
            3 => format!("%{code:02X}"),
            4 => format!("&#{code};"),
            5 => format!("&#x{code:x};"),
            6 if sign == '&' => "&amp;".into(),
            6 if matches!(sign, '\\' | '/') => format!("\\{sign}"),
            _ => sign.into(),
        }
    }

    fn longest_common_part(text: &str, token: &str) -> usize {
        let (text, token) = (text.as_bytes(), token.as_bytes());
        let mut longest = 0;
        let mut row = vec![0; token.len() + 1];
        for byte in text {
            for place in (0..token.len()).rev() {
                let common = if token[place] == *byte { row[place] + 1 } else { 0 };
                row[place + 1] = common;
                longest = longest.max(common);
            }
        }
        longest
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_mix_of_spellings_shows_a_part_of_a_token(
            token in "[A-Za-z0-9+/=._~-]{20,60}",
            before in "[ -~]{0,20}",
            behind in "[ -~]{0,20}",
            layers in prop::collection::vec(prop::collection::vec(0..12_u8, 1..9), 0..4),
            cut in 0..60_usize,
        ) {
            let part = token.get(..token.len() - cut.min(token.len() - 1)).unwrap();
            let mut echo = part.to_owned();
            for layer in &layers {
                let mut hows = layer.iter().cycle();
                echo = echo.chars().map(|sign| spelled(sign, *hows.next().unwrap())).collect();
            }
            let text = format!("{before} {echo} {behind}");
            let shown = decoded(&finder(&token).hide_in(&text));
            let longest = longest_common_part(&shown, &token);
            // Signs do not count as letters, so some more characters can be left.
            let signs = token.chars().filter(|sign| !sign.is_ascii_alphanumeric()).count();
            prop_assert!(longest < PART + signs, "{longest} characters of {token} in {shown}");
        }

        #[test]
        fn other_random_text_is_not_changed(token in "[A-Za-z0-9]{20,60}", text in "[ -~]{0,200}") {
            prop_assert_eq!(finder(&token).hide_in(&text), text);
        }
    }

    /// A quadratic search would not end.
    #[test]
    fn long_texts_of_any_kind_are_searched_in_one_pass() {
        let token = TOKEN.repeat(20);
        for piece in [
            "%",
            "%25",
            "\\",
            "&amp;",
            "eyJhbGciOi",
            "a",
            "{\"k\": 1}, ",
            TOKEN,
        ] {
            let text = piece.repeat((1 << 18) / piece.len());
            let finder = finder(&token);
            let shown = finder.hide(text.as_bytes());
            assert!(shown.len() <= text.len());
        }
    }
}
