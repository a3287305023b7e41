//! Turkish noun forms, generated from what a suffix needs to know about its stem.
//!
//! A noun's forms depend only on its last vowel, on whether it ends in a vowel, and on whether its last consonant is
//! voiceless. So the endings are generated once for each such [`Shape`], and a lemma is a list of stems, each with the
//! endings that fit it. `-sIz` (without) marks the form as privative; `-cI` makes a person and is left out.

use std::collections::BTreeMap;

use crate::normalise::fold;

/// What the endings of a noun depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each holds or not, in any combination")]
pub(crate) struct Shape {
    /// The last vowel: `a`, `e`, `o` or `ö` stands for its harmony class.
    vowel: char,
    /// Whether the stem ends in a vowel.
    is_open: bool,
    /// Whether the stem ends in one of `f s t k ç ş h p`.
    is_voiceless: bool,
    /// Whether the stem already ends in the possessive of a compound.
    is_possessed: bool,
    /// Whether the stem is a verb's root too, so that `-DI`, `-mIş`, `-sA` behind it conjugate the verb.
    is_verb: bool,
}

/// One stem of a noun, and which endings it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stem {
    /// The stem, in search form.
    pub(crate) text: String,
    /// What its endings depend on.
    pub(crate) shape: Shape,
    /// Whether it stands only before endings that begin with a vowel.
    pub(crate) before_vowel: bool,
    /// Whether it stands only with an ending.
    pub(crate) is_bound: bool,
}

/// How a lemma departs from the rule.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each holds or not, in any combination")]
pub(crate) struct Traits {
    /// Its last consonant softens although it has one syllable.
    pub(crate) softens: bool,
    /// Its last consonant does not soften although it has more syllables.
    pub(crate) keeps: bool,
    /// It loses its last vowel before a vowel: `göğüs`, `göğsü`.
    pub(crate) drops_vowel: bool,
    /// It ends in the possessive of a compound: `tereyağı`.
    pub(crate) compound: bool,
    /// Its endings have front vowels although its own are back: `alkol`, `alkolü`.
    pub(crate) front: bool,
}

/// Endings by text; the value says whether the form means "without".
pub(crate) type Endings = BTreeMap<String, bool>;

/// The stems of a lemma.
pub(crate) fn stems(lemma: &str, traits: Traits) -> Vec<Stem> {
    let lemma = lower(lemma);
    let last_word = lemma.rsplit(' ').next().unwrap_or(&lemma);
    let traits = Traits {
        softens: traits.softens || SOFTENING.contains(&last_word),
        drops_vowel: traits.drops_vowel || VOWEL_DROPPING.contains(&last_word),
        compound: traits.compound
            || COMPOUND_TAILS.iter().any(|tail| last_word.len() > tail.len() && last_word.ends_with(tail)),
        ..traits
    };
    let mut stems = vec![stem(&lemma, traits, false, false)];
    if is_palatal(last_word) {
        stems.push(stem(&lemma, Traits { front: true, ..traits }, false, true));
    }
    if let Some(soft) = softened(&lemma, traits) {
        stems.push(Stem { text: fold(&soft), before_vowel: true, is_bound: true, ..stem(&lemma, traits, true, true) });
    }
    if traits.drops_vowel {
        let dropped = without_last_vowel(&lemma);
        stems.push(Stem { text: fold(&dropped), ..stem(&lemma, traits, true, true) });
    }
    if traits.compound || (lemma.contains(' ') && ends_in_high_vowel(&lemma)) {
        let mut possessed = stem(&lemma, traits, false, false);
        possessed.shape.is_possessed = true;
        stems.push(possessed);
        stems.extend(bare(&lemma).iter().map(|base| stem(base, traits, false, true)));
    }
    stems
}

/// Nouns that are spelled like the root of a verb.
const VERBS: [&str; 12] = ["et", "yağ", "kaz", "ek", "biç", "dal", "kır", "ez", "sağ", "dol", "boya", "tat"];

/// Nouns of one syllable whose last consonant softens before a vowel.
const SOFTENING: [&str; 22] = [
    "but", "güç", "kap", "dip", "uç", "tat", "ut", "yurt", "kurt", "art", "dert", "harç", "borç", "taç", "kanat",
    "renk", "denk", "çok", "dört", "kalp", "genç", "gök",
];

/// Nouns that lose their last vowel before a suffix that begins with one: a closed list of the language.
const VOWEL_DROPPING: [&str; 57] = [
    "ağız", "akıl", "akis", "alın", "asıl", "avuç", "bağır", "beniz", "beyin", "boyun", "burun", "böğür", "cisim",
    "cürüm", "devir", "emir", "fasıl", "fikir", "geniz", "gönül", "göğüs", "hapis", "hüküm", "ilim", "isim", "izin",
    "kabir", "karın", "kayıp", "keşif", "keyif", "kısım", "metin", "nabız", "nakil", "nehir", "nesir", "nutuk", "ömür",
    "oğul", "hayır", "omuz", "özür", "resim", "sabır", "seyir", "şehir", "şekil", "tavır", "hacim", "vakit", "zehir",
    "zihin", "zulüm", "ufuk", "lütuf", "zikir",
];

