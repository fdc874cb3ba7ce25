//! Names that resemble a wrong one.

use super::from_argument::short;

/// The problem with the name of an endpoint, with up to three names that resemble it.
pub(super) fn not_an_endpoint(name: &str, known: impl Iterator<Item = String>) -> String {
    let (_, method) = split(name);
    let mut close: Vec<_> = known
        .filter_map(|known| {
            let (_, of_known) = split(&known);
            let is_part = method.len() > 3 && (of_known.contains(&method) || method.contains(&of_known));
            let distance = distance(&letters(name), &letters(&known)).min(distance(&method, &of_known) + 1);
            let is_close = is_part || distance <= 1 + method.len() / 4;
            is_close.then_some((distance, known))
        })
        .collect();
    close.sort();
    let best = close.first().map_or(0, |(distance, _)| *distance);
    close.retain(|(distance, _)| *distance <= best + 2);
    let close: Vec<_> = close.into_iter().take(3).map(|(_, known)| known).collect();
    let hint = match close.is_empty() {
        true => String::new(),
        false => format!(": did you mean {}?", close.join(" or ")),
    };
    format!("`{}` is not the name of an endpoint{hint}", short(name))
}

/// The letters of the service and of the method.
fn split(name: &str) -> (String, String) {
    let (service, method) = name.rsplit_once('.').unwrap_or(("", name));
    (letters(service), letters(method))
}

/// The letters and digits in lower case: `matchHistory` and `match_history` are one name. A wrong name can be of any
/// length.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(64);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Number of letters to insert, remove or replace (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.bytes().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        for (cost, other) in row.iter_mut().skip(1).zip(right.bytes()) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cost;
            *cost = replaced.min(before + 1).min(diagonal + 1);
            before = *cost;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_changes() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("history", "histroy", 2),
            ("same", "same", 0),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
