//! What a question is about, told by its words.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use spotter_contract::Sample;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// People whom a risk asks to be careful.
    Special,
    /// How an exercise is done.
    Technique,
    /// What to train when, and how much.
    Programming,
    /// What to eat and drink.
    Nutrition,
    /// Sleep, soreness, rest.
    Recovery,
    /// Beginning and keeping on.
    Motivation,
    /// None of these.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Special,
        Self::Technique,
        Self::Programming,
        Self::Nutrition,
        Self::Recovery,
        Self::Motivation,
        Self::Other,
    ];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Special => "special",
            Self::Technique => "technique",
            Self::Programming => "programming",
            Self::Nutrition => "nutrition",
            Self::Recovery => "recovery",
            Self::Motivation => "motivation",
            Self::Other => "other",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind whose words the questions use most; the earlier one of two.
    pub fn of(sample: &Sample) -> Self {
        let mut scores = [0_usize; STEMS.len()];
        for (_, question) in sample.questions() {
            let folded = spotter_text::fold_ascii(question);
            for word in folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
                for (score, stems) in scores.iter_mut().zip(&*FOLDED) {
                    *score += usize::from(stems.iter().any(|stem| word.starts_with(stem.as_str())));
                }
            }
        }
        let best = scores.iter().copied().max().unwrap_or(0);
        let found = scores.iter().position(|score| *score == best && best > 0);
        found.and_then(|index| STEMS.get(index)).map_or(Self::Other, |(kind, _)| *kind)
    }
}

/// The beginnings of the words that tell a kind, in Turkish, English and Arabic.
const STEMS: [(Kind, &[&str]); 6] = [
    (
        Kind::Special,
        &[
            "hamile",
            "gebe",
            "emzir",
            "diyabet",
            "şeker hasta",
            "tansiyon",
            "kalp",
            "böbrek",
            "astım",
            "yaşlı",
            "çocuk",
            "ergen",
            "fıtık",
            "romatizma",
            "pregnan",
            "breastfeed",
            "diabet",
            "hypertens",
            "blood",
            "heart",
            "kidney",
            "asthma",
            "elderly",
            "senior",
            "child",
            "teen",
            "hernia",
            "arthrit",
            "osteopor",
            "حامل",
            "الحمل",
            "السكري",
            "سكري",
            "القلب",
            "الكلى",
            "الربو",
            "مسن",
            "كبار",
            "طفل",
            "مراهق",
            "الديسك",
        ],
    ),
    (
        Kind::Technique,
        &[
            "form",
            "teknik",
            "doğru yap",
            "squat",
            "deadlift",
            "bench",
            "plank",
            "lunge",
            "şınav",
            "barfiks",
            "mekik",
            "tutuş",
            "dirsek",
            "technique",
            "posture",
            "grip",
            "pushup",
            "pullup",
            "row",
            "curl",
            "press",
            "hip",
            "cue",
            "القرفصاء",
            "قرفصاء",
            "الضغط",
            "ضغط",
            "تقنية",
            "وضعية",
            "العقلة",
            "بلانك",
            "الرفعة",
            "رفعة",
        ],
    ),
    (
        Kind::Programming,
        &[
            "program",
            "antrenman",
            "haftalık",
            "haftada",
            "set",
            "tekrar",
            "split",
            "hacim",
            "periyot",
            "kardiyo",
            "workout",
            "routine",
            "weekly",
            "week",
            "schedule",
            "volume",
            "reps",
            "sets",
            "cardio",
            "train",
            "برنامج",
            "جدول",
            "الأسبوع",
            "أسبوع",
            "أسبوعيا",
            "تدريب",
            "مجموعات",
            "تكرار",
            "كارديو",
        ],
    ),
    (
        Kind::Nutrition,
        &[
            "kalori",
            "protein",
            "makro",
            "diyet",
            "beslen",
            "yemek",
            "tarif",
            "öğün",
            "öğle",
            "kahvaltı",
            "akşam",
            "yiye",
            "yeme",
            "pişir",
            "su",
            "vitamin",
            "karbonhidrat",
            "yağ",
            "calor",
            "macro",
            "diet",
            "nutrition",
            "recipe",
            "meal",
            "breakfast",
            "lunch",
            "dinner",
            "eat",
            "cook",
            "food",
            "water",
            "carb",
            "snack",
            "سعر",
            "السعرات",
            "بروتين",
            "البروتين",
            "وجبة",
            "وصفة",
            "غذائ",
            "طعام",
            "أكل",
            "آكل",
            "فطور",
            "الفطور",
            "الغداء",
            "العشاء",
            "الماء",
            "حمية",
        ],
    ),
    (
        Kind::Recovery,
        &[
            "uyku",
            "uyu",
            "dinlen",
            "toparlan",
            "ağrı",
            "yorgun",
            "esne",
            "masaj",
            "sleep",
            "rest",
            "recover",
            "sore",
            "fatigue",
            "stretch",
            "tired",
            "deload",
            "النوم",
            "نوم",
            "راحة",
            "الراحة",
            "التعافي",
            "تعافي",
            "الاستشفاء",
            "ألم",
            "تعب",
            "إطالة",
        ],
    ),
    (
        Kind::Motivation,
        &[
            "motivasyon",
            "disiplin",
            "alışkanlık",
            "vazgeç",
            "bırak",
            "istek",
            "sıkıl",
            "pes",
            "üşen",
            "hedef",
            "motivat",
            "disciplin",
            "habit",
            "quit",
            "bored",
            "lazy",
            "consisten",
            "goal",
            "دافع",
            "الدافع",
            "تحفيز",
            "حافز",
            "التزام",
            "الالتزام",
            "عادة",
            "أستسلم",
            "ملل",
            "هدف",
        ],
    ),
];

static FOLDED: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let fold = |stems: &[&str]| stems.iter().map(|stem| spotter_text::fold_ascii(stem)).collect();
    STEMS.iter().map(|(_, stems)| fold(stems)).collect()
});

#[cfg(test)]
mod tests {
    use spotter_contract::{Role, Turn};

    use super::*;

    #[test]
    fn tells_the_kind_in_three_languages() {
        let questions = [
            ("Squat yaparken dizlerim içeri kaçıyor, formum nasıl olmalı?", Kind::Technique),
            ("Haftada 4 gün için bir antrenman programı yazar mısın?", Kind::Programming),
            ("How much protein should I eat at breakfast?", Kind::Nutrition),
            ("كم ساعة نوم أحتاج للراحة؟", Kind::Recovery),
            ("Motivasyonum bitti, vazgeçmek üzereyim.", Kind::Motivation),
            ("I am pregnant and have diabetes, is it safe?", Kind::Special),
            ("Merhaba!", Kind::Other),
        ];
        for (question, kind) in questions {
            let sample = Sample { turns: vec![Turn::new(Role::User, question)], ..Sample::default() };
            assert_eq!(Kind::of(&sample), kind, "{question}");
        }
    }
}