/// Last parts of compounds that are written as one word; they end in the possessive.
const COMPOUND_TAILS: [&str; 20] = [
    "çiçeği",
    "yağı",
    "suyu",
    "balığı",
    "kabağı",
    "otu",
    "eti",
    "sütü",
    "biberi",
    "fıstığı",
    "cevizi",
    "üzümü",
    "ekmeği",
    "peyniri",
    "böreği",
    "dolabı",
    "bebeği",
    "yaşı",
    "başı",
    "çekirdeği",
];

/// Whether a loanword's last consonant is palatal, so that its endings may have front vowels: `alkol`, `hakikat`.
fn is_palatal(word: &str) -> bool {
    let syllables = word.chars().filter(|letter| harmony(*letter).is_some()).count();
    let is_long = syllables > 1 && ["al", "ol", "at", "ul"].iter().any(|tail| word.ends_with(tail));
    is_long || ["gol", "rol", "hal"].contains(&word)
}

/// Every ending that a stem of this shape takes, the empty one included.
pub(crate) fn endings(shape: Shape) -> Endings {
    let mut endings = Endings::new();
    let start =
        Word { text: String::new(), vowel: shape.vowel, is_open: shape.is_open, is_voiceless: shape.is_voiceless };
    if shape.is_possessed {
        cases(&start, Pronominal::Yes, false, &mut endings);
        return endings;
    }
    inflect(&start, &mut endings);
    if shape.is_verb {
        let verbal = ["(y)DI", "(y)mIş", "(y)sA", "sIn", "sInlAr", "DIr"].map(|suffix| start.with(suffix).text);
        endings.retain(|ending, _| !verbal.iter().any(|suffix| ending.starts_with(suffix.as_str())));
    }
    derive(&start, &mut endings);
    endings
}

/// The endings that a number or a unit takes: cases, the third person's possessive, `-lIk`, `-lI`.
pub(crate) fn measure_endings(shape: Shape) -> Endings {
    let mut endings = Endings::new();
    let start =
        Word { text: String::new(), vowel: shape.vowel, is_open: shape.is_open, is_voiceless: shape.is_voiceless };
    cases(&start, Pronominal::No, false, &mut endings);
    cases(&start.with("lAr"), Pronominal::No, false, &mut endings);
    cases(&start.with("(s)I"), Pronominal::Yes, false, &mut endings);
    cases(&start.with("lArI"), Pronominal::Yes, false, &mut endings);
    for derived in ["lIk", "lI", "(ş)Ar"] {
        put(&start.with(derived), false, &mut endings);
    }
    let soft = start.with("lIk").softened();
    for case in ["I", "A", "InA", "InI", "InDA"] {
        put(&soft.with(case), false, &mut endings);
    }
    endings
}

fn stem(text: &str, traits: Traits, before_vowel: bool, is_bound: bool) -> Stem {
    let last = text.chars().last().unwrap_or('a');
    let vowel = text.chars().rev().find_map(harmony).unwrap_or('e');
    let vowel = match (traits.front, vowel) {
        (true, 'a') => 'e',
        (true, 'o') => 'ö',
        (_, vowel) => vowel,
    };
    let is_voiceless = "fstkçşhp".contains(last);
    let shape = Shape {
        vowel,
        is_open: harmony(last).is_some(),
        is_voiceless,
        is_possessed: false,
        is_verb: VERBS.contains(&text),
    };
    Stem { text: fold(text), shape, before_vowel, is_bound }
}

/// Lower case in Turkish, diacritics kept: harmony needs the difference of `ı` and `i`.
fn lower(text: &str) -> String {
    icu_casemap::CaseMapper::new().fold_turkic_string(text).into_owned()
}

fn harmony(letter: char) -> Option<char> {
    match letter {
        'a' | 'ı' | 'â' => Some('a'),
        'e' | 'i' | 'î' => Some('e'),
        'o' | 'u' | 'û' => Some('o'),
        'ö' | 'ü' => Some('ö'),
        _ => None,
    }
}

