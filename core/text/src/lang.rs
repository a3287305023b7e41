//! Telling Turkish, English and Arabic apart, sentence by sentence.
//!
//! Arabic is a matter of script. Between Turkish and English, letters and function words decide where they can and
//! trigrams (whatlang) where they cannot. A sentence without Turkish or English words that trigrams over all languages
//! see as another language is `other`; an allow-list alone would force German into one of the three.

use std::sync::LazyLock;

use spotter_contract::Lang;

use crate::normalise::{Folded, fold};
use crate::table::Table;
use crate::tokens::{Kind, Token, is_letter, tokenise};
use crate::vocabulary;

const TURKISH: &str = " ve bir bu da de için ile çok en daha ama gibi kadar sonra önce her ne mi mu mü ise veya ya olan olarak göre değil var yok ben sen biz siz o şu şey az iyi günde gün hafta kez eğer varsa olur olarak günlük haftada saat ki hem yani bana sana size bunu bunun nasıl kaç neden yerine üzere ancak fakat yaş kilo ";
const ENGLISH: &str = " the a an and of to in is are you your for with that it on as be this or if not can at from by have has do does i my we they will should would could what how when which there more most than but about into per each day week me am was were been their its don't i'm it's so up out just get make take eat ";
/// Words that Turkish gym talk borrows; they say nothing about the language.
const BORROWED: &str = " squat deadlift bench press leg day push pull full body set workout cardio hiit shake smoothie protein bar fitness whey plank lunge row crunch core upper lower split bulk cut pump crossfit trx yoga pilates spinning personal trainer cheat meal burpee dumbbell barbell kettlebell rpe rir bmi tdee iceberg ";

/// The language of a text: the one that most of its letters are in, `mixed` where a second has a fair share.
pub fn detect(text: &str) -> Lang {
    tally(text).lang(text)
}

/// How the letters of a text are shared among the languages, the largest share first.
pub fn shares(text: &str) -> Vec<(Lang, f64)> {
    tally(text).shares()
}

/// What the sentences of a text say about its language.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    letters: [usize; Lang::ALL.len()],
    words: usize,
    /// Words that none of the neighbouring languages has, or has as often.
    sure: usize,
}

impl Tally {
    /// Adds the sentence of these tokens; returns its language, and which of Turkish and English it surely holds no word
    /// of.
    pub(crate) fn add(&mut self, folded: &Folded, tokens: &[Token]) -> (Lang, Option<Lang>) {
        let votes = votes(folded, tokens);
        let lang = by_votes(folded, tokens, &votes);
        self.letters[lang.code() as usize] += votes.letters;
        self.words += votes.words;
        self.sure += votes.only_turkish * 3 + votes.english + if votes.arabic > 0 { votes.words } else { 0 };
        let absent = match (votes.turkish, votes.english) {
            (0, 1..) => Some(Lang::Tr),
            (1.., 0) => Some(Lang::En),
            _ => None,
        };
        (lang, absent)
    }

    /// The language of the whole text.
    pub(crate) fn lang(&self, text: &str) -> Lang {
        // A third of English is function words, and `ğ` or `ş` stands in every fourth word of Turkish.
        if self.words > 0 && self.sure * 3 < self.words && is_foreign(text) {
            return Lang::Other;
        }
        let shares = self.shares();
        let Some((first, share)) = shares.first().copied() else { return Lang::Other };
        let second =
            shares.get(1).filter(|(lang, share)| *share >= 0.25 && *lang != Lang::Other && first != Lang::Other);
        if second.is_some() && share < 0.75 { Lang::Mixed } else { first }
    }

    fn shares(&self) -> Vec<(Lang, f64)> {
        let total: usize = self.letters.iter().sum();
        let share = |lang: &Lang| (*lang, self.letters[lang.code() as usize] as f64 / total.max(1) as f64);
        let mut shares: Vec<(Lang, f64)> = Lang::ALL.iter().map(share).filter(|(_, share)| *share > 0.0).collect();
        shares.sort_by(|one, two| two.1.total_cmp(&one.1));
        shares
    }
}

fn tally(text: &str) -> Tally {
    let folded = Folded::new(text);
    let tokens = tokenise(&folded);
    let mut tally = Tally::default();
    for part in tokens.split(|token| token.kind == Kind::Break || matches!(token.glyph, '.' | '!' | '?')) {
        tally.add(&folded, part);
    }
    tally
}

/// Whether the whole text is surely in a neighbouring language of Latin script. Single sentences are too short to tell
/// French with its English-looking words from English; three of them are not.
fn is_foreign(text: &str) -> bool {
    const NEIGHBOURS: &[whatlang::Lang] = &[
        whatlang::Lang::Fra,
        whatlang::Lang::Spa,
        whatlang::Lang::Deu,
        whatlang::Lang::Ita,
        whatlang::Lang::Por,
        whatlang::Lang::Nld,
    ];
    let text = text.get(..text.floor_char_boundary(4000)).unwrap_or(text);
    whatlang::detect(text).is_some_and(|found| found.is_reliable() && NEIGHBOURS.contains(&found.lang()))
}

