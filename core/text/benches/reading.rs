//! How long a reading takes with the lexicons of all rubrics: `cargo bench -p spotter-text`.
//!
//! Three tables: making an analyser, one kilobyte of an ordinary answer in each language, and hostile texts at two
//! lengths, where ten times the text may take about ten times as long and not more.
#![expect(clippy::print_stdout, reason = "this program exists to print")]

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use spotter_contract::{Role, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

const TURKISH: &str = "Merhaba! 70 kg ağırlığınız ve haftada 4 gün antrenmanınız için günlük 112-154 g protein yeterlidir. \
Kahvaltıda 3 yumurta, 60 g yulaf ve 200 ml süt tüketebilirsiniz. Öğle yemeğinde 150 g tavuk göğsü, bulgur pilavı ve salata iyi bir seçimdir; \
tavuk yerine tofu da kullanabilirsiniz. Eğer antrenmandan sonra aşırı yorgun hissederseniz, set sayısını 4'ten 3'e düşürün. \
Squat: 3x10, bench press: 4x8-12 @ %75. Toplam enerji: 1,755 x 1.55 = 2,720 kcal. Haftada 0,5-1 kg kayıp güvenlidir. \
Diyabetiniz varsa yeni bir programa başlamadan önce doktorunuza danışın. Bu bilgiler genel bilgilendirme amaçlıdır, tıbbi tavsiye yerine geçmez. \
Akşam yemeğinde ızgara balık, zeytinyağlı sebze ve yoğurt tercih edin. Gluten içeren ürünlerden kaçının.";

const ENGLISH: &str = "Hello! At 70 kg and with four workouts a week, 112-154 g of protein a day is enough for you. \
For breakfast you can have 3 eggs, 60 g of oats and 200 ml of milk. At noon, 150 g of chicken breast with bulgur and a salad is a good choice; \
you can also use tofu instead of chicken. If you feel very tired after a workout, bring the number of sets down from 4 to 3. \
Squat: 3x10, bench press: 4x8-12 @ 75%. Total energy: 1,755 x 1.55 = 2,720 kcal. Losing 0.5-1 kg a week is safe. \
If you have diabetes, talk to your doctor before you start a new programme. This is general information and does not replace medical advice. \
In the evening, choose grilled fish, vegetables in olive oil and yoghurt. Avoid products that contain gluten, and drink 2 litres of water. \
Sleep for 7-8 hours, walk 8,000 steps a day and take one rest day after every two days of training; your muscles grow while you rest.";

const ARABIC: &str = "مرحبا! بوزن 70 كغ وأربعة تمارين في الأسبوع، يكفيك 112-154 غرام من البروتين في اليوم. \
على الفطور يمكنك تناول 3 بيضات و60 غراما من الشوفان و200 مل من الحليب. على الغداء، 150 غراما من صدر الدجاج مع البرغل والسلطة خيار جيد، \
ويمكنك استخدام التوفو بدلا من الدجاج. إذا شعرت بتعب شديد بعد التمرين فقلل عدد المجموعات من 4 إلى 3. \
إذا كنت مصابا بالسكري فاستشر طبيبك قبل بدء برنامج جديد. هذه معلومات عامة ولا تغني عن الاستشارة الطبية. \
في المساء اختر السمك المشوي والخضار بزيت الزيتون واللبن. تجنب المنتجات التي تحتوي على الغلوتين.";

/// How many readings a figure rests on.
const ROUNDS: usize = 400;

/// A kilobyte, and the length of the longest text.
const LENGTHS: [(&str, usize); 2] = [("100 kB", 100_000), ("1 MB", 1_000_000)];

/// Texts that invite a scan of what was scanned before.
const HOSTILE: [&str; 19] = [
    "a",
    "ö",
    "1",
    "1+",
    "1 + ",
    "(",
    "et et ",
    "et",
    "\u{301}",
    "**",
    "\"",
    "1/2 = ",
    "if ",
    "ve veya ve ",
    "إذا ",
    "| ",
    "c-",
    "klenbuterol",
    "<b",
];

fn main() -> Result<(), Box<dyn Error>> {
    let (load, lexicon) = timed(lexicon);
    let lexicon = lexicon?;
    let (make, analyser) = timed(|| Analyser::new(lexicon));
    let analyser = analyser?;
    println!("Lexicon::load {:.1} ms, Analyser::new {:.1} ms\n", ms(load), ms(make));
    println!("answer    bytes   µs/kB min   µs/kB median   with a question and its facts, µs/kB median");
    for (name, answer) in [("Turkish", TURKISH), ("English", ENGLISH), ("Arabic", ARABIC)] {
        answers(&analyser, name, answer);
    }
    println!("\ntext                 100 kB, ns/B    1 MB, ns/B   ratio (10 is linear)");
    for text in HOSTILE {
        hostile(&analyser, &format!("{text:?}"), text);
    }
    for (name, answer) in [("Turkish", TURKISH), ("English", ENGLISH), ("Arabic", ARABIC)] {
        hostile(&analyser, name, answer);
        hostile(&analyser, &format!("{name}, no blanks"), &answer.replace(' ', ""));
    }
    let answer = TURKISH.repeat(10_000_000 / TURKISH.len());
    let (time, _) = timed(|| read(&analyser, &answer));
    println!("\n10 MB of answers: {:.0} ms", ms(time));
    let nested = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
    let (time, _) = timed(|| read(&analyser, &nested));
    println!("100,000 nested brackets: {:.0} ms", ms(time));
    Ok(())
}

fn answers(analyser: &Analyser, name: &str, answer: &str) {
    let alone = sample(answer);
    let turns = vec![Turn::new(Role::User, answer), Turn::new(Role::Coach, answer)];
    let both = Sample { turns, ..Sample::default() };
    let kb = answer.len() as f64 / 1000.0;
    let alone = rounds(|| drop(black_box(analyser.read(&alone))));
    let both = rounds(|| {
        black_box(analyser.facts(&both));
        drop(black_box(analyser.read(&both)));
    });
    let (first, middle, two) = (us(alone[0]) / kb, us(alone[ROUNDS / 2]) / kb, us(both[ROUNDS / 2]) / kb / 2.0);
    println!("{name:<9} {:>5} {first:>11.1} {middle:>14.1} {two:>20.1}", answer.len());
}

fn hostile(analyser: &Analyser, name: &str, piece: &str) {
    let times = LENGTHS.map(|(_, length)| {
        let text = piece.repeat(length / piece.len());
        let rounds = (0..3).map(|_| timed(|| read(analyser, &text)).0);
        ns(rounds.min().unwrap_or_default()) / text.len() as f64
    });
    println!("{name:<20} {:>12.1} {:>13.1} {:>10.1}", times[0], times[1], 10.0 * times[1] / times[0]);
}

fn rounds(mut run: impl FnMut()) -> Vec<Duration> {
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| timed(&mut run).0).collect();
    times.sort_unstable();
    times
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = run();
    (start.elapsed(), made)
}

fn read(analyser: &Analyser, text: &str) -> usize {
    black_box(analyser.read(&sample(text)).sentences.len())
}

fn sample(text: &str) -> Sample<'_> {
    Sample { turns: vec![Turn::new(Role::Coach, text)], ..Sample::default() }
}

/// The lexicons of every rubric of the project.
fn lexicon() -> Result<Lexicon, Box<dyn Error>> {
    let rubrics = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(rubrics)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let name = |folder: &Path| folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let names: Vec<String> = folders.iter().map(|folder| name(folder)).collect();
    let packs: Vec<(&str, &Path)> =
        names.iter().map(String::as_str).zip(folders.iter().map(PathBuf::as_path)).collect();
    Ok(Lexicon::load(&packs)?)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn ns(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}
