//! Numbers with their units in three languages, as the analyser reports them.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::cell::OnceCell;

use proptest::prelude::*;
use spotter_contract::{Role, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

thread_local!(static ANALYSER: OnceCell<Analyser> = const { OnceCell::new() });

/// What a text says: surface, value, upper end, unit.
type Read = (String, f64, Option<f64>, Option<String>);

fn read(text: &str) -> Vec<Read> {
    ANALYSER.with(|analyser| {
        let analyser = analyser.get_or_init(|| Analyser::new(Lexicon::default()).unwrap());
        let sample = Sample { turns: vec![Turn::new(Role::Coach, text)], ..Sample::default() };
        let document = analyser.read(&sample);
        let one = |found: &spotter_contract::Quantity| {
            (found.span.of(text).to_owned(), found.value, found.high, found.unit.map(str::to_owned))
        };
        document.quantities.iter().map(one).collect()
    })
}

/// A text, and the one quantity in it: surface, value, upper end (or the value once more), unit (or nothing).
type Case<'t> = (&'t str, &'t str, f64, f64, &'t str);

fn check(cases: &[Case]) {
    for (text, surface, value, high, unit) in cases {
        let found = read(text);
        let near = |one: f64, two: f64| (one - two).abs() < 1e-9 * one.abs().max(1.0);
        let is_same = |own: &Read| {
            own.0 == *surface
                && near(own.1, *value)
                && own.2.map_or(near(*value, *high), |end| near(end, *high))
                && own.3.as_deref().unwrap_or("") == *unit
        };
        assert!(matches!(found.as_slice(), [one] if is_same(one)), "{text:?}: {found:?}");
    }
}

#[test]
fn english_quantities() {
    check(&[
        ("I am 5'10\" now.", "5'10\"", 5.0 + 10.0 / 12.0, 5.0 + 10.0 / 12.0, "ft"),
        ("He stands 5 feet 10 inches.", "5 feet 10 inches", 5.0 + 10.0 / 12.0, 5.0 + 10.0 / 12.0, "ft"),
        ("The weight is 20 (kg).", "20 (kg)", 20.0, 20.0, "kg"),
        ("Eat 1.6 g per kg of body weight.", "1.6 g per kg", 1.6, 1.6, "g/kg"),
        ("Run for half an hour.", "half an hour", 0.5, 0.5, "h"),
        ("Rest for an hour and a half.", "an hour and a half", 1.5, 1.5, "h"),
        ("Use two thirds of a cup.", "two thirds of a cup", 2.0 / 3.0, 2.0 / 3.0, "cup"),
        ("Walk more than 30 times.", "30 times", 30.0, 30.0, "time"),
        ("The score is at least 20.", "at least 20", 20.0, 20.0, ""),
        ("It lies between 20 and 30.", "between 20 and 30", 20.0, 30.0, ""),
        ("It is more than 20 and less than 35.", "more than 20 and less than 35", 20.0, 35.0, ""),
        ("Take 10k steps.", "10k steps", 10_000.0, 10_000.0, "step"),
        ("It cost $1.5M.", "$1.5M", 1_500_000.0, 1_500_000.0, "USD"),
        ("She earns $15.4/hour.", "$15.4/hour", 15.4, 15.4, "USD/h"),
        ("It is 2 degrees below zero.", "2 degrees below zero", -2.0, -2.0, "°C"),
        ("The patient is a 5-year-old.", "5-year-old", 5.0, 5.0, "years old"),
        ("Add 1 1/2 cups.", "1 1/2 cups", 1.5, 1.5, "cup"),
        ("Add 1 and 1/2 cups.", "1 and 1/2 cups", 1.5, 1.5, "cup"),
        ("Do it 3 or 4 times.", "3 or 4 times", 3.0, 4.0, "time"),
        ("It weighs 2,000.45±0.01 pounds.", "2,000.45±0.01 pounds", 2000.44, 2000.46, "lb"),
        ("Buy two dozen eggs.", "two dozen", 24.0, 24.0, ""),
        ("About 1 in 5 adults smoke.", "1 in 5", 0.2, 0.2, ""),
        ("Drive at 188 miles an hour.", "188 miles an hour", 188.0, 188.0, "mph"),
    ]);
}

