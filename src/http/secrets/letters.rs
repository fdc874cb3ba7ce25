//! The letters and digits of a text, however it spells them.
//!
//! A service can repeat a token in many spellings: as it is, in JSON (`\u003d`, `\/`), in a URL (`%3D`, `%253D`), in
//! HTML (`&#61;`, `&#x3d;`, `&amp;`), or in several of these, one around the other. All of them agree in the letters
//! and digits that they stand for. Signs and blanks do not count: `+` can stand for a blank, a line can be broken,
//! and the two alphabets of base64 differ in their signs only. Nor does case count.

use std::collections::VecDeque;
use std::ops::ControlFlow;

/// A letter or digit of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// 0 to 9 for a digit, 10 to 35 for a letter.
    pub value: u8,
    /// The range of bytes that spells it.
    pub start: usize,
    pub end: usize,
}

/// Passes the letters and digits of a text on, in order, until `each` breaks.
///
/// One pass, in time proportional to the length: an escape is replaced by its character as soon as it is complete,
/// and that character can be a part of the escape around it.
pub(super) fn letters(text: &[u8], each: impl FnMut(Letter) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut reader = Reader {
        open: VecDeque::new(),
        each,
    };
    for (start, byte) in text.iter().copied().enumerate() {
        let character = Character::plain(byte, start);
        if reader.open.is_empty() && !starts_escape(byte) {
            reader.pass(character)?;
        } else {
            reader.take(character)?;
        }
    }
    reader.give_up()
}

/// A character, with the range of bytes that spells it.
#[derive(Clone, Copy)]
struct Character {
    byte: u8,
    /// Number of escapes around it, one inside the other.
    depth: usize,
    start: usize,
    end: usize,
}

impl Character {
    fn plain(byte: u8, start: usize) -> Self {
        Self {
            byte,
            depth: 0,
            start,
            end: start + 1,
        }
    }
}

struct Reader<F> {
    /// Escapes that are not complete yet, each inside the one before.
    open: VecDeque<Character>,
    each: F,
}

/// Maximum length of the incomplete escapes. Escapes in some six layers need less.
const MAX_OPEN: usize = 64;
/// Maximum length of one escape: `&#x` and eight digits.
const MAX_ESCAPE: usize = 12;

impl<F: FnMut(Letter) -> ControlFlow<()>> Reader<F> {
    fn pass(&mut self, character: Character) -> ControlFlow<()> {
        match value(character.byte) {
            Some(value) => (self.each)(Letter {
                value,
                start: character.start,
                end: character.end,
            }),
            None => ControlFlow::Continue(()),
        }
    }

    /// Takes the next character: of an escape that is open, or of one that starts.
    fn take(&mut self, mut character: Character) -> ControlFlow<()> {
        while let Some((from, escape)) = self.innermost() {
            match escape.next(character) {
                Next::Complete(byte) => {
                    character = Character {
                        byte,
                        depth: escape.depth.max(character.depth) + 1,
                        start: escape.start,
                        end: character.end,
                    };
                    self.open.truncate(from);
                }
                Next::Incomplete => return self.open(character),
                // The next character of the escape can be spelled by an escape itself.
                Next::NoEscape if starts_escape(character.byte) => break,
                Next::NoEscape => {
                    self.give_up()?;
                    break;
                }
            }
        }
        match starts_escape(character.byte) {
            true => self.open(character),
            false => self.pass(character),
        }
    }

    fn open(&mut self, character: Character) -> ControlFlow<()> {
        self.open.push_back(character);
        match self.open.len() > MAX_OPEN {
            true => self.pass_first(),
            false => ControlFlow::Continue(()),
        }
    }

    fn pass_first(&mut self) -> ControlFlow<()> {
        match self.open.pop_front() {
            Some(first) => self.pass(first),
            None => ControlFlow::Continue(()),
        }
    }

    /// Passes on the characters of escapes that turned out to be none.
    fn give_up(&mut self) -> ControlFlow<()> {
        while !self.open.is_empty() {
            self.pass_first()?;
        }
        ControlFlow::Continue(())
    }

    /// The innermost escape that is open, and its place.
    fn innermost(&self) -> Option<(usize, Escape)> {
        let from = self
            .open
            .iter()
            .rposition(|character| starts_escape(character.byte))?;
        let mut escape = Escape {
            start: self.open.get(from)?.start,
            ..Escape::default()
        };
        for character in self.open.range(from..) {
            escape.push(*character);
        }
        Some((from, escape))
    }
}

/// The start of an escape.
#[derive(Default)]
struct Escape {
    start: usize,
    /// The largest depth of its characters.
    depth: usize,
    bytes: [u8; MAX_ESCAPE],
    length: usize,
}

/// The meaning of the next byte for an escape.
enum Next {
    /// It completes the escape, which stands for this character.
    Complete(u8),
    Incomplete,
    NoEscape,
}

impl Escape {
    fn push(&mut self, character: Character) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = character.byte;
        }
        self.depth = self.depth.max(character.depth);
        self.length += 1;
    }

    fn next(&self, character: Character) -> Next {
        let byte = character.byte;
        // One that is longer than any escape.
        let Some(bytes) = self.bytes.get(..self.length) else {
            return Next::NoEscape;
        };
        match (bytes, byte) {
            // Only of one layer: in `\u005c\u0075`, the second one starts the next escape.
            (b"\\", b'\\') if character.depth >= self.depth => Next::Complete(b'\\'),
            (b"\\", b'n' | b'r' | b't' | b'b' | b'f') => Next::Complete(b' '),
            (b"\\", b'u' | b'x') | (b"%", b'u') | (b"&", b'#') | (b"&#", b'x' | b'X') => Next::Incomplete,
            ([b'\\' | b'%', b'u', digits @ ..], _) => fixed(digits, byte, 4),
            ([b'\\', b'x', digits @ ..] | [b'%', digits @ ..], _) => fixed(digits, byte, 2),
            ([b'&', b'#', b'x' | b'X', digits @ ..], _) => delimited(digits, byte, 16),
            ([b'&', b'#', digits @ ..], _) => delimited(digits, byte, 10),
            ([b'&', name @ ..], b';') => named(name),
            ([b'&', ..], _) if byte.is_ascii_alphabetic() => Next::Incomplete,
            _ => Next::NoEscape,
        }
    }
}

