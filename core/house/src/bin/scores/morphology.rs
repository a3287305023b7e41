//! Turkish nouns: food words in running text, the derivations with and without, inflected forms.
//!
//! The sets bring their own lemmas, so each is read with a lexicon of those lemmas alone, without flags.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use spotter_contract::{Lang, Scope};
use spotter_text::{Analyser, Lexicon};

use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    running_text(bench, board)?;
    derivations(bench, board)?;
    inflections(bench, board)
}

/// A reader of these lemmas as Turkish foods.
fn reader(words: &BTreeSet<&str>) -> anyhow::Result<Analyser> {
    let term = |word: &&str| {
        let quoted = serde_json::Value::from(*word);
        format!("[[term]]\nkind = 'food'\nname = {quoted}\nclasses = ['food']\nterms = [{quoted}]\n")
    };
    let toml: String = words.iter().map(term).collect();
    Ok(Analyser::new(Lexicon::parse(&[("words", Lang::Tr, &toml)])?)?)
}

/// The stems of the set, with what the lexicon of the dietary rubric knows about their senses.
fn food_reader(stems: &BTreeSet<&str>) -> anyhow::Result<Analyser> {
    let path = spotter_house::project().join("rubrics/dietary/tr.toml");
    let mut table: toml::Table = std::fs::read_to_string(path)?.parse()?;
    let is_stem = |term: &toml::Value| {
        let lemmas = term.get("terms").and_then(toml::Value::as_array).into_iter().flatten();
        lemmas.filter_map(toml::Value::as_str).any(|lemma| stems.contains(lemma))
    };
    let known: Vec<toml::Value> = table.remove("term").and_then(|terms| terms.as_array().cloned()).unwrap_or_default();
    let known: Vec<toml::Value> = known.into_iter().filter(is_stem).collect();
    let has = |stem: &str| {
        known.iter().any(|term| {
            let lemmas = term.get("terms").and_then(toml::Value::as_array).into_iter().flatten();
            lemmas.filter_map(toml::Value::as_str).any(|lemma| lemma == stem)
        })
    };
    let mut toml = String::new();
    for stem in stems.iter().filter(|stem| !has(stem)) {
        let quoted = serde_json::Value::from(*stem);
        let _ = writeln!(toml, "[[term]]\nkind = 'food'\nname = {quoted}\nterms = [{quoted}]");
    }
    let mut own = toml::Table::new();
    own.insert("term".to_owned(), toml::Value::Array(known));
    toml += &toml::to_string(&own)?;
    Ok(Analyser::new(Lexicon::parse(&[("words", Lang::Tr, &toml)])?)?)
}

/// Tokens that begin with a food's stem: the food, or another word.
fn running_text(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "morph_tr_food_ud";
    let rows = bench.rows(set)?;
    let analyser = food_reader(&rows.iter().map(|row| text(row, "stem")).collect())?;
    let mut score = Score::default();
    for row in &rows {
        let (source, token) = (text(row, "text"), text(row, "token"));
        let sample = answer(source);
        let is_found = analyser.read(&sample).mentions.iter().any(|mention| mention.span.of(source) == token);
        score.add(flag(row, "food"), is_found);
        if is_found != flag(row, "food") {
            board.show(set, || format!("{} {token:?} in {source:?}", if is_found { "wrong" } else { "missed" }));
        }
    }
    board.pair(set, "food words", score, (Aim::AtLeast(0.97), Aim::AtLeast(0.99)));
    Ok(())
}

/// `-sIz` means without, `-lI` with.
fn derivations(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "morph_tr_privative";
    let rows = bench.rows(set)?;
    let analyser = reader(&rows.iter().map(|row| text(row, "lemma")).collect())?;
    for (kind, scope) in [("privative", Scope::Excluded), ("attributive", Scope::Used)] {
        let mut score = Score::default();
        for row in rows.iter().filter(|row| text(row, "kind") == kind) {
            let form = text(row, "form");
            let sample = answer(form);
            let mentions = analyser.read(&sample).mentions;
            let is_right = mentions.iter().any(|mention| mention.span.of(form) == form && mention.scope == scope);
            score.add(true, is_right);
            if !is_right {
                board.show(set, || format!("missed {form:?} of {:?}", text(row, "lemma")));
            }
        }
        board.rate(set, kind, score.recall(), Aim::AtLeast(0.99));
    }
    Ok(())
}

fn inflections(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "morph_tr_unimorph_nouns";
    let rows = bench.rows(set)?;
    let analyser = reader(&rows.iter().map(|row| text(row, "lemma")).collect())?;
    let (mut all, mut food) = (Score::default(), Score::default());
    for row in &rows {
        let is_found = reads(&analyser, row);
        all.add(true, is_found);
        if flag(row, "food") {
            food.add(true, is_found);
        }
        if !is_found {
            board.show(set, || {
                format!("missed {:?} of {:?} {}", text(row, "form"), text(row, "lemma"), text(row, "feats"))
            });
        }
    }
    board.rate(set, "foods, recall", food.recall(), Aim::AtLeast(1.0));
    board.rate(set, "nouns, recall", all.recall(), Aim::AtLeast(0.97));
    Ok(())
}

fn reads(analyser: &Analyser, row: &Value) -> bool {
    let form = text(row, "form");
    let sample = answer(form);
    analyser.read(&sample).mentions.iter().any(|mention| mention.span.of(form) == form)
}
