//! How the text treats what it names.

use std::collections::BTreeMap;

use serde_json::Value;
use spotter_contract::{Document, Span};
use spotter_report::Rate;

use crate::bench::{Bench, answer, text};
use crate::board::{Aim, Board};

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "scope_pairs";
    let (mut right, mut pairs) = (BTreeMap::<String, Rate>::new(), BTreeMap::<String, bool>::new());
    for row in crate::bench::contrast(set)? {
        let (source, gold) = (text(&row, "text"), text(&row, "scope"));
        let sample = answer(source);
        let document = bench.text.read(&sample);
        let found = scope_at(&document, span(&row)).unwrap_or("not found");
        *right.entry(text(&row, "lang").to_owned()).or_default() += Rate::new(usize::from(found == gold), 1);
        *pairs.entry(text(&row, "pair").to_owned()).or_insert(true) &= found == gold;
        if found != gold {
            let named = (text(&row, "id"), text(&row, "surface"));
            board.show(set, || format!("{} {} is {gold}, read {found}: {source:?}", named.0, named.1));
        }
    }
    for (lang, rate) in right {
        board.rate(set, &format!("right class, {lang}"), rate, Aim::AtLeast(0.95));
    }
    languages(board)?;
    let whole = pairs.values().filter(|is_right| **is_right).count();
    board.rate(set, "pairs with both right", Rate::new(whole, pairs.len()), Aim::None);
    Ok(())
}

/// The language of single sentences, most of them short.
fn languages(board: &mut Board) -> anyhow::Result<()> {
    let mut right: BTreeMap<String, Rate> = BTreeMap::new();
    for set in ["scope_pairs", "condition_actions"] {
        for row in crate::bench::contrast(set)?.iter().filter(|row| !text(row, "text").starts_with('{')) {
            let (source, gold) = (text(row, "text"), text(row, "lang"));
            let found = spotter_text::detect(source);
            *right.entry(gold.to_owned()).or_default() += Rate::new(usize::from(found.name() == gold), 1);
            if found.name() != gold {
                board.show("languages", || format!("{gold}, read {}: {source:?}", found.name()));
            }
        }
    }
    for (lang, rate) in right {
        board.rate("contrast", &format!("language of a sentence, {lang}"), rate, Aim::AtLeast(0.98));
    }
    Ok(())
}

/// The bytes that a row speaks about.
fn span(row: &Value) -> Span {
    let at = |field| row.get(field).and_then(Value::as_u64).map_or(0, |at| at as usize);
    Span::new(at("start"), at("end"))
}

/// The scope of the mention that lies there.
fn scope_at(document: &Document, span: Span) -> Option<&'static str> {
    let mention = document.mentions.iter().find(|mention| mention.span.overlaps(span))?;
    Some(mention.scope.name())
}
