//! Reads the tokens of a JSON text, faster than `serde_json`.
//!
//! `serde_json` reads arbitrary bytes one by one and tracks positions for its errors. This reader requires UTF-8,
//! scans blanks and texts eight bytes at a time, and only reports that a text is not JSON; `serde_json` then
//! determines the reason. It accepts the same documents as `serde_json`.

use serde::de::{Error, Visitor};

use super::read_error::{NotJson, ReadError};

pub(super) struct Reader<'de> {
    pub text: &'de str,
    /// The number of bytes read.
    pub at: usize,
    /// The last text with escapes, unescaped.
    escaped: String,
    /// The number of further nested lists and objects that are allowed.
    pub depth: u8,
    /// The memory that further items of lists and maps may take, in bytes.
    memory: usize,
}

pub(super) enum Text<'de, 'reader> {
    /// A slice of the document.
    Plain(&'de str),
    Escaped(&'reader str),
}

/// The values of the hexadecimal digits; -1 for other bytes.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where an index out of bounds is an error"
)]
const HEXADECIMAL: [i8; 256] = {
    let mut values = [-1; 256];
    let mut byte = 0;
    while byte < 256 {
        values[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => (digit - b'0') as i8,
            digit @ b'a'..=b'f' => (digit - b'a') as i8 + 10,
            digit @ b'A'..=b'F' => (digit - b'A') as i8 + 10,
            _ => -1,
        };
        byte += 1;
    }
    values
};

impl<'de> Reader<'de> {
    /// The limit of `serde_json`.
    const MAX_DEPTH: u8 = 127;
    /// The most memory for each byte of the document. In real payloads, items take less memory than their text; in
    /// a crafted list of `{}`, they could take hundreds of times as much.
    const MAX_EXPANSION: usize = 16;
    /// Memory that any document may take, in bytes.
    const FREE_MEMORY: usize = 32 << 20;

