//! What digits with their separators are worth.

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
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = text.parse().ok().filter(|value: &f64| value.is_finite())?;
        return Some(Digits { point: value, comma: value, decimals: 0, undecided: None });
    }
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
        _ if is_indian(text) => sure(&groups, usize::from(last == '.')),
        [thousands @ .., _] if thousands.iter().all(|separator| separator == &thousands[0]) && is_grouped(inner) => {
            let is_new = thousands.first() != Some(&last);
            if is_new || groups.last().is_some_and(|group| group.len() < 3) { sure(&groups, 1) } else { None }
        }
        _ => None,
    }
}

/// Whether the groups are those of lakh and crore: `12,34,567.89`.
pub(crate) fn is_indian(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    let mut groups = whole.split(',').rev();
    let has_thousands = groups.next().is_some_and(|last| last.len() == 3);
    let rest: Vec<&str> = groups.collect();
    let Some((first, middle)) = rest.split_last() else { return false };
    has_thousands
        && !middle.is_empty()
        && (1..=2).contains(&first.len())
        && middle.iter().all(|group| group.len() == 2)
        && text.matches('.').count() <= 1
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
    fn lakh_and_crore_have_groups_of_two() {
        assert_eq!(read("12,34,567.89"), Some((1_234_567.89, 1_234_567.89)));
    }

    #[test]
    fn dates_and_addresses_are_no_numbers() {
        assert_eq!(read("12.03.2024"), None);
        assert_eq!(read("192.168.1.2"), None);
    }
}
