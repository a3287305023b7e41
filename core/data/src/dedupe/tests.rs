//! The join against comparing all with all, and the choice against its definition.

use std::collections::BTreeSet;
use std::fs;

use super::join::{is_near, pairs};
use super::keep::order;
use super::*;
use crate::hash::mix;

/// A stream of chance.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (mix(self.0) % sides as u64) as usize
    }

    /// So many different words of a vocabulary.
    fn set(&mut self, size: usize, vocabulary: usize) -> BTreeSet<u64> {
        let mut set = BTreeSet::new();
        while set.len() < size {
            set.insert(mix(self.below(vocabulary) as u64 + 1));
        }
        set
    }

    /// The set with a few words taken out and a few put in.
    fn changed(&mut self, set: &BTreeSet<u64>, edits: usize) -> BTreeSet<u64> {
        let mut words: Vec<u64> = set.iter().copied().collect();
        for _ in 0..self.below(edits + 1) {
            match self.below(3) {
                0 if words.len() > 1 => drop(words.swap_remove(self.below(words.len()))),
                1 => words.push(mix(self.below(5_000) as u64 + 1)),
                _ => {
                    let at = self.below(words.len());
                    words[at] = mix(self.below(5_000) as u64 + 1);
                }
            }
        }
        words.into_iter().collect()
    }
}

fn words(input: &BTreeSet<u64>, output: &BTreeSet<u64>, guard: u64, dice: &mut Dice) -> Words {
    let list = |set: &BTreeSet<u64>| set.iter().copied().collect::<Box<[u64]>>();
    let hash = |set: &BTreeSet<u64>, seed| set.iter().fold(seed, |hash, word| crate::hash::fold(hash, *word));
    Words {
        input: list(input),
        output: list(output),
        guard,
        exact: (hash(output, hash(input, 1)), guard),
        quality: dice.below(5) as u64,
        content: dice.below(1 << 30) as u64,
    }
}

/// Records around a few originals, with every size from one word to a page.
fn random(count: usize, seed: u64) -> Vec<Words> {
    let mut dice = Dice(seed);
    let mut originals = Vec::new();
    for _ in 0..count / 12 {
        let (short, long) = (1 + dice.below(30), 1 + dice.below(120));
        originals.push((dice.set(short, 400), dice.set(long, 2_000)));
    }
    let mut record = |_| {
        let (input, output) = originals[dice.below(originals.len())].clone();
        let (input, output) = (dice.changed(&input, 2), dice.changed(&output, 5));
        let guard = dice.below(8) as u64 / 7;
        words(&input, &output, guard, &mut dice)
    };
    (0..count).map(&mut record).collect()
}

/// One question with many answers, one answer to many questions, sets at the border, and empty ones.
fn adversarial(seed: u64) -> Vec<Words> {
    let mut dice = Dice(seed);
    let mut records = Vec::new();
    let (question, answer) = (dice.set(12, 400), dice.set(60, 2_000));
    for _ in 0..250 {
        let (other, near) = (dice.set(60, 2_000), dice.changed(&answer, 4));
        records.push(words(&question, &other, 0, &mut dice));
        records.push(words(&question, &near, 0, &mut dice));
        let (asked, near) = (dice.changed(&question, 1), dice.changed(&answer, 3));
        records.push(words(&asked, &near, 0, &mut dice));
        let asked = dice.set(12, 40);
        records.push(words(&asked, &answer, 0, &mut dice));
    }
    for size in 1..=200 {
        let set: BTreeSet<u64> = (1..=size).map(mix).collect();
        let shorter: BTreeSet<u64> = (1..=(size * 9).div_ceil(10)).map(mix).collect();
        records.push(words(&set, &set, 9, &mut dice));
        records.push(words(&set, &shorter, 9, &mut dice));
        records.push(words(&shorter, &set, 9, &mut dice));
    }
    let none = BTreeSet::new();
    records.extend((0..40).map(|_| words(&none, &answer, 0, &mut dice)));
    records.extend((0..40).map(|_| words(&question, &none, 0, &mut dice)));
    records
}

fn all(words: &[Words]) -> Vec<u32> {
    (0..words.len() as u32).collect()
}

/// All with all, by the definition of the index.
fn brute(words: &[Words], is_enough: impl Fn(usize, usize) -> bool) -> Vec<(u32, u32)> {
    let sets = |words: &Words| [&words.input, &words.output].map(|set| set.iter().copied().collect::<BTreeSet<u64>>());
    let sets: Vec<_> = words.iter().map(|words| (sets(words), words.guard)).collect();
    let mut pairs = Vec::new();
    for (one, (left, guard)) in sets.iter().enumerate() {
        for (two, (right, other)) in sets.iter().enumerate().skip(one + 1) {
            let near = |(left, right): (&BTreeSet<u64>, &BTreeSet<u64>)| {
                let common = left.intersection(right).count();
                common > 0 && is_enough(common, left.len() + right.len() - common)
            };
            if guard == other && left.iter().zip(right).all(near) {
                pairs.push((one as u32, two as u32));
            }
        }
    }
    pairs
}

fn threshold(threshold: f64, reading: Reading) -> Threshold {
    Threshold::of(&Settings { threshold, reading }).unwrap()
}

