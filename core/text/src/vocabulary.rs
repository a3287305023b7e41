//! Common words of each language: what is one of them is never taken for another word in disguise.
//!
//! The lists are our own, `lang/words.{tr,en,ar}.txt`. A Turkish word is also common where a listed word remains after
//! its suffixes, an Arabic one after its article, particles and pronouns, an English one after its ending.

use std::sync::LazyLock;

use spotter_contract::Lang;

use crate::normalise::fold;
use crate::table::Table;

const LISTS: [(Lang, &str); 3] = [
    (Lang::Tr, include_str!("../lang/words.tr.txt")),
    (Lang::En, include_str!("../lang/words.en.txt")),
    (Lang::Ar, include_str!("../lang/words.ar.txt")),
];

/// Turkish suffixes in search form, each as one piece of a chain.
const TURKISH: &str = "lar ler da de ta te dan den tan ten in un ün nin nun nün i u ü yi yu yü si su sü a e ya ye na ne ni nu nü \
im um üm m n imiz umuz ümüz miz muz müz iniz unuz ünüz niz nuz nüz li lu lü siz suz süz lik luk lük liğ luğ lüğ ki yla yle la le ca ce ça çe \
dir dur dür tir tur tür di du dü ti tu tü k miş muş müş yor iyor uyor üyor r ir ar er ur ür acak ecek acağ eceğ yacak yecek yacağ yeceğ mali meli ma me mak mek \
yin yun yün iş uş üş ken se sa sin sun sün ince unca ünce arak erek yarak yerek ip up üp yip yup yüp il ul ül an en yan yen abil ebil";

const ARABIC_BEFORE: [&str; 13] = ["ال", "و", "ب", "ل", "ك", "ف", "وال", "بال", "لل", "كال", "فال", "ول", "وب"];
const ARABIC_AFTER: [&str; 15] = ["ها", "هم", "هن", "ك", "كم", "ي", "نا", "ه", "ات", "ين", "ون", "ان", "ا", "ت", "تك"];
const ENGLISH_AFTER: [&str; 11] = ["s", "es", "ed", "d", "ing", "ly", "er", "'s", "n't", "'re", "'ll"];

static WORDS: LazyLock<Table<u8>> = LazyLock::new(|| {
    let mut words: Table<u8> = Table::default();
    for (lang, list) in LISTS {
        for word in list.split_whitespace() {
            let word = fold(word);
            let root = word.strip_suffix("mak").or(word.strip_suffix("mek")).filter(|_| lang == Lang::Tr);
            if let Some(root) = root.filter(|root| root.chars().count() > 2) {
                *words.entry(root.to_owned()).or_default() |= bit(lang);
            }
            *words.entry(word).or_default() |= bit(lang);
        }
    }
    words
});

static SUFFIXES: LazyLock<Vec<&'static str>> = LazyLock::new(|| TURKISH.split_whitespace().collect());

/// The common words of a language, as people write them; none for a language that is not one of the three.
pub fn common_words(lang: Lang) -> impl Iterator<Item = &'static str> {
    LISTS.iter().filter(move |(own, _)| *own == lang).flat_map(|(_, list)| list.split_whitespace())
}

/// Whether a word, in whatever case and form, is a common word of a language.
///
/// ```
/// use spotter_contract::Lang;
/// assert!(spotter_text::is_common(Lang::Tr, "Kahvaltılarınızda"));
/// assert!(spotter_text::is_common(Lang::En, "specialists"));
/// assert!(spotter_text::is_common(Lang::Ar, "والتمارين"));
/// assert!(!spotter_text::is_common(Lang::Tr, "klenbuterol"));
/// ```
pub fn is_common(lang: Lang, word: &str) -> bool {
    knows(lang, &fold(word))
}

/// No word of a language is longer than this, in bytes.
const LONGEST: usize = 128;

/// Whether a folded word is a common word of any of the three languages.
pub(crate) fn is_known(folded: &str) -> bool {
    folded.len() <= LONGEST && LISTS.iter().any(|(lang, _)| knows(*lang, folded))
}