fn softened(lemma: &str, traits: Traits) -> Option<String> {
    let last_word = lemma.rsplit(' ').next().unwrap_or(lemma);
    let syllables = last_word.chars().filter(|letter| harmony(*letter).is_some()).count();
    if traits.keeps || (syllables < 2 && !traits.softens) {
        return None;
    }
    let mut letters: Vec<char> = lemma.chars().collect();
    let last = letters.pop()?;
    let soft = match last {
        'k' if letters.last() == Some(&'n') => 'g',
        'k' | 'g' => 'ğ',
        'p' => 'b',
        'ç' => 'c',
        't' => 'd',
        _ => return None,
    };
    letters.push(soft);
    Some(letters.into_iter().collect())
}

fn without_last_vowel(lemma: &str) -> String {
    let mut letters: Vec<char> = lemma.chars().collect();
    if let Some(at) = letters.iter().rposition(|letter| harmony(*letter).is_some()) {
        letters.remove(at);
    }
    letters.into_iter().collect()
}

fn ends_in_high_vowel(lemma: &str) -> bool {
    lemma.ends_with(['ı', 'i', 'u', 'ü'])
}

/// What may remain of a compound without its possessive: `tereyağ`, `hindistan ceviz`, `balık çorba`.
fn bare(lemma: &str) -> Vec<String> {
    let Some(base) = lemma.strip_suffix(['ı', 'i', 'u', 'ü']) else { return Vec::new() };
    let mut bases = vec![base.to_owned()];
    let mut letters: Vec<char> = base.chars().collect();
    let hard = match letters.pop() {
        Some('s' | 'y') if letters.last().is_some_and(|letter| harmony(*letter).is_some()) => None,
        Some('d') => Some('t'),
        Some('b') => Some('p'),
        Some('c') => Some('ç'),
        Some('ğ') => Some('k'),
        _ => return bases,
    };
    letters.extend(hard);
    bases.push(letters.into_iter().collect());
    bases
}

/// Whether a pronominal n stands before the case: after the possessive of the third person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pronominal {
    Yes,
    No,
}

/// A word under construction, in search form.
#[derive(Clone)]
struct Word {
    text: String,
    vowel: char,
    is_open: bool,
    is_voiceless: bool,
}

impl Word {
    /// The word with a suffix. `A` is a/e, `I` one of the four high vowels, `D` d/t, `C` c/ç; a letter in brackets
    /// stands only where it parts two vowels or two consonants.
    fn with(&self, template: &str) -> Self {
        let mut word = self.clone();
        let mut letters = template.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '(' {
                word.push(letter);
                continue;
            }
            let buffer = letters.next().unwrap_or('y');
            let is_vowel = matches!(buffer, 'I' | 'A');
            if word.is_open != is_vowel {
                word.push(buffer);
            }
            letters.next();
        }
        word
    }

    fn push(&mut self, letter: char) {
        let letter = match (letter, self.vowel) {
            ('A', 'a' | 'o') => 'a',
            ('A', _) => 'e',
            ('I', 'a') => 'ı',
            ('I', 'e') => 'i',
            ('I', 'o') => 'u',
            ('I', _) => 'ü',
            ('D', _) => {
                if self.is_voiceless {
                    't'
                } else {
                    'd'
                }
            }
            ('C', _) => {
                if self.is_voiceless {
                    'ç'
                } else {
                    'c'
                }
            }
            (letter, _) => letter,
        };
        self.text.push(if letter == 'ı' { 'i' } else { letter });
        self.vowel = harmony(letter).unwrap_or(self.vowel);
        self.is_open = harmony(letter).is_some();
        self.is_voiceless = "fstkçşhp".contains(letter);
    }

    fn softened(mut self) -> Self {
        if self.text.pop().is_some() {
            self.text.push('ğ');
            self.is_voiceless = false;
        }
        self
    }
}

/// A stem with each of these suffixes, in search form; the templates are those of [`Word::with`].
pub(crate) fn suffixed(stem: &str, templates: &[&str]) -> Vec<String> {
    let stem = lower(stem);
    let last = stem.chars().last().unwrap_or('a');
    let word = Word {
        vowel: stem.chars().rev().find_map(harmony).unwrap_or('e'),
        is_open: harmony(last).is_some(),
        is_voiceless: "fstkçşhp".contains(last),
        text: fold(&stem),
    };
    templates.iter().map(|template| word.with(template).text).collect()
}

/// Number, possessive, case and copula behind a word.
fn inflect(word: &Word, endings: &mut Endings) {
    for number in [word.clone(), word.with("lAr")] {
        cases(&number, Pronominal::No, false, endings);
        for possessive in ["(I)m", "(I)n", "(I)mIz", "(I)nIz"] {
            cases(&number.with(possessive), Pronominal::No, false, endings);
        }
        cases(&number.with("(s)I"), Pronominal::Yes, false, endings);
    }
    cases(&word.with("lArI"), Pronominal::Yes, false, endings);
}

