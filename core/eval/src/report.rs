//! A comparison written down for people and programs.

use std::path::Path;

use spotter_model::Identity;
use spotter_report::{Cell, Comparison, Format, Page, Passage, Rate, Screen, Table, Tone};

use crate::files::replace;
use crate::judging::{line, spans_in};
use crate::{Contrast, Decision, Diff, Error, Pair, Record, Status};

/// Writes `report.md`, `report.json`, `report.csv` and `report.html` into a folder. The same runs give the same bytes.
///
/// # Errors
///
/// When a file cannot be written.
pub fn write(diff: &Diff, decision: &Decision, folder: &Path) -> Result<(), Error> {
    replace(&folder.join("report.md"), &markdown(diff, decision))?;
    replace(&folder.join("report.json"), &json(diff, decision))?;
    replace(&folder.join("report.csv"), &csv(diff))?;
    replace(&folder.join("report.html"), &html(diff, decision))
}

/// The comparison for a terminal: the answer first, then the tables.
pub fn terminal(diff: &Diff, decision: &Decision, screen: Screen) -> String {
    let tables: Vec<_> = tables(diff).iter().map(|table| table.terminal(screen)).collect();
    format!("{}\n\n{}\n{}\n", headline(decision), tables.join("\n"), footer(diff))
}

/// The comparison as Markdown: the answer, the tables, the cases that broke, and what made the runs.
pub fn markdown(diff: &Diff, decision: &Decision) -> String {
    let tables: Vec<_> = tables(diff).iter().map(|table| table.render(Format::Markdown)).collect();
    format!("# {}\n\n{}\n{}\n", headline(decision), tables.join("\n"), footer(diff))
}

