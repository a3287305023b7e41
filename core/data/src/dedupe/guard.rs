//! What two records must agree on beside their words: numbers, negations and diets.
//!
//! In a long answer `günde 150 g protein` and `günde 60 g protein` have nearly all words in common and say different
//! things. So do `içerir` and `içermez`, and a plan for vegans and one for vegetarians.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::hash;

/// Words that stand for a number. `bir` and `one`, mostly articles, and `on`, an English preposition, are left out.
const NUMBERS: &[&str] = &[
    "iki",
    "üç",
    "dört",
    "beş",
    "altı",
    "yedi",
    "sekiz",
    "dokuz",
    "on",
    "yirmi",
    "otuz",
    "kırk",
    "elli",
    "altmış",
    "yetmiş",
    "seksen",
    "doksan",
    "yüz",
    "bin",
    "yarım",
    "çeyrek",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "hundred",
    "thousand",
    "half",
    "quarter",
    "twice",
    "اثنان",
    "اثنين",
    "ثلاث",
    "ثلاثة",
    "أربع",
    "أربعة",
    "خمس",
    "خمسة",
    "ست",
    "ستة",
    "سبع",
    "سبعة",
    "ثماني",
    "ثمانية",
    "تسع",
    "تسعة",
    "عشر",
    "عشرة",
    "عشرين",
    "ثلاثين",
    "مئة",
    "مائة",
    "ألف",
    "نصف",
    "ربع",
];

/// Words that negate what comes after them.
const BEFORE: &[&str] = &[
    "not", "no", "never", "without", "avoid", "neither", "nor", "cannot", "dont", "cant", "wont", "isnt", "doesnt",
    "shouldnt", "non", "asla", "hiç", "sakın", "لا", "لم", "لن", "ليس", "ليست", "غير", "بدون", "دون", "بلا", "تجنب",
];

/// Words that negate what comes before them.
const AFTER: &[&str] = &["değil", "değildir", "yok", "yoktur", "olmadan", "hariç", "dışında", "free", "yerine"];

/// Turkish endings that turn a word into its opposite, as they read without diacritics.
const ENDINGS: &[&str] = &[
    "siz",
    "suz",
    "sizi",
    "suzu",
    "sizdir",
    "suzdur",
    "mez",
    "maz",
    "mezse",
    "mazsa",
    "mezler",
    "mazlar",
    "mezsin",
    "mazsin",
    "meyin",
    "mayin",
    "meyiniz",
    "mayiniz",
    "memeli",
    "mamali",
    "memelisin",
    "mamalisin",
    "memelisiniz",
    "mamalisiniz",
    "meyen",
    "mayan",
    "meden",
    "madan",
    "miyor",
    "muyor",
    "miyorsa",
    "muyorsa",
    "miyorum",
    "muyorum",
    "medi",
    "madi",
    "mesin",
    "masin",
    "memek",
    "mamak",
];

/// The beginnings of words that name a way of eating; the second is the bit that stands for it.
const DIETS: &[(&str, u32)] = &[
    ("vegan", 0),
    ("vejetaryen", 1),
    ("vejeteryan", 1),
    ("vegetarian", 1),
    ("نباتي", 2),
    ("النباتي", 2),
    ("صرف", 3),
    ("pesketaryen", 4),
    ("pesketeryan", 4),
    ("pescatarian", 4),
    ("pescetarian", 4),
    ("helal", 5),
    ("halal", 5),
    ("حلال", 5),
    ("koşer", 6),
    ("kosher", 6),
    ("كوشر", 6),
    ("gluten", 7),
    ("glüten", 7),
    ("غلوتين", 7),
    ("جلوتين", 7),
    ("laktoz", 8),
    ("lactose", 8),
    ("لاكتوز", 8),
    ("dairy", 9),
    ("ketojenik", 10),
    ("ketogenic", 10),
    ("keto", 10),
];

/// What a word does to the meaning of the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Plain,
    Number,
    Before,
    After,
    Itself,
    Diet(u32),
}

