//! Measures how long a reading takes: `cargo run --release -p spotter-text --example speed RUBRICS_FOLDER`.
#![expect(clippy::print_stdout, reason = "this program exists to print")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use spotter_contract::{Role, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

/// About a kilobyte of an ordinary answer.
const ANSWER: &str = "Merhaba! 70 kg ağırlığınız ve haftada 4 gün antrenmanınız için günlük 112-154 g protein yeterlidir. \
Kahvaltıda 3 yumurta, 60 g yulaf ve 200 ml süt tüketebilirsiniz. Öğle yemeğinde 150 g tavuk göğsü, bulgur pilavı ve salata iyi bir seçimdir; \
tavuk yerine tofu da kullanabilirsiniz. Eğer antrenmandan sonra aşırı yorgun hissederseniz, set sayısını 4'ten 3'e düşürün. \
Squat: 3x10, bench press: 4x8-12 @ %75. Toplam enerji: 1,755 x 1.55 = 2,720 kcal. Haftada 0,5-1 kg kayıp güvenlidir. \
Diyabetiniz varsa yeni bir programa başlamadan önce doktorunuza danışın. Bu bilgiler genel bilgilendirme amaçlıdır, tıbbi tavsiye yerine geçmez. \
Akşam yemeğinde ızgara balık, zeytinyağlı sebze ve yoğurt tercih edin. Gluten içeren ürünlerden kaçının.";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder of the rubrics")?;
    let names = ["numeric", "conditional", "disclaimer", "dietary", "medical"];
    let folders: Vec<(&str, PathBuf)> = names.iter().map(|name| (*name, folder.join(name))).collect();
    let packs: Vec<(&str, &std::path::Path)> = folders.iter().map(|(name, path)| (*name, path.as_path())).collect();
    let start = Instant::now();
    let analyser = Analyser::new(Lexicon::load(&packs)?)?;
    println!("load {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let sample = Sample { turns: vec![Turn::new(Role::Coach, ANSWER)], ..Sample::default() };
    println!(
        "{:#?}",
        analyser
            .read(&sample)
            .mentions
            .iter()
            .map(|mention| (mention.span.of(ANSWER), mention.name, mention.scope))
            .collect::<Vec<_>>()
    );
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        let document = analyser.read(&sample);
        times.push(start.elapsed().as_secs_f64() * 1e6 + document.acts.len() as f64 * 0.0);
    }
    times.sort_by(f64::total_cmp);
    println!("read {} bytes: min {:.0} µs, median {:.0} µs", ANSWER.len(), times[0], times[100]);
    for text in [
        ANSWER.repeat(1000),
        "a".repeat(1_000_000),
        "1".repeat(1_000_000),
        "(".repeat(1_000_000),
        "1+".repeat(500_000),
        "et ".repeat(300_000),
    ] {
        let start = Instant::now();
        let sample = Sample { turns: vec![Turn::new(Role::Coach, text.as_str())], ..Sample::default() };
        let document = analyser.read(&sample);
        println!(
            "{} bytes of {:?}..: {:.0} ms, {} sentences",
            text.len(),
            &text.chars().take(6).collect::<String>(),
            start.elapsed().as_secs_f64() * 1e3,
            document.sentences.len()
        );
    }
    Ok(())
}