#[test]
fn turkish_quantities() {
    check(&[
        ("Kilogram başına 1,6 g protein al.", "1,6 g", 1.6, 1.6, "g/kg"),
        ("Günlük 1,6 g/kg protein al.", "1,6 g/kg", 1.6, 1.6, "g/kg"),
        ("Yarım saat yürü.", "Yarım saat", 0.5, 0.5, "h"),
        ("Bir buçuk saat dinlen.", "Bir buçuk saat", 1.5, 1.5, "h"),
        ("1 saat 30 dakika sürdü.", "1 saat 30 dakika", 1.5, 1.5, "h"),
        ("Bu sayı en az 8 olmalı.", "en az 8", 8.0, 8.0, ""),
        ("Sonuç 30'dan fazla çıktı.", "30'dan fazla", 30.0, 30.0, ""),
        ("Sayı 20 ve 30 arasında kaldı.", "20 ve 30 arasında", 20.0, 30.0, ""),
        ("Sayı 20'den 100'e kadar çıktı.", "20'den 100'e kadar", 20.0, 100.0, ""),
        ("Çocuk 5 yaşında.", "5 yaşında", 5.0, 5.0, "years old"),
        ("Saatte 10 km hızla koş.", "Saatte 10 km", 10.0, 10.0, "km/h"),
        ("Pastanın üçte ikisi bitti.", "üçte ikisi", 2.0 / 3.0, 2.0 / 3.0, ""),
        ("İki yüz elli gram et pişir.", "İki yüz elli gram", 250.0, 250.0, "g"),
        ("Haftada iki veya üç kez yap.", "iki veya üç kez", 2.0, 3.0, "time"),
        ("Hava sıfırın altında 5 derece.", "5 derece", -5.0, -5.0, "°C"),
        ("Ev 120 metrekare büyüklüğünde.", "120 metrekare", 120.0, 120.0, "m²"),
        ("Nüfus 1,2 milyon oldu.", "1,2 milyon", 1_200_000.0, 1_200_000.0, ""),
    ]);
}

#[test]
fn arabic_quantities() {
    check(&[
        ("تناول 1.6 غرام لكل كيلوغرام من وزنك.", "1.6 غرام لكل كيلوغرام", 1.6, 1.6, "g/kg"),
        ("امش لمدة ساعتين ونصف.", "ساعتين ونصف", 2.5, 2.5, "h"),
        ("استرح ساعة ونصف كل ليلة.", "ساعة ونصف", 1.5, 1.5, "h"),
        ("انتظر شهر واحد.", "شهر واحد", 1.0, 1.0, "month"),
        ("العدد لا يقل عن 20.", "لا يقل عن 20", 20.0, 20.0, ""),
        ("العدد بين 20 و 30.", "بين 20 و 30", 20.0, 30.0, ""),
        ("وزنه سبعون كغ.", "سبعون كغ", 70.0, 70.0, "kg"),
        ("شرب ثلثي كوب.", "ثلثي كوب", 2.0 / 3.0, 2.0 / 3.0, "cup"),
        ("عمره 5 سنوات.", "5 سنوات", 5.0, 5.0, "years old"),
        ("أكل ٢٥٪ فقط.", "٢٥٪", 25.0, 25.0, "%"),
        ("درجة الحرارة سالب خمسة.", "سالب خمسة", -5.0, -5.0, ""),
    ]);
}

#[test]
fn what_only_looks_like_a_quantity_is_none() {
    for text in [
        "Toplantı 12.03.2024 tarihinde.",
        "8 Mayıs 1945 günü doğdu.",
        "Antrenman saat 8'de başlıyor.",
        "See you on March 17, 2024.",
        "We meet at 2:30 pm.",
        "نلتقي في ٣ مارس ٢٠٢٤.",
        "الموعد الساعة 5.",
        "Call +1-222-2222-2222 now.",
        "Open https://www.test.com/search?q=30%25%2020% now.",
        "Take omega-3 and B12 with Q10, no E120.",
        "Try the 4-7-8 technique.",
        "4-7-8 tekniği dene.",
        "The season 2013-14 was long.",
        "That one is really good.",
        "I second that.",
        "Update to v2.1 first, please.",
    ] {
        assert_eq!(read(text), [], "{text:?}");
    }
}

#[test]
fn days_and_minutes_stay_apart() {
    let values: Vec<f64> = read("Haftada 3 gün 45 dakika yürü.").into_iter().map(|(_, value, ..)| value).collect();
    assert_eq!(values, [3.0, 45.0]);
}

#[test]
fn the_numbers_of_a_text_decide_about_each_other() {
    let first = |text: &str| read(text).first().map(|(_, value, ..)| *value);
    assert_eq!(first("Skor 1.755 oldu, sonra 2,5 kat arttı."), Some(1755.0));
    assert_eq!(first("Skor 1.755 oldu, sonra 2.5 kat arttı."), Some(1.755));
}

#[test]
fn lists_without_blanks_are_several_numbers() {
    let values: Vec<f64> = read("Exercises nrs. 22,24,26,31.").into_iter().map(|(_, value, ..)| value).collect();
    assert_eq!(values, [22.0, 24.0, 26.0, 31.0]);
}