/// The numbers, negations and diets of a record: two records with different ones are never duplicates.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Guard {
    numbers: u64,
    negations: u64,
    diets: u64,
}

impl Guard {
    /// One number that is the same for equal guards.
    pub(crate) fn key(self) -> u64 {
        hash::fold(hash::fold(self.numbers, self.negations), self.diets)
    }

    /// Adds a word of what is known about the user.
    pub(crate) fn label(&mut self, key: &str, value: &str) {
        let label = hash::of_bytes(hash::of_bytes(7, key.as_bytes()), value.as_bytes());
        self.diets = self.diets.wrapping_add(hash::mix(label) & !0xFFFF_FFFF);
    }
}

/// Looks at the words of one turn in their order.
pub(crate) struct Watch<'a> {
    guard: &'a mut Guard,
    voice: u64,
    before: u64,
    is_open: bool,
}

impl<'a> Watch<'a> {
    /// Begins a turn; `voice` tells questions from answers.
    pub(crate) fn new(guard: &'a mut Guard, voice: u64) -> Self {
        Self { guard, voice, before: 0, is_open: false }
    }

    /// A run of digits, or a sign that changes a number.
    pub(crate) fn number(&mut self, token: u64) {
        self.guard.numbers = self.guard.numbers.wrapping_add(hash::mix(token ^ self.voice));
        self.close(token);
    }

    /// A word and its hash.
    pub(crate) fn word(&mut self, word: &str, token: u64) {
        let before = self.before;
        let is_contraction = word == "t" && before != 0;
        self.close(token);
        match mark_of(word, token) {
            _ if is_contraction => self.is_open = true,
            Mark::Plain => {}
            Mark::Number => self.guard.numbers = self.guard.numbers.wrapping_add(hash::mix(token ^ self.voice)),
            Mark::Before => self.is_open = true,
            Mark::After => self.negate(before),
            Mark::Itself => self.negate(token),
            Mark::Diet(bit) => self.guard.diets |= 1 << bit,
        }
    }

    /// Ends the turn.
    pub(crate) fn end(mut self) {
        self.close(0);
    }

    fn close(&mut self, token: u64) {
        if std::mem::take(&mut self.is_open) {
            self.negate(token);
        }
        self.before = token;
    }

    fn negate(&mut self, token: u64) {
        self.guard.negations = self.guard.negations.wrapping_add(hash::mix(token.rotate_left(17) ^ self.voice));
    }
}

thread_local! {
    /// A vocabulary is small beside its text, so that each word is looked at once in each thread.
    static MARKS: RefCell<HashMap<u64, Mark, BuildHasherDefault<Same>>> = RefCell::default();
}

fn mark_of(word: &str, token: u64) -> Mark {
    MARKS.with_borrow_mut(|marks| *marks.entry(token).or_insert_with(|| mark(word)))
}

fn mark(word: &str) -> Mark {
    static LISTS: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| [NUMBERS, BEFORE, AFTER].map(folded));
    static STEMS: LazyLock<Vec<(String, u32)>> =
        LazyLock::new(|| DIETS.iter().map(|(stem, bit)| (spotter_text::fold_ascii(stem), *bit)).collect());
    let [numbers, before, after] = &*LISTS;
    let is_in = |list: &[String]| list.iter().any(|entry| entry == word);
    if let Some((_, bit)) = STEMS.iter().find(|(stem, _)| word.starts_with(stem.as_str())) {
        // `glutensiz` names a diet and negates at once; the bit of its own keeps it apart from `glutenli`.
        return Mark::Diet(if is_opposite(word) { bit + 16 } else { *bit });
    }
    match word {
        _ if is_in(numbers) => Mark::Number,
        _ if is_in(before) => Mark::Before,
        _ if is_in(after) => Mark::After,
        _ if is_opposite(word) => Mark::Itself,
        _ => Mark::Plain,
    }
}

fn is_opposite(word: &str) -> bool {
    ENDINGS.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
}

fn folded(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| spotter_text::fold_ascii(word)).collect()
}

/// The hash of a hash is itself.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash::of_bytes(self.0, bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
