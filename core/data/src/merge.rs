//! Making one file of several, with ids that are unique and say where they come from.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::batch::in_order;
use crate::ledger::Books;
use crate::reader::read_all;
use crate::{Dropped, Error, Fault, Ledger, Raw};

/// A record on its way into the merged file.
struct Moved {
    raw: Raw,
    id: String,
    fields: serde_json::Map<String, Value>,
}

/// Joins the inputs in their order. Every record gets `source`, its file and line, unless it has one from before.
///
/// A record whose id was taken by an earlier record is named after its file as well, and counted if that is taken too.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn merge(inputs: &[PathBuf], out: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<Ledger, Error> {
    let names: Vec<String> = inputs.iter().map(|path| name_of(path)).collect();
    let mut taken = HashSet::new();
    let mut books = Books::open("merge", out)?;
    in_order(read_all(inputs), moved, |moved| {
        books.ledger.read += 1;
        progress(books.ledger.read);
        match moved {
            Err((raw, fault)) => books.drop(&Dropped::of(&raw, fault.rule(), fault.to_string())),
            Ok(moved) => {
                let name = names.get(moved.raw.input).map_or("", String::as_str);
                let id = free_id(&taken, &moved.id, name);
                taken.insert(id.clone());
                books.keep(moved.line(&id, name).as_bytes())
            }
        }
    })?;
    books.close()
}

impl Moved {
    fn line(mut self, id: &str, name: &str) -> String {
        self.fields.shift_remove("id");
        self.fields.shift_insert(0, "id".into(), id.into());
        self.fields.entry("source").or_insert_with(|| json!({ "file": name, "line": self.raw.number }));
        Value::Object(self.fields).to_string()
    }
}

fn moved(raw: Raw) -> Result<Moved, (Raw, Fault)> {
    match raw.record() {
        Ok(record) => {
            let id = record.sample.id.into_owned();
            let fields = serde_json::from_slice(&raw.bytes).unwrap_or_default();
            Ok(Moved { raw, id, fields })
        }
        Err(fault) => Err((raw, fault)),
    }
}

/// The first of `id`, `name/id`, `name/id-2`, `name/id-3` .. that is free.
fn free_id(taken: &HashSet<String>, id: &str, name: &str) -> String {
    if !taken.contains(id) {
        return id.to_owned();
    }
    let base = format!("{name}/{id}");
    let mut free = base.clone();
    let mut count = 2_u64;
    while taken.contains(&free) {
        free = format!("{base}-{count}");
        count += 1;
    }
    free
}

/// A file's name without its folder and ending; provenance must not depend on where the folder lies.
fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