/// The comparison as one JSON object.
pub fn json(diff: &Diff, decision: &Decision) -> String {
    let rows = |table: &Table| -> serde_json::Value {
        let rows = serde_json::from_str(&table.render(Format::Json));
        rows.unwrap_or(serde_json::Value::Null)
    };
    let pairing = diff.pairing;
    let object = serde_json::json!({
        "decision": decision.name(),
        "reason": decision.reason(),
        "base": header(diff.base),
        "candidate": header(diff.candidate),
        "pairing": {
            "paired": pairing.paired, "unjudged": pairing.unjudged, "new": pairing.new,
            "missing": pairing.missing, "changed": pairing.changed,
        },
        "slices": rows(&slices(diff)),
        "rules": rows(&rules(diff)),
        "broke": diff.broke().map(pair_json).collect::<Vec<_>>(),
        "fixed": diff.fixed().map(pair_json).collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

/// The slices as CSV.
pub fn csv(diff: &Diff) -> String {
    slices(diff).render(Format::Csv)
}

/// The comparison as one self-contained page, with both answers of every case that broke or was fixed.
pub fn html(diff: &Diff, decision: &Decision) -> String {
    let tone = match decision {
        Decision::Pass(_) => Tone::Good,
        Decision::Fail(_) => Tone::Bad,
        Decision::Inconclusive(_) => Tone::Unsure,
    };
    let mut page = Page::new(format!("Base against {}", candidate(diff)), tone, &headline(decision));
    page.table(&slices(diff)).table(&rules(diff));
    page.heading(&format!("Broke: {}", diff.broke().count()));
    for pair in diff.broke() {
        page.comparison(&comparison(pair, candidate(diff)));
    }
    page.heading(&format!("Fixed: {}", diff.fixed().count()));
    for pair in diff.fixed() {
        page.folded_comparison(&comparison(pair, candidate(diff)));
    }
    let same = || diff.pairs.iter().filter(|pair| !pair.has_broken() && !pair.is_fixed());
    page.heading(&format!("Unchanged: {}", same().count()));
    for pair in same() {
        page.folded_comparison(&comparison(pair, candidate(diff)));
    }
    page.heading("What made this").paragraph(&footer(diff));
    page.render()
}

/// The tables of the report, in its order.
pub fn tables(diff: &Diff) -> Vec<Table> {
    let changed = [cases("Broke", diff.broke(), candidate(diff)), cases("Fixed", diff.fixed(), candidate(diff))];
    let mut tables = vec![slices(diff), rules(diff)];
    tables.extend(changed.into_iter().filter(|table| !table.is_empty()));
    tables
}

/// The answer in one line.
pub fn headline(decision: &Decision) -> String {
    format!("{}: {}", decision.name(), decision.reason())
}

fn slices(diff: &Diff) -> Table {
    let passes = format!("{} passes", candidate(diff));
    let columns = ["slice", "base passes", passes.as_str(), "change", "broke", "fixed", "p"];
    let mut table = Table::new("Cases that pass, by slice", &columns);
    let mut contrasts = diff.slices();
    contrasts.sort_by_key(rank);
    contrasts.insert(0, diff.overall());
    for contrast in contrasts {
        table.row([
            Cell::from(contrast.slice),
            contrast.base.into(),
            contrast.candidate.into(),
            points(contrast.base, contrast.candidate),
            contrast.broke.into(),
            contrast.fixed.into(),
            Cell::probability(contrast.p),
        ]);
    }
    table
}

fn rules(diff: &Diff) -> Table {
    let meets = format!("{} meets", candidate(diff));
    let columns = ["rule", "base meets", meets.as_str(), "change"];
    let mut table = Table::new("Answers that meet a rule, of those to which it applies", &columns);
    for contrast in diff.rules() {
        let change = points(contrast.base, contrast.candidate);
        table.row([Cell::from(contrast.rule), contrast.base.into(), contrast.candidate.into(), change]);
    }
    table
}

fn cases<'p, 'a: 'p>(title: &str, pairs: impl Iterator<Item = &'p Pair<'a>>, candidate: &str) -> Table {
    let mut table = Table::new(title, &["case", "slices", "base", candidate]);
    for pair in pairs {
        let (base, candidate) = (because(pair.base), because(pair.candidate));
        table.row([pair.candidate.title.clone(), pair.candidate.slices.join(" "), base, candidate]);
    }
    table
}

/// What the candidate is called: an adapter, if it has one.
fn candidate(diff: &Diff) -> &'static str {
    let has_adapter = diff.candidate.endpoint.as_ref().is_some_and(|identity| identity.adapter.is_some());
    if has_adapter { "adapter" } else { "candidate" }
}

/// Rubrics before languages, those before diets, and labels last.
fn rank(contrast: &Contrast) -> usize {
    let kinds = ["rubric:", "language:", "diet:"];
    kinds.iter().position(|kind| contrast.slice.starts_with(kind)).unwrap_or(kinds.len())
}

/// The difference of two shares in percentage points.
fn points(base: Rate, candidate: Rate) -> Cell {
    match (base.share(), candidate.share()) {
        (Some(base), Some(candidate)) => Cell::Text(format!("{:+.1}", (candidate - base) * 100.0)),
        _ => Cell::Empty,
    }
}

fn because(record: &Record) -> String {
    match record.status {
        Status::Passed => "passed".to_owned(),
        _ => record.reasons.join("; "),
    }
}

fn comparison(pair: &Pair, candidate: &str) -> Comparison {
    Comparison {
        title: format!("{} ({})", pair.candidate.title, pair.candidate.slices.join(", ")),
        question: pair.candidate.question.clone(),
        left: passage("base", pair.base),
        right: passage(candidate, pair.candidate),
    }
}

fn passage(who: &str, record: &Record) -> Passage {
    let judged = record.judged.as_ref();
    let verdict = judged.map_or("not judged".to_owned(), |judged| judged.verdict.to_string());
    let result = if record.is_passed() == Some(true) { "passed" } else { "failed" };
    let notes = judged.iter().flat_map(|judged| judged.broken()).flat_map(|rule| {
        rule.remarks.iter().map(move |remark| format!("{} ({}): {}", rule.rule, rule.severity, line(remark)))
    });
    Passage {
        caption: format!("{who}: {result}, verdict {verdict}"),
        text: record.answer.clone().unwrap_or_default(),
        spans: judged.map(|judged| spans_in(judged, record.turn)).unwrap_or_default(),
        notes: notes.collect(),
    }
}

fn pair_json(pair: &Pair) -> serde_json::Value {
    let side = |record: &Record| serde_json::json!({ "answer": record.answer, "reasons": record.reasons, "judged": record.judged });
    serde_json::json!({
        "case": pair.candidate.case, "title": pair.candidate.title, "slices": pair.candidate.slices,
        "question": pair.candidate.question, "base": side(pair.base), "candidate": side(pair.candidate),
    })
}

fn header(header: &crate::Header) -> serde_json::Value {
    serde_json::to_value(header).unwrap_or(serde_json::Value::Null)
}

fn footer(diff: &Diff) -> String {
    let pairing = diff.pairing;
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let made = |header: &crate::Header| {
        let who = header.endpoint.as_ref().map_or("fixed answers".to_owned(), answerer);
        format!("{who}, run {}, seed {}", short(&header.run), header.sampling.seed)
    };
    format!(
        "{} cases paired, {} not judged, {} new, {} missing, {} changed. The base is {}; the {} is {}. Suite {}, gate {}. \
         p is McNemar's exact two-sided test over the cases that broke or were fixed.",
        pairing.paired,
        pairing.unjudged,
        pairing.new,
        pairing.missing,
        pairing.changed,
        made(diff.base),
        candidate(diff),
        made(diff.candidate),
        short(&diff.candidate.suite),
        short(&diff.candidate.gate),
    )
}

fn answerer(identity: &Identity) -> String {
    match &identity.adapter {
        Some(adapter) => format!("{} with {adapter}", identity.model),
        None => identity.model.clone(),
    }
}