fn starts_escape(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&')
}

/// A number of exactly `length` hexadecimal digits.
fn fixed(digits: &[u8], byte: u8, length: usize) -> Next {
    match (char::from(byte).to_digit(16), digits.len() + 1 == length) {
        (None, _) => Next::NoEscape,
        (Some(_), false) => Next::Incomplete,
        (Some(last), true) => Next::Complete(character(number(digits, 16) << 4 | last)),
    }
}

/// A number that ends with a semicolon.
fn delimited(digits: &[u8], byte: u8, radix: u32) -> Next {
    if byte == b';' && !digits.is_empty() {
        return Next::Complete(character(number(digits, radix)));
    }
    match char::from(byte).is_digit(radix) {
        true => Next::Incomplete,
        false => Next::NoEscape,
    }
}

fn number(digits: &[u8], radix: u32) -> u32 {
    digits.iter().fold(0_u32, |number, digit| {
        let digit = char::from(*digit).to_digit(radix).unwrap_or_default();
        number.saturating_mul(radix).saturating_add(digit)
    })
}

/// The character with this code. All others count as little as a blank.
fn character(code: u32) -> u8 {
    u8::try_from(code).ok().filter(u8::is_ascii).unwrap_or(b' ')
}

/// HTML's names of characters. Those that cannot be a part of an escape count as little as a blank.
fn named(name: &[u8]) -> Next {
    const BLANKS: &str = " lt gt quot apos nbsp equals plus sol colon lowbar hyphen dash period comma tab newline \
                          excl lpar rpar ast midast commat dollar verbar vert lsqb rsqb lcub rcub grave hat quest shy ";
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    match name.as_str() {
        "amp" => Next::Complete(b'&'),
        "bsol" => Next::Complete(b'\\'),
        "percnt" => Next::Complete(b'%'),
        "num" => Next::Complete(b'#'),
        "semi" => Next::Complete(b';'),
        name if BLANKS.contains(&format!(" {name} ")) => Next::Complete(b' '),
        _ => Next::NoEscape,
    }
}

fn value(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'z' => Some(byte - b'a' + 10),
        b'A'..=b'Z' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut read = String::new();
        let end = letters(text.as_bytes(), |letter| {
            read.push(char::from_digit(u32::from(letter.value), 36).unwrap());
            ControlFlow::Continue(())
        });
        assert!(end.is_continue());
        read
    }

    #[test]
    fn every_spelling_of_a_text_has_the_same_letters() {
        for spelling in [
            "v4=Ab/c d",
            r"v4\u003dAb\/c d",
            r"v4\u003DA\u0062\/c d",
            r"\\u0076\\\\u0034\\u003dAb\\\/c\\nd",
            r"v4\u005c\u0075\u0030\u0030\u0033\u0064Ab\u005c\u002fc d",
            "v4%3dAb%2Fc+d",
            "v4%253DAb%25252fc%20d",
            "%764%3D%41%62%2f%63%20%64",
            "v4&#61;Ab&#47;c&#32;d",
            "v4&#x3d;Ab&#X2F;c&nbsp;d",
            "v4&amp;#61;&#0065;b&amp;amp;sol;c d",
            "v&#52;&equals;&#x000041;b&#x2f;c d",
            r"\x764=%u0041b%u002Fc d",
            r"%\u00376\u0034%253d&#6\x35;b/c d",
        ] {
            assert_eq!(read(spelling), "v4abcd", "{spelling}");
        }
    }

    #[test]
    fn text_without_escapes_is_read_as_it_is() {
        for (text, expected) in [
            ("", ""),
            ("100% a&b \\c", "100abc"),
            (r"\u00g1 \xg %zz %u12 %", "u00g1xgzzu12"),
            ("&abc; &; &#; &#x; &#12a; &verylongname;", "abcx12averylongname"),
            ("%%%41 &&#65; \\%41", "aaa"),
            ("é\u{10ffff}\\u00e9%C3%A9", ""),
            ("&#99999999999;&#x1f600;\\ud83d\\ude00", "99999999999"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_know_the_bytes_that_spell_them() {
        let mut ranges = Vec::new();
        let _ = letters(br"a%2541 &amp;#x62;\\u0063", |letter| {
            ranges.push(letter.start..letter.end);
            ControlFlow::Continue(())
        });
        assert_eq!(ranges, [0..1, 1..6, 7..17, 17..24]);
    }

    #[test]
    fn escapes_without_an_end_do_not_pile_up() {
        for text in [
            "%", "\\", "&", "&#", "%\\&", "&amp;", "%25", "%2", "\\u00", "&a", "&#1",
        ] {
            let text = text.repeat(100_000);
            let mut most = 0;
            let mut reader = Reader {
                open: VecDeque::new(),
                each: |_| ControlFlow::Continue(()),
            };
            for (start, byte) in text.bytes().enumerate() {
                assert!(reader.take(Character::plain(byte, start)).is_continue());
                most = most.max(reader.open.len());
            }
            assert!(most <= MAX_OPEN, "{most}");
        }
    }
}