/// Which languages list this very form, as bits in the order Turkish, English, Arabic.
pub(crate) fn listed(folded: &str) -> u8 {
    WORDS.get(folded).copied().unwrap_or(0)
}

/// Makes the tables, so that the first text does not wait for them.
pub(crate) fn prepare() {
    LazyLock::force(&WORDS);
    LazyLock::force(&SUFFIXES);
}

fn bit(lang: Lang) -> u8 {
    LISTS.iter().position(|(own, _)| *own == lang).map_or(0, |index| 1 << index)
}

fn knows(lang: Lang, folded: &str) -> bool {
    let is_listed = |word: &str| listed(word) & bit(lang) != 0;
    if is_listed(folded) {
        return true;
    }
    match lang {
        Lang::Tr => {
            let stem = folded.split('\'').next().unwrap_or(folded);
            is_listed(stem) || is_suffixed(stem, 5)
        }
        Lang::En => ENGLISH_AFTER.iter().any(|suffix| {
            let stem = folded.strip_suffix(suffix).filter(|stem| stem.len() > 1);
            stem.is_some_and(|stem| is_listed(stem) || is_listed(&format!("{stem}e")) || is_undoubled(stem, is_listed))
        }),
        Lang::Ar => {
            let before = ARABIC_BEFORE.iter().filter_map(|prefix| folded.strip_prefix(prefix)).chain([folded]);
            before.filter(|rest| rest.chars().count() > 2).any(|rest| {
                let stems = ARABIC_AFTER.iter().filter_map(|suffix| rest.strip_suffix(suffix));
                is_listed(rest)
                    || stems
                        .filter(|stem| stem.chars().count() > 2)
                        .any(|stem| is_listed(stem) || is_listed(&format!("{stem}ه")))
            })
        }
        _ => false,
    }
}

/// `running`: the last consonant is doubled before an ending.
fn is_undoubled(stem: &str, is_listed: impl Fn(&str) -> bool) -> bool {
    let mut letters = stem.chars().rev();
    let is_double = letters.next().zip(letters.next()).is_some_and(|(last, before)| last == before);
    is_double && stem.get(..stem.len() - 1).is_some_and(is_listed)
}

/// Whether a listed Turkish word remains after at most `depth` suffixes.
fn is_suffixed(word: &str, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    SUFFIXES
        .iter()
        .filter_map(|suffix| word.strip_suffix(suffix))
        .any(|stem| stem.chars().count() > 2 && (is_turkish_stem(stem) || is_suffixed(stem, depth - 1)))
}

fn is_turkish_stem(stem: &str) -> bool {
    let is_listed = |word: &str| listed(word) & bit(Lang::Tr) != 0;
    let hard = |soft: char, hard: char| stem.strip_suffix(soft).is_some_and(|rest| is_listed(&format!("{rest}{hard}")));
    is_listed(stem) || hard('b', 'p') || hard('c', 'ç') || hard('d', 't') || hard('ğ', 'k') || hard('g', 'k')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_inflected_words() {
        for word in ["amacınıza", "tamamladım", "sıkça", "yiyeceklerden", "doktorunuza", "kitabı", "ağırlığınız"]
        {
            assert!(is_common(Lang::Tr, word), "{word}");
        }
        for word in ["assessments", "running", "physiotherapists", "baked", "don't"] {
            assert!(is_common(Lang::En, word), "{word}");
        }
        for word in ["والدجاج", "بالتمارين", "وجباتكم", "للصحة"] {
            assert!(is_common(Lang::Ar, word), "{word}");
        }
    }

    #[test]
    fn does_not_know_what_nobody_listed() {
        for word in ["klenbuterol", "clnbuterol", "sibutramin", "qwrtz", "anavar"] {
            assert!(!is_known(word), "{word}");
        }
    }

    #[test]
    fn every_list_is_long_enough() {
        for lang in [Lang::Tr, Lang::En, Lang::Ar] {
            let words: std::collections::BTreeSet<&str> = common_words(lang).collect();
            assert!(words.len() >= 1500, "{lang}: {}", words.len());
        }
    }
}
