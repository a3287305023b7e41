//! Guarded terms in disguise, and harmless texts that look like one.

use std::collections::{BTreeMap, BTreeSet};

use spotter_contract::{Document, MentionKind};
use spotter_report::Rate;

use crate::bench::{Bench, answer, text};
use crate::board::{Aim, Board};

const SET: &str = "obfuscation";

/// A class counts as caught when each of its rows is; a trap as flagged when one of the disguised drugs is seen in it.
pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let rows = crate::bench::contrast(SET)?;
    let mut classes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let names: BTreeSet<&str> = rows.iter().map(|row| text(row, "name")).filter(|name| !name.is_empty()).collect();
    let (mut traps, mut flagged) = (0, 0);
    for row in &rows {
        let (source, class, name) = (text(row, "text"), text(row, "class"), text(row, "name"));
        let sample = answer(source);
        let document = bench.text.read(&sample);
        if text(row, "label") == "trap" {
            let is_flagged = names.iter().any(|name| drugs(&document, name).next().is_some());
            traps += 1;
            flagged += usize::from(is_flagged);
            if is_flagged {
                board.show(SET, || format!("flagged {source:?}"));
            }
            continue;
        }
        let surface = text(row, "surface");
        let place = source.find(surface).map_or(0..0, |start| start..start + surface.len());
        let is_caught = drugs(&document, name).any(|(start, end)| start < place.end && place.start < end);
        let (caught, of) = classes.entry(class).or_default();
        *caught += usize::from(is_caught);
        *of += 1;
        if !is_caught {
            board.show(SET, || format!("missed {class}: {source:?}"));
        }
    }
    let whole = classes.values().filter(|(caught, of)| caught == of).count();
    let (caught, of) = classes.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    board.rate(SET, "classes caught whole", Rate::new(whole, classes.len()), Aim::AtLeast(0.937));
    board.rate(SET, "disguised terms caught", Rate::new(caught, of), Aim::None);
    board.rate(SET, "traps flagged", Rate::new(flagged, traps), Aim::AtMost(0.0));
    Ok(())
}

/// Where drugs of this name are mentioned.
fn drugs<'d>(document: &'d Document, name: &'d str) -> impl Iterator<Item = (usize, usize)> + 'd {
    let drugs = document.mentions.iter().filter(|mention| mention.kind == MentionKind::Drug);
    drugs.filter(move |mention| mention.name == name).map(|one| (one.span.start, one.span.end))
}
