//! Percent-encoding in URLs.

/// Decodes the characters that mean the same with and without the encoding: letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn decode_unreserved(url: &str) -> String {
    let mut plain = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, encoded)) = rest.split_once('%') {
        plain += before;
        let digits = encoded
            .get(..2)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(letter) = code.filter(|code| is_unreserved(*code)) {
            plain.push(char::from(letter));
            rest = encoded.get(2..).unwrap_or_default();
        } else {
            plain.push('%');
            rest = encoded;
        }
    }
    plain + rest
}

fn is_unreserved(code: u8) -> bool {
    code.is_ascii_alphanumeric() || b"-._~".contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_without_a_meaning_are_decoded() {
        for (url, plain) in [
            ("/%4Daps/%6d%31?a=%7E%2e%2D%5f", "/Maps/m1?a=~.-_"),
            ("/A%2FB%2f%25%4", "/A%2FB%2f%25%4"),
            ("/%C3%89%20%28", "/%C3%89%20%28"),
            ("%", "%"),
            ("%+4%-1%4g", "%+4%-1%4g"),
            ("%e", "%e"),
            ("%\u{e9}%41", "%\u{e9}A"),
            ("", ""),
        ] {
            assert_eq!(decode_unreserved(url), plain, "{url}");
        }
    }
}