    pub const fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            escaped: String::new(),
            depth: Self::MAX_DEPTH,
            memory: Self::FREE_MEMORY.saturating_add(text.len().saturating_mul(Self::MAX_EXPANSION)),
        }
    }

    /// Counts the memory of an item of a list or a map.
    #[inline]
    pub fn allow(&mut self, bytes: usize) -> Result<(), ReadError> {
        let Some(rest) = self.memory.checked_sub(bytes) else {
            return Err(ReadError::custom(format_args!(
                "the document takes too much memory: more than {} MiB, and {} times its length",
                Self::FREE_MEMORY >> 20,
                Self::MAX_EXPANSION
            )));
        };
        self.memory = rest;
        Ok(())
    }

    /// Fails unless only blanks follow, up to the document's length.
    pub fn end(&mut self, length: usize) -> Result<(), NotJson> {
        self.skip_blanks();
        if self.at == length { Ok(()) } else { Err(NotJson) }
    }

    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn byte(&self) -> Result<u8, NotJson> {
        self.text.as_bytes().get(self.at).copied().ok_or(NotJson)
    }

    /// Skips the first byte of a token.
    #[inline]
    pub fn step(&mut self) {
        self.at += 1;
    }

    #[inline]
    fn skip_blanks(&mut self) {
        if self.byte().is_ok_and(|byte| byte <= b' ') {
            self.skip_some_blanks();
        }
    }

    /// Skips blanks fast: an indented document is mostly line breaks that many spaces follow.
    #[inline]
    fn skip_some_blanks(&mut self) {
        const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
        while let Ok(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
            while let Some(chunk) = self.rest().first_chunk() {
                let others = u64::from_le_bytes(*chunk) ^ SPACES;
                if others != 0 {
                    self.at += first_nonzero(others);
                    break;
                }
                self.at += 8;
            }
        }
    }

    /// Skips blanks. Returns the first byte of the next token.
    #[inline]
    pub fn token(&mut self) -> Result<u8, NotJson> {
        let byte = self.byte()?;
        if byte > b' ' {
            return Ok(byte);
        }
        self.skip_some_blanks();
        self.byte()
    }

    #[inline]
    pub fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.token()? != byte {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    pub fn word(&mut self, word: &str) -> Result<(), NotJson> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(NotJson);
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads a text, starting at its opening quotation mark.
    #[inline]
    pub fn text(&mut self) -> Result<Text<'de, '_>, NotJson> {
        self.at += 1;
        let start = self.at;
        self.at += plain_length(self.rest());
        let plain = self.text.get(start..self.at).ok_or(NotJson)?;
        if self.byte()? == b'"' {
            self.at += 1;
            return Ok(Text::Plain(plain));
        }
        self.escaped.clear();
        self.escaped.push_str(plain);
        self.unescape()?;
        Ok(Text::Escaped(&self.escaped))
    }

    /// Skips the next text if it equals this one, which must need no escapes. Returns whether it did.
    #[inline]
    pub fn skip_if_text(&mut self, text: &str) -> bool {
        let end = self.at + 1 + text.len();
        let bytes = self.text.as_bytes();
        let is_same = bytes.get(end) == Some(&b'"') && bytes.get(self.at + 1..end) == Some(text.as_bytes());
        if is_same {
            self.at = end + 1;
        }
        is_same
    }

    /// Reads the rest of a text into `escaped`, starting at its first escape.
    #[inline(never)]
    fn unescape(&mut self) -> Result<(), NotJson> {
        loop {
            match self.byte()? {
                b'\\' => {
                    let letter = self.escape()?;
                    self.escaped.push(letter);
                }
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                ..=0x1f => return Err(NotJson),
                _ => {
                    let start = self.at;
                    self.at += plain_length(self.rest());
                    self.escaped
                        .push_str(self.text.get(start..self.at).ok_or(NotJson)?);
                }
            }
        }
    }

    /// Reads an escape, starting at its backslash. Returns its character.
    #[inline]
    fn escape(&mut self) -> Result<char, NotJson> {
        let kind = *self.rest().get(1).ok_or(NotJson)?;
        self.at += 2;
        Ok(match kind {
            b'u' => {
                let unit = self.unit()?;
                match char::from_u32(unit) {
                    Some(letter) => letter,
                    None => self.surrogate_pair(unit)?,
                }
            }
            b'"' | b'\\' | b'/' => char::from(kind),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            _ => return Err(NotJson),
        })
    }

    /// Reads four hexadecimal digits: a UTF-16 unit.
    #[inline]
    fn unit(&mut self) -> Result<u32, NotJson> {
        let digits = self.rest().first_chunk::<4>().ok_or(NotJson)?;
        let mut unit = 0;
        for digit in digits {
            let value = *HEXADECIMAL.get(usize::from(*digit)).ok_or(NotJson)?;
            unit = unit << 4 | i32::from(value);
        }
        self.at += 4;
        // Negative if a byte is not a digit.
        u32::try_from(unit).map_err(|_| NotJson)
    }

    /// Reads the low surrogate that follows a high one. Returns their character.
    fn surrogate_pair(&mut self, high: u32) -> Result<char, NotJson> {
        self.word("\\u")?;
        let low = self.unit()?;
        if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
            return Err(NotJson);
        }
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).ok_or(NotJson)
    }

    #[inline]
    pub fn number<'v, V: Visitor<'v>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        /// Any number of 18 digits fits an `i64`.
        const MAX_DIGITS: usize = 18;
        let negative = self.byte()? == b'-';
        let digits = self.rest().get(usize::from(negative)..).unwrap_or_default();
        let mut value = 0_i64;
        let mut length = 0;
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            length += 1;
        }
        let is_more = matches!(digits.get(length), Some(b'.' | b'e' | b'E'));
        let starts_with_zero = digits.first() == Some(&b'0');
        // `0` is an integer, but `serde_json` reads `-0` as a float, and leading zeros are errors.
        let is_odd_zero = starts_with_zero && (length > 1 || negative);
        if is_more || length == 0 || length > MAX_DIGITS || is_odd_zero {
            return self.long_number(visitor);
        }
        self.at += length + usize::from(negative);
        if negative {
            visitor.visit_i64(-value)
        } else {
            visitor.visit_u64(value.unsigned_abs())
        }
    }

    /// Reads a float, or an integer of many digits.
    #[inline(never)]
    fn long_number<'v, V: Visitor<'v>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        let text = self.number_text()?;
        // As in `serde_json`, an integer that is too large becomes a float, and so does a negative zero.
        if let Ok(number) = text.parse() {
            return visitor.visit_u64(number);
        }
        match text.parse() {
            Ok(0) | Err(_) => {}
            Ok(number) => return visitor.visit_i64(number),
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(ReadError::custom("number out of range")),
        }
    }

    /// Skips a number of any size. Returns its text.
    fn number_text(&mut self) -> Result<&'de str, NotJson> {
        let bytes = self.rest();
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if count == 0 { Err(NotJson) } else { Ok(count) }
        };
        let start = usize::from(bytes.first() == Some(&b'-'));
        let mut end = start + digits(start)?;
        if end > start + 1 && bytes.get(start) == Some(&b'0') {
            return Err(NotJson);
        }
        if bytes.get(end) == Some(&b'.') {
            end += 1 + digits(end + 1)?;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            end += 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            end += digits(end)?;
        }
        let text = self.text.get(self.at..self.at + end).ok_or(NotJson)?;
        self.at += end;
        Ok(text)
    }

    /// Skips a value of any depth. Does not check that its escapes are valid characters and its numbers fit a type.
    pub fn skip(&mut self) -> Result<(), NotJson> {
        // The closing brackets of the open lists and objects.
        let mut ends = Vec::new();
        loop {
            match self.token()? {
                b'"' => self.skip_text()?,
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                start @ (b'[' | b'{') => {
                    self.step();
                    // In ASCII, a closing bracket is two after its opening one.
                    let end = start + 2;
                    ends.push(end);
                    if self.token()? != end {
                        self.skip_name(end)?;
                        continue;
                    }
                }
                _ => drop(self.number_text()?),
            }
            loop {
                let Some(end) = ends.last().copied() else {
                    return Ok(());
                };
                let token = self.token()?;
                self.step();
                if token == b',' {
                    self.skip_name(end)?;
                    break;
                } else if token == end {
                    ends.pop();
                } else {
                    return Err(NotJson);
                }
            }
        }
    }

    /// Skips the name of a field and its colon in an object, which ends with `}`; does nothing in a list.
    fn skip_name(&mut self, end: u8) -> Result<(), NotJson> {
        if end != b'}' {
            return Ok(());
        }
        if self.token()? != b'"' {
            return Err(NotJson);
        }
        self.skip_text()?;
        self.expect(b':')
    }

    /// Skips a text. Does not check that its escapes are valid characters.
    pub fn skip_text(&mut self) -> Result<(), NotJson> {
        self.at += 1;
        loop {
            self.at += plain_length(self.rest());
            match self.byte()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    let kind = *self.rest().get(1).ok_or(NotJson)?;
                    self.at += 2;
                    match kind {
                        b'u' => drop(self.unit()?),
                        b'"' | b'\\' | b'/' | b'n' | b't' | b'r' | b'b' | b'f' => {}
                        _ => return Err(NotJson),
                    }
                }
                _ => return Err(NotJson),
            }
        }
    }
}

/// The index of the first byte of a chunk that is not zero.
#[inline]
const fn first_nonzero(chunk: u64) -> usize {
    chunk.trailing_zeros() as usize / 8
}

/// The number of bytes up to the first quotation mark, backslash or control character. Texts must not contain
/// control characters.
#[inline]
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    /// Sets the high bit of each byte below a limit. Bytes after the first such byte may be wrong.
    #[inline]
    const fn below(chunk: u64, limit: u8) -> u64 {
        chunk.wrapping_sub(ONES * limit as u64) & !chunk
    }
    let mut rest = text;
    while let Some((chunk, others)) = rest.split_first_chunk() {
        let chunk = u64::from_le_bytes(*chunk);
        // Flipping the second bit turns a quotation mark (0x22) into 0x20, the byte after the control
        // characters, which stay control characters.
        let special = below(chunk ^ (ONES * 2), 0x21) | below(chunk ^ (ONES * b'\\' as u64), 1);
        let found = special & (ONES << 7);
        if found != 0 {
            return text.len() - rest.len() + first_nonzero(found);
        }
        rest = others;
    }
    let end = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f));
    text.len() - rest.len() + end.unwrap_or(rest.len())
}
