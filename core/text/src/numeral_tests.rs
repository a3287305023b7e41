//! Numbers in words, as tables in three languages.

use super::*;
use crate::tokens::tokenise;

fn value(lang: Lang, text: &str) -> Option<f64> {
    let (grammar, folded) = (Grammar::new().unwrap(), Folded::new(text));
    let tokens = tokenise(&folded);
    let numerals = Numerals { grammar: &grammar, folded: &folded, tokens: &tokens, end: tokens.len(), lang };
    numerals.read(0).filter(|numeral| numeral.after == tokens.len()).map(|numeral| numeral.value)
}

fn check(lang: Lang, cases: &[(&str, f64)]) {
    for (text, wanted) in cases {
        let found = value(lang, text);
        assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{text}: {found:?}");
    }
}

#[test]
fn turkish_numbers() {
    check(
        Lang::Tr,
        &[
            ("dört bin üç yüz yirmi bir", 4321.0),
            ("iki buçuk milyon", 2_500_000.0),
            ("üç çeyrek", 0.75),
            ("dörtte üç", 0.75),
            ("üçte iki", 2.0 / 3.0),
            ("onda üç", 0.3),
            ("yirmibeş", 25.0),
            ("beşyüz", 500.0),
            ("yüzelli", 150.0),
            ("ikibin beşyüz", 2500.0),
            ("beşbuçuk", 5.5),
            ("beş nokta yirmi beş", 5.25),
            ("iki virgül iki milyon", 2_200_000.0),
            ("yüz on altı", 116.0),
            ("yirmi altıdan", 26.0),
            ("yirmi üçüncü", 23.0),
            ("yüz bin beş", 100_005.0),
        ],
    );
}

#[test]
fn english_numbers() {
    check(
        Lang::En,
        &[
            ("one hundred and sixty-one", 161.0),
            ("two and a half", 2.5),
            ("twenty and three fifths", 20.6),
            ("twenty-three fifths", 4.6),
            ("one hundred and three quarters", 100.75),
            ("one hundred and thirty-two fifths", 26.4),
            ("one hundred thirty-fifths", 100.0 / 35.0),
            ("two and fifty-four hundredths", 2.54),
            ("a twenty-first", 1.0 / 21.0),
            ("one twenty-fifth", 0.04),
            ("a fifth", 0.2),
            ("one - fourth", 0.25),
            ("a hundred", 100.0),
            ("half", 0.5),
            ("half million", 500_000.0),
            ("two thirds", 2.0 / 3.0),
            ("three lakh crore", 3e12),
            ("three thousand millions", 3e9),
            ("one twenty two", 122.0),
            ("two out of five hundred", 0.004),
            ("a couple of", 2.0),
            ("a dozen", 12.0),
            ("twenty-fifth", 25.0),
            ("one million and a half", 1_500_000.0),
            ("twelve hundred", 1200.0),
        ],
    );
    assert_eq!(value(Lang::En, "3"), None);
}

#[test]
fn arabic_numbers() {
    check(
        Lang::Ar,
        &[
            ("خمسة وعشرون", 25.0),
            ("ستة عشر", 16.0),
            ("إحدى عشرة", 11.0),
            ("ثلاثمائة و واحد و ثلاثون", 331.0),
            ("ثلاث مئة وواحد", 301.0),
            ("ألف خمس مائة", 1500.0),
            ("ثلاثة آلاف وتسعمائة وخمسة وستين", 3965.0),
            ("ثلاثة أخماس", 0.6),
            ("ثلاث وعشرون خمس", 4.6),
            ("مائة و ثلاثة أرباع", 100.75),
            ("خمسة و ربع", 5.25),
            ("ثلاثة و خمس", 3.2),
            ("ثلثان", 2.0 / 3.0),
            ("واحد من ثلاثة", 1.0 / 3.0),
            ("الحادي والعشرين", 21.0),
            ("الخامس عشر", 15.0),
            ("مائتين وإثنين ألف", 202_000.0),
            ("ألفين", 2000.0),
        ],
    );
}