/// Writes numbers below a million in English, independently of the tables that read them.
fn english(number: u32) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match number {
        0..20 => SMALL[number as usize].to_owned(),
        20..100 if number.is_multiple_of(10) => TENS[number as usize / 10].to_owned(),
        20..100 => format!("{}-{}", TENS[number as usize / 10], english(number % 10)),
        100..1000 if number.is_multiple_of(100) => format!("{} hundred", english(number / 100)),
        100..1000 => format!("{} hundred and {}", english(number / 100), english(number % 100)),
        _ if number.is_multiple_of(1000) => format!("{} thousand", english(number / 1000)),
        _ => {
            let and = if number % 1000 < 100 { "and " } else { "" };
            format!("{} thousand {and}{}", english(number / 1000), english(number % 1000))
        }
    }
}

fn turkish(number: u32) -> String {
    const ONES: [&str; 10] = ["", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"];
    const TENS: [&str; 10] = ["", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"];
    let count =
        |count: u32, name: &str| if count == 1 { name.to_owned() } else { format!("{} {name}", turkish(count)) };
    let parts = match number {
        0..100 => vec![TENS[number as usize / 10].to_owned(), ONES[number as usize % 10].to_owned()],
        100..1000 => vec![count(number / 100, "yüz"), turkish(number % 100)],
        _ => vec![count(number / 1000, "bin"), turkish(number % 1000)],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Arabic with feminine or masculine ones, in the nominative or the oblique case.
fn arabic(number: u32, is_masculine: bool, is_oblique: bool) -> String {
    const MASCULINE: [&str; 11] =
        ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"];
    const FEMININE: [&str; 11] = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"];
    const TENS: [&str; 10] = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];
    let ones = |number: u32| if is_masculine { MASCULINE[number as usize] } else { FEMININE[number as usize] };
    let again = |number: u32| arabic(number, is_masculine, is_oblique);
    let join = |head: String, rest: u32| if rest == 0 { head } else { format!("{head} و{}", again(rest)) };
    match number {
        0..=10 => ones(number).to_owned(),
        11 => if is_masculine { "أحد عشر" } else { "إحدى عشرة" }.to_owned(),
        12 => if is_masculine { "اثنا عشر" } else { "اثنتا عشرة" }.to_owned(),
        13..20 => format!("{} {}", ones(number - 10), if is_masculine { "عشر" } else { "عشرة" }),
        20..100 => {
            let ending = if is_oblique { "ين" } else { "ون" };
            let tens = format!("{}{ending}", TENS[number as usize / 10]);
            if number.is_multiple_of(10) { tens } else { format!("{} و{tens}", ones(number % 10)) }
        }
        100..200 => join("مئة".to_owned(), number % 100),
        200..300 => join(if is_oblique { "مئتين" } else { "مئتان" }.to_owned(), number % 100),
        300..1000 => join(format!("{}مئة", TENS[number as usize / 100]), number % 100),
        1000..2000 => join("ألف".to_owned(), number % 1000),
        2000..3000 => join(if is_oblique { "ألفين" } else { "ألفان" }.to_owned(), number % 1000),
        3000..11_000 => join(format!("{} آلاف", MASCULINE[number as usize / 1000]), number % 1000),
        _ => join(format!("{} ألف", again(number / 1000)), number % 1000),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_number_in_words_reads_back(number in 2u32..1_000_000, is_masculine: bool, is_oblique: bool) {
        let texts = [
            format!("The result is {} kg.", english(number)),
            format!("Sonuç {} kg oldu.", turkish(number)),
            format!("النتيجة {} كغ.", arabic(number % 100_000 + 2, is_masculine, is_oblique)),
        ];
        let wanted = [number, number, number % 100_000 + 2];
        for (text, wanted) in texts.iter().zip(wanted) {
            let found = read(text);
            let is_right = matches!(found.as_slice(), [(_, value, None, Some(unit))] if *value == f64::from(wanted) && unit == "kg");
            prop_assert!(is_right, "{text}: {found:?}");
        }
    }

    #[test]
    fn digits_read_back_with_either_separator(whole in 0u32..1000, part in 1u32..100) {
        let value = f64::from(whole) + f64::from(part) / 100.0;
        for text in [format!("Al {whole},{part:02} kg un."), format!("Take {whole}.{part:02} kg flour.")] {
            let found = read(&text);
            let is_right = matches!(found.as_slice(), [(_, own, None, _)] if (own - value).abs() < 1e-9);
            prop_assert!(is_right, "{text}: {found:?}");
        }
    }
}