#[test]
fn the_join_finds_what_comparing_all_with_all_finds() {
    for (seed, records) in [(1, random(2_000, 1)), (2, random(700, 2)), (3, adversarial(3))] {
        let above = brute(&records, |common, of| common * 10 > of * 9);
        assert!(above.len() > 300, "seed {seed} has only {} pairs", above.len());
        assert_eq!(pairs(&records, &all(&records), threshold(0.9, Reading::Above)), above, "seed {seed}");
        let at_least = brute(&records, |common, of| common * 10 >= of * 9);
        assert!(at_least.len() > above.len());
        assert_eq!(pairs(&records, &all(&records), threshold(0.9, Reading::AtLeast)), at_least, "seed {seed}");
    }
}

#[test]
fn the_join_is_exact_at_other_thresholds() {
    let records = random(600, 5);
    for hundredths in [50, 60, 75, 80, 85, 95, 99] {
        let expected = brute(&records, |common, of| common * 100 > of * hundredths);
        let found = pairs(&records, &all(&records), threshold(hundredths as f64 / 100.0, Reading::Above));
        assert_eq!(found, expected, "{hundredths}");
    }
}

#[test]
fn every_dropped_record_has_a_kept_witness_and_no_two_kept_ones_are_near() {
    let nine = threshold(0.9, Reading::Above);
    for records in [random(2_000, 7), adversarial(8)] {
        let ids: Vec<String> = all(&records).iter().map(u32::to_string).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let fates = fates(&records, &ids, nine);
        let order = order(&records, &ids);
        let rank = |at: usize| order.iter().position(|other| *other as usize == at).unwrap();
        let mut kept: Vec<usize> = Vec::new();
        for at in order.iter().map(|at| *at as usize) {
            // The definition: best first, and each goes to the first kept record that says the same.
            let witness = kept.iter().copied().find(|kept| {
                let (kept, own) = (&records[*kept], &records[at]);
                (kept.exact, kept.guard) == (own.exact, own.guard) || is_near(kept, own, nine)
            });
            match (fates[at], witness) {
                (Fate::Kept, None) => kept.push(at),
                (Fate::Exact(found) | Fate::Near(found, ..), Some(witness)) => {
                    assert_eq!(found as usize, witness);
                    assert!(rank(witness) < rank(at));
                }
                (fate, witness) => panic!("record {at}: {fate:?}, expected {witness:?}"),
            }
        }
        assert!(kept.len() < records.len() && kept.len() > records.len() / 20);
    }
}

#[test]
fn neither_order_nor_threads_change_what_is_kept() {
    let records = random(1_500, 11);
    let names: Vec<String> = all(&records).iter().map(|at| format!("{at:05}")).collect();
    let kept = |order: &[usize], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let shuffled: Vec<Words> = order.iter().map(|at| records[*at].clone()).collect();
        let ids: Vec<&str> = order.iter().map(|at| names[*at].as_str()).collect();
        let fates = pool.install(|| fates(&shuffled, &ids, threshold(0.9, Reading::Above)));
        let kept = fates.iter().zip(&ids).filter(|(fate, _)| **fate == Fate::Kept);
        kept.map(|(_, id)| (*id).to_owned()).collect::<BTreeSet<String>>()
    };
    let mut order: Vec<usize> = (0..records.len()).collect();
    let expected = kept(&order, 1);
    assert_eq!(kept(&order, 3), expected);
    let mut dice = Dice(12);
    for _ in 0..3 {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        assert_eq!(kept(&order, 2), expected);
    }
}

const LONG: &str = "Kahvaltıda yulaf, yoğurt ve bir avuç ceviz iyi bir başlangıçtır; öğleden sonra ızgara sebze ile \
                    mercimek çorbası içebilir, akşam ise fırında sebze ve bulgur pilavı yiyebilirsin, gün boyunca \
                    protein hedefin";

#[test]
fn what_differs_in_a_number_stays_and_a_repetition_goes() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let line = |id: &str, answer: &str| {
        format!("{{\"id\":\"{id}\",\"instruction\":\"Ne yemeliyim?\",\"output\":\"{answer}\",\"extra\":[1]}}\n")
    };
    let lines = [
        line("a", &format!("{LONG} 150 gram olsun.")),
        line("b", &format!("{LONG} 60 gram olsun.")),
        line("c", &format!("{LONG} 150 gram.")),
        line("d", &spotter_text::fold_ascii(&format!("{LONG} 150 gram olsun!"))),
        "{\"id\":\"e\",\"instruction\":\n".to_owned(),
    ];
    fs::write(&path, lines.concat()).unwrap();
    let ledger = dedupe(&[path], &out, &Settings::default(), &|_| ()).unwrap();
    assert_eq!((ledger.read, ledger.kept), (5, 2));
    assert_eq!(fs::read_to_string(&out).unwrap(), [&*lines[0], &*lines[1]].concat(), "kept lines stay as they are");
    let dropped = fs::read_to_string(crate::dropped_path(&out)).unwrap();
    let dropped: Vec<Dropped> = dropped.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rules: Vec<_> = dropped.iter().map(|drop| (drop.id.as_deref(), &*drop.rule)).collect();
    assert_eq!(rules, [(Some("c"), NEAR), (Some("d"), EXACT), (None, "clean/broken-json")]);
    let witness = dropped[0].witness.as_ref().unwrap();
    assert_eq!((&*witness.id, witness.input_jaccard), ("a", 1.0));
    assert!(witness.output_jaccard > 0.9 && witness.output_jaccard < 1.0);
    assert_eq!(Ledger::beside(&out).unwrap(), ledger);
}
