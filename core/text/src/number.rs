//! What digits and number words are worth.

use crate::normalise::fold;
use crate::table::Table;

/// The readings of a number in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Digits {
    /// With `.` as the decimal point.
    pub(crate) point: f64,
    /// With `,` as the decimal point; the same where it makes no difference.
    pub(crate) comma: f64,
    /// How many digits stand behind the decimal separator, in the reading that has one.
    pub(crate) decimals: usize,
    /// Which separator is undecided.
    pub(crate) undecided: Option<char>,
}

/// Reads digits with separators; `None` for a date, a version, an address.
pub(crate) fn digits(text: &str) -> Option<Digits> {
    let separators: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let groups: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    let last = *separators.last().unwrap_or(&' ');
    let first_length = groups.first().map_or(0, |group| group.len());
    let is_grouped = |groups: &[&str]| first_length <= 3 && groups.iter().skip(1).all(|group| group.len() == 3);
    let inner = groups.get(..groups.len().saturating_sub(1)).unwrap_or(&[]);
    if text.starts_with(['.', ',']) {
        return (separators.len() == 1).then(|| sure(&groups, 1))?;
    }
    match separators.as_slice() {
        [] => sure(&groups, 0),
        ['٫'] => sure(&groups, 1),
        ['٬'] if is_grouped(&groups) => sure(&groups, 0),
        [separator] if is_grouped(&groups) && !text.starts_with('0') => either(&groups, *separator),
        [_] => sure(&groups, 1),
        _ if separators.iter().all(|separator| *separator == last) && is_grouped(&groups) => sure(&groups, 0),
        [thousands @ .., _] if thousands.iter().all(|separator| separator == &thousands[0]) && is_grouped(inner) => {
            let is_new = thousands.first() != Some(&last);
            if is_new || groups.last().is_some_and(|group| group.len() < 3) { sure(&groups, 1) } else { None }
        }
        _ => None,
    }
}

/// The number whose last `fraction` groups (0 or 1) stand behind the decimal separator.
fn sure(groups: &[&str], fraction: usize) -> Option<Digits> {
    let value = join(groups, fraction)?;
    let decimals = if fraction == 1 { groups.last().map_or(0, |group| group.len()) } else { 0 };
    Some(Digits { point: value, comma: value, decimals, undecided: None })
}

fn either(groups: &[&str], separator: char) -> Option<Digits> {
    let (whole, parted) = (join(groups, 0)?, join(groups, 1)?);
    let (point, comma) = if separator == '.' { (parted, whole) } else { (whole, parted) };
    Some(Digits { point, comma, decimals: 3, undecided: Some(separator) })
}

fn join(groups: &[&str], fraction: usize) -> Option<f64> {
    let (whole, parts) = groups.split_at_checked(groups.len() - fraction)?;
    let whole = if whole.concat().is_empty() { "0".to_owned() } else { whole.concat() };
    let text = if parts.is_empty() { whole } else { format!("{whole}.{}", parts.concat()) };
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The worth of a vulgar fraction such as `½`.
pub(crate) fn vulgar(glyph: char) -> Option<f64> {
    Some(match glyph {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Worth {
    /// One to ninety-nine, zero, or a hundred as a whole (`مائتان`).
    Add(f64),
    /// Hundred.
    Hundred,
    /// Thousand, million.
    Scale(f64),
    /// A half, a quarter.
    Part(f64),
    /// A half on top of what stands before: `buçuk`.
    AndHalf,
    /// Minus.
    Minus,
    /// A word that joins: `and`, `ve`, `و`.
    And,
}

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NumberWord {
    /// What it does.
    pub(crate) worth: Worth,
    /// Whether it is a number only beside another number or before a unit: `bir`, `one`, `yüz`, `on`.
    pub(crate) is_shy: bool,
    /// Whether `and` is part of the word: `وعشرون`.
    pub(crate) joins: bool,
}

/// Number words by spelling.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Table<NumberWord>,
}

impl Words {
    /// Adds a spelling, unless it is known.
    pub(crate) fn add(&mut self, text: &str, worth: Worth, is_shy: bool) {
        self.words.entry(fold(text)).or_insert(NumberWord { worth, is_shy, joins: false });
    }

    /// Adds an Arabic spelling with and without `و` and the article.
    pub(crate) fn add_arabic(&mut self, text: &str, worth: Worth, is_shy: bool) {
        self.add(text, worth, is_shy);
        self.add(&format!("ال{text}"), worth, is_shy);
        self.add(&format!("ب{text}"), worth, is_shy);
        self.add(&format!("ل{text}"), worth, is_shy);
        let joined = NumberWord { worth, is_shy, joins: true };
        self.words.entry(fold(&format!("و{text}"))).or_insert(joined);
        self.words.entry(fold(&format!("وال{text}"))).or_insert(joined);
    }

    /// The number word that a folded text spells.
    pub(crate) fn spelled(&self, text: &str) -> Option<NumberWord> {
        self.words.get(text).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, f64)> {
        digits(text).map(|digits| (digits.point, digits.comma))
    }

    #[test]
    fn separators_decide_where_they_can() {
        assert_eq!(read("1.755,5"), Some((1755.5, 1755.5)));
        assert_eq!(read("1,755.5"), Some((1755.5, 1755.5)));
        assert_eq!(read("0.500"), Some((0.5, 0.5)));
        assert_eq!(read(".5"), Some((0.5, 0.5)));
        assert_eq!(read("1,55"), Some((1.55, 1.55)));
        assert_eq!(read("1.234.567"), Some((1_234_567.0, 1_234_567.0)));
        assert_eq!(read("12,220,13"), Some((12_220.13, 12_220.13)));
    }

    #[test]
    fn both_readings_are_kept_where_they_cannot() {
        assert_eq!(read("1.500"), Some((1.5, 1500.0)));
        assert_eq!(read("1,500"), Some((1500.0, 1.5)));
    }

    #[test]
    fn dates_and_addresses_are_no_numbers() {
        assert_eq!(read("12.03.2024"), None);
        assert_eq!(read("192.168.1.2"), None);
    }
}