/// The language of the tokens of one sentence, from what was counted in them.
fn by_votes(folded: &Folded, tokens: &[Token], votes: &Votes) -> Lang {
    if votes.words == 0 {
        return Lang::Other;
    }
    if votes.arabic * 2 > votes.letters {
        return Lang::Ar;
    }
    if votes.other_script * 2 > votes.letters {
        return Lang::Other;
    }
    if votes.turkish > votes.english && (votes.turkish * 6 >= votes.words || votes.only_turkish * 8 >= votes.words) {
        return Lang::Tr;
    }
    if votes.english > votes.turkish && votes.english * 4 >= votes.words {
        return Lang::En;
    }
    by_vocabulary(folded, tokens).unwrap_or_else(|| by_trigrams(folded, tokens, votes))
}

/// The language that lists most of a sentence's words, where it lists half of them and the other far fewer.
fn by_vocabulary(folded: &Folded, tokens: &[Token]) -> Option<Lang> {
    let (mut words, mut turkish, mut english) = (0, 0, 0);
    for token in tokens.iter().filter(|token| token.kind == Kind::Word && token.end > token.start + 2) {
        let listed = vocabulary::listed(token.stem(folded));
        words += 1;
        turkish += usize::from(listed & 3 == 1);
        english += usize::from(listed & 3 == 2);
    }
    match (turkish, english) {
        (most, few) if most >= 2 && most * 2 >= words && most > few * 2 => Some(Lang::Tr),
        (few, most) if most >= 2 && most * 2 >= words && most > few * 2 => Some(Lang::En),
        _ => None,
    }
}

#[derive(Default)]
struct Votes {
    words: usize,
    letters: usize,
    arabic: usize,
    other_script: usize,
    turkish: usize,
    /// Those of them with `ğ` or `ş`.
    only_turkish: usize,
    english: usize,
}

/// What a function word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vote {
    Turkish,
    English,
    Nothing,
}

fn votes(folded: &Folded, tokens: &[Token]) -> Votes {
    let mut votes = Votes::default();
    for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
        let text = token.text(folded);
        votes.words += 1;
        votes.letters += text.len();
        if matches!(token.glyph, '\u{600}'..='\u{6ff}') {
            votes.arabic += text.len();
        } else if token.glyph as u32 > 0x24f {
            votes.other_script += text.len();
        } else {
            match VOTES.get(text) {
                Some(Vote::English) => votes.english += 1,
                Some(Vote::Nothing) => {}
                vote => {
                    let is_only = text.contains(['ğ', 'ş']);
                    votes.only_turkish += usize::from(is_only);
                    votes.turkish += usize::from(is_only || vote == Some(&Vote::Turkish));
                }
            }
        }
    }
    votes
}

static VOTES: LazyLock<Table<Vote>> = LazyLock::new(|| {
    let lists = [(TURKISH, Vote::Turkish), (BORROWED, Vote::Nothing), (ENGLISH, Vote::English)];
    let each = |(list, vote): (&'static str, Vote)| list.split_whitespace().map(move |word| (fold(word), vote));
    lists.into_iter().flat_map(each).collect()
});

fn by_trigrams(folded: &Folded, tokens: &[Token], votes: &Votes) -> Lang {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Lang::Other };
    let text = folded.text.get(first.start as usize..last.end as usize).unwrap_or("");
    let text = text.get(..text.floor_char_boundary(600)).unwrap_or(text);
    let allowed = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Tur, whatlang::Lang::Eng]);
    let lang = match allowed.detect_lang(text) {
        Some(whatlang::Lang::Tur) => Lang::Tr,
        Some(whatlang::Lang::Eng) => Lang::En,
        _ => return Lang::Other,
    };
    let known = votes.turkish + votes.english;
    if known * 8 >= votes.words || votes.words < 4 || !text.contains(is_letter) {
        return lang;
    }
    match whatlang::detect(text) {
        Some(found) if found.is_reliable() && !matches!(found.lang(), whatlang::Lang::Tur | whatlang::Lang::Eng) => {
            Lang::Other
        }
        _ => lang,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_itself() {
        assert_eq!(detect("Günde en az iki litre su için ve her öğünde protein alın."), Lang::Tr);
        assert_eq!(detect("Drink plenty of water and eat enough protein with every meal."), Lang::En);
        assert_eq!(detect("اشرب كمية كافية من الماء كل يوم."), Lang::Ar);
        assert_eq!(detect("1234 !!!"), Lang::Other);
    }

    #[test]
    fn borrowed_gym_words_do_not_flip_a_sentence() {
        assert_eq!(detect("Bugün leg day yaptım, squat 3 set 12 tekrar"), Lang::Tr);
    }

    #[test]
    fn neighbours_are_other() {
        assert_eq!(
            detect("Trinken Sie viel Wasser, essen Sie täglich Gemüse und schlafen Sie mindestens sieben Stunden."),
            Lang::Other
        );
        assert_eq!(
            detect("Buvez beaucoup d'eau et mangez des légumes tous les jours pour rester en bonne santé."),
            Lang::Other
        );
    }

    #[test]
    fn two_languages_are_mixed() {
        assert_eq!(
            detect("Günde 150 g protein almalısın, bu çok önemli. Drink plenty of water and sleep for eight hours."),
            Lang::Mixed
        );
    }
}
