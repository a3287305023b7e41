//! Ten times the text takes about ten times as long, also where the text invites to read it again and again.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use spotter_contract::{Role, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

/// A quadratic reading would take a hundred times as long; a machine under load is allowed to stutter.
const RATIO: u32 = 40;

fn analyser() -> Analyser {
    let rubrics = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics");
    let names = ["numeric", "conditional", "disclaimer", "dietary", "medical"];
    let folders: Vec<(&str, PathBuf)> = names.iter().map(|name| (*name, rubrics.join(name))).collect();
    let packs: Vec<(&str, &Path)> = folders.iter().map(|(name, path)| (*name, path.as_path())).collect();
    Analyser::new(Lexicon::load(&packs).unwrap()).unwrap()
}

/// The shortest of three readings.
fn time(analyser: &Analyser, text: &str) -> Duration {
    let sample = Sample { turns: vec![Turn::new(Role::User, text)], ..Sample::default() };
    let read = || {
        let start = Instant::now();
        drop(analyser.read_with_facts(&sample));
        start.elapsed()
    };
    (0..3).map(|_| read()).min().unwrap_or_default()
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let analyser = analyser();
    let pieces = [
        "a",
        "ö",
        "ç",
        "1",
        "1+",
        "(",
        "et et ",
        "\u{301}",
        "**",
        "\"",
        "1/2 = ",
        "if ",
        "c ",
        "c-",
        "l1",
        "&#99;",
        "%63",
        "<b",
        "| ",
        "- ",
        "klenbuterol",
        "eğer tavuk yerine ",
        "إذا ",
    ];
    for piece in pieces {
        let (short, long) = (piece.repeat(6000 / piece.len()), piece.repeat(60_000 / piece.len()));
        let (one, ten) = (time(&analyser, &short), time(&analyser, &long));
        assert!(ten <= (one + Duration::from_millis(2)) * RATIO, "{piece:?}: {one:?}, ten times as much {ten:?}");
    }
}