/// With, without, and the abstract nouns of both; they are inflected like other nouns, but hardly ever owned.
fn derive(word: &Word, endings: &mut Endings) {
    for (template, is_privative) in [("lI", false), ("sIz", true), ("lIk", false), ("sIzlIk", true)] {
        let derived = word.with(template);
        cases(&derived, Pronominal::No, is_privative, endings);
        cases(&derived.with("lAr"), Pronominal::No, is_privative, endings);
        cases(&derived.with("(s)I"), Pronominal::Yes, is_privative, endings);
        cases(&derived.with("lArI"), Pronominal::Yes, is_privative, endings);
        if template.ends_with('k') {
            let soft = derived.softened();
            for case in ["I", "A", "In"] {
                put(&soft.with(case), is_privative, endings);
            }
            cases(&soft.with("I"), Pronominal::Yes, is_privative, endings);
        }
    }
}

fn cases(word: &Word, pronominal: Pronominal, is_privative: bool, endings: &mut Endings) {
    let (bare, cases): (&[&str], &[&str]) = match pronominal {
        Pronominal::No => (&["(y)I", "(y)A", "(n)In", "CA"], &["DA", "DAn", "(y)lA"]),
        Pronominal::Yes => (&["nI", "nA", "nIn", "ncA"], &["nDA", "nDAn", "(y)lA"]),
    };
    copulas(word, is_privative, endings);
    for case in bare {
        put(&word.with(case), is_privative, endings);
    }
    for case in cases {
        copulas(&word.with(case), is_privative, endings);
    }
    let place = word.with(if pronominal == Pronominal::Yes { "nDAki" } else { "DAki" });
    for ending in ["", "ler", "ni", "nin", "nde", "nden", "lerin", "leri", "lerden"] {
        put(&place.with(ending), is_privative, endings);
    }
    copulas(&word.with(if pronominal == Pronominal::Yes { "nIn" } else { "(n)In" }), is_privative, endings);
    put(&word.with(if pronominal == Pronominal::Yes { "nInki" } else { "(n)Inki" }), is_privative, endings);
}

fn copulas(word: &Word, is_privative: bool, endings: &mut Endings) {
    const COPULAS: [&str; 30] = [
        "",
        "DIr",
        "DIrlAr",
        "lArDIr",
        "(y)Im",
        "sIn",
        "(y)Iz",
        "sInIz",
        "lAr",
        "(y)DI",
        "(y)DIm",
        "(y)DIn",
        "(y)DIk",
        "(y)DInIz",
        "(y)DIlAr",
        "(y)mIş",
        "(y)mIşIm",
        "(y)mIşsIn",
        "(y)mIşIz",
        "(y)mIşsInIz",
        "(y)mIşlAr",
        "(y)sA",
        "(y)sAm",
        "(y)sAn",
        "(y)sAk",
        "(y)sAnIz",
        "(y)sAlAr",
        "(y)ken",
        "lArDI",
        "lArmIş",
    ];
    for copula in COPULAS {
        put(&word.with(copula), is_privative, endings);
    }
}

fn put(word: &Word, is_privative: bool, endings: &mut Endings) {
    if !endings.contains_key(&word.text) {
        endings.insert(word.text.clone(), is_privative);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(lemma: &str, traits: Traits, form: &str) -> Option<bool> {
        let form = fold(form);
        stems(lemma, traits).iter().find_map(|stem| {
            let rest = form.strip_prefix(stem.text.as_str())?;
            let starts_with_vowel = rest.chars().next().is_some_and(|letter| "aeiouöü".contains(letter));
            if (stem.before_vowel && !starts_with_vowel) || (stem.is_bound && rest.is_empty()) {
                return None;
            }
            endings(stem.shape).get(rest).copied()
        })
    }

    #[test]
    fn consonants_soften_and_harmony_holds() {
        let plain = Traits::default();
        for (lemma, form) in
            [("tavuk", "tavuğu"), ("yoğurt", "yoğurdundan"), ("et", "etleri"), ("süt", "sütlü"), ("balık", "balıkları")]
        {
            assert_eq!(has(lemma, plain, form), Some(false), "{lemma} {form}");
        }
        assert_eq!(has("et", plain, "etmiş"), None);
        assert_eq!(has("et", plain, "etmek"), None);
        assert_eq!(has("balık", plain, "balıkçı"), None);
    }

    #[test]
    fn siz_means_without() {
        assert_eq!(has("süt", Traits::default(), "sütsüz"), Some(true));
        assert_eq!(has("tereyağı", Traits { compound: true, ..Traits::default() }, "tereyağsız"), Some(true));
        assert_eq!(has("hindistan cevizi", Traits::default(), "hindistan cevizli"), Some(false));
    }

    #[test]
    fn vowels_drop() {
        assert_eq!(has("göğüs", Traits { drops_vowel: true, ..Traits::default() }, "göğsünü"), Some(false));
    }
}
