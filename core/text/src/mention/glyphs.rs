//! One character of a text as somebody may have written it: escaped, in digits, in another script, in a circle.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::normalise::fold;

/// A character after decoding.
pub(super) struct Glyph {
    /// The character in search form; none where a tag or an invisible entity stands.
    pub(super) letter: Option<char>,
    /// How many bytes of the text it takes.
    pub(super) length: usize,
    /// Whether it was an escape or a tag.
    pub(super) is_coded: bool,
}

/// How long a tag or an entity may be.
const LONGEST: usize = 32;

/// The character at the beginning of a folded text.
pub(super) fn glyph(text: &str) -> Option<Glyph> {
    let first = text.chars().next()?;
    let coded = match first {
        '&' => entity(text),
        '%' => percent(text),
        '\\' => escape(text),
        '<' => tag(text),
        _ => None,
    };
    coded.or(Some(Glyph { letter: Some(first), length: first.len_utf8(), is_coded: false }))
}

fn coded(letter: Option<char>, length: usize) -> Glyph {
    let letter = letter.and_then(|letter| fold(letter.encode_utf8(&mut [0; 4])).chars().next());
    Glyph { letter, length, is_coded: true }
}

/// `&#99;`, `&#x63;`, `&shy;`.
fn entity(text: &str) -> Option<Glyph> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    if matches!(name, "shy" | "zwj" | "zwnj" | "nbsp" | "lrm" | "rlm") {
        return Some(coded(None, end + 1));
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(coded(char::from_u32(code), end + 1))
}

/// `%63`, `%d8%ad`.
fn percent(text: &str) -> Option<Glyph> {
    let byte = |at: usize| -> Option<u8> {
        let own = text.get(at * 3..at * 3 + 3)?;
        u8::from_str_radix(own.strip_prefix('%')?, 16).ok()
    };
    let first = byte(0)?;
    let count = match first {
        0x20..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf8 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = (0..count).map_while(byte).collect();
    let letter = std::str::from_utf8(&bytes).ok()?.chars().next();
    Some(coded(letter, count * 3))
}

/// `\u0063`, `\x63`.
fn escape(text: &str) -> Option<Glyph> {
    let (digits, length) = match text.as_bytes().get(1)? {
        b'u' => (text.get(2..6)?, 6),
        b'x' => (text.get(2..4)?, 4),
        _ => return None,
    };
    Some(coded(char::from_u32(u32::from_str_radix(digits, 16).ok()?), length))
}

/// `<b>`, `<!-- -->`.
fn tag(text: &str) -> Option<Glyph> {
    let name = text.as_bytes().get(1)?;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    (name.is_ascii_alphabetic() || matches!(name, b'/' | b'!')).then(|| coded(None, end + 1))
}

/// The letters that a character may stand for, besides itself.
pub(super) fn stands_for(letter: char) -> &'static str {
    match letter {
        '4' | '@' => "a",
        '3' | '€' => "eع",
        '1' | '!' | '|' => "il",
        '0' => "o",
        '5' | '$' => "s",
        '7' | '+' => "tح",
        '8' => "b",
        '6' | '9' => "g",
        '2' => "zء",
        'گ' => "ك",
        'چ' => "ج",
        'پ' => "ب",
        'ژ' => "ز",
        'ڤ' => "ف",
        _ => "",
    }
}

/// The Latin letter that a Cyrillic or Greek letter looks like.
pub(super) fn looks_like(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'α' => 'a',
        'в' | 'ь' | 'β' => 'b',
        'с' | 'ϲ' | 'ς' => 'c',
        'ԁ' | 'δ' => 'd',
        'е' | 'ё' | 'є' | 'ε' => 'e',
        'ɡ' => 'g',
        'н' | 'һ' => 'h',
        'і' | 'ї' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' | 'λ' => 'l',
        'м' => 'm',
        'п' | 'ո' | 'η' => 'n',
        'о' | 'ο' | 'σ' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' | 'μ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ω' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ᴢ' => 'z',
        _ => return None,
    })
}

/// The plain letter inside a decorated one: with a stroke or a mark, small capital, in a circle or a square.
pub(super) fn plain(letter: char) -> Option<char> {
    let nth = |first: u32| char::from_u32('a' as u32 + letter as u32 - first);
    match letter {
        '\0'..='\x7f' => None,
        '\u{1f150}'..='\u{1f169}' => nth(0x1_f150),
        '\u{1f170}'..='\u{1f189}' => nth(0x1_f170),
        '\u{1f1e6}'..='\u{1f1ff}' => nth(0x1_f1e6),
        'ł' | 'ʟ' | 'ɫ' => Some('l'),
        'ø' | 'ᴏ' => Some('o'),
        'đ' | 'ð' | 'ᴅ' => Some('d'),
        'ħ' | 'ʜ' => Some('h'),
        'ŧ' | 'ᴛ' => Some('t'),
        'ə' | 'ᴇ' | 'ǝ' => Some('e'),
        'ʙ' | 'ƀ' => Some('b'),
        'ᴄ' => Some('c'),
        'ɢ' => Some('g'),
        'ɪ' | 'ɨ' => Some('i'),
        'ᴋ' => Some('k'),
        'ᴍ' => Some('m'),
        'ⁿ' | 'ɴ' | 'ŋ' => Some('n'),
        'ᴘ' => Some('p'),
        'ʀ' => Some('r'),
        'ꜱ' | 'ș' => Some('s'),
        'ᴜ' | 'ʉ' => Some('u'),
        'ᴠ' => Some('v'),
        'ᴀ' => Some('a'),
        _ => {
            let mut bytes = [0; 4];
            let base =
                DecomposingNormalizerBorrowed::new_nfd().normalize(letter.encode_utf8(&mut bytes)).chars().next()?;
            (base != letter).then_some(base)
        }
    }
}
