//! The header in C and the contract in Rust are one: every size, every offset and every constant is compared.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::mem::offset_of;
use std::path::{Path, PathBuf};
use std::process::Command;

use spotter_contract::abi;
use spotter_contract::{ActKind, Lang, MentionKind, QuantityKind, Role, Scope, SentenceKind};

/// What C calls something, and its value in Rust.
type Fact = (String, i128);

/// The size and the offsets of one struct. It does not compile when a field is left out.
macro_rules! layout {
    ($rust:ident = $c:literal { $($field:ident $($name:literal)?),+ $(,)? }) => {{
        let _ = |value: &abi::$rust| { let abi::$rust { $($field: _),+ } = value; };
        let mut facts: Vec<Fact> = vec![(format!("sizeof({})", $c), size_of::<abi::$rust>() as i128)];
        $(facts.push((format!("offsetof({}, {})", $c, c_name!($field $($name)?)), offset_of!(abi::$rust, $field) as i128));)+
        facts
    }};
}

/// A field's name in C, which may differ from Rust's.
macro_rules! c_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

fn structs() -> Vec<Vec<Fact>> {
    // `Array` stands apart: its last field is for Rust alone and has no size.
    let array = vec![
        ("sizeof(spot_array)".to_owned(), size_of::<abi::Array<u8>>() as i128),
        ("offsetof(spot_array, items)".to_owned(), offset_of!(abi::Array<u8>, items) as i128),
        ("offsetof(spot_array, len)".to_owned(), offset_of!(abi::Array<u8>, len) as i128),
        ("offsetof(spot_array, stride)".to_owned(), offset_of!(abi::Array<u8>, stride) as i128),
    ];
    vec![
        array,
        layout!(Str = "spot_str" { ptr, len }),
        layout!(Kv = "spot_kv" { key, val }),
        layout!(Turn = "spot_turn" { role, pad "_pad", text }),
        layout!(Sample = "spot_sample" {
            struct_size, flags, id, instruction, input, output, system, lang, turns, turns_len, meta, meta_len, profile,
            profile_len,
        }),
        layout!(Finding = "spot_finding" {
            struct_size, rule, field, flags, start, end, fix_kind, applicability, message, fix,
        }),
        layout!(Sink = "spot_sink" { struct_size, pad "_pad", ctx, report, outcome, error }),
        layout!(Host = "spot_host" {
            struct_size, abi_minor, ctx, name, version, log_level, pad "_pad", log, get_extension,
        }),
        layout!(Sentence = "spot_sentence" { turn, kind, lang, pad "_pad", start, end }),
        layout!(Quantity = "spot_quantity" {
            turn, kind, start, end, value, high, other, flags, pad "_pad", unit,
        }),
        layout!(Mention = "spot_mention" { turn, kind, scope, pad "_pad", start, end, name, classes }),
        layout!(Condition = "spot_condition" { turn, level, start, end }),
        layout!(Act = "spot_act" { turn, act, start, end, detail }),
        layout!(Equation = "spot_equation" { turn, pad "_pad", start, end, stated, computed, tolerance }),
        layout!(Document = "spot_document" {
            struct_size, lang, sentences, quantities, mentions, conditions, acts, equations,
        }),
        layout!(Analysis = "spot_analysis" { struct_size, pad "_pad", document }),
        layout!(Stream = "spot_stream" { struct_size, hold_back, data, push, finish, close }),
        layout!(Rubric = "spot_rubric" { struct_size, flags, data, check, stream_open, destroy, get_extension }),
        layout!(Rule = "spot_rule" { struct_size, status, name, summary, docs }),
        layout!(Desc = "spot_desc" { struct_size, flags, name, summary, rules, rules_len, create }),
        layout!(Entry = "spot_entry" {
            magic, struct_size, abi_major, abi_minor, min_host_minor, ptr_bits, endian, flags, name, version, sdk,
            rubrics, rubrics_len, init, deinit, get_extension,
        }),
    ]
}

fn constants() -> Vec<Fact> {
    let status = [
        ("SPOT_OK", abi::OK),
        ("SPOT_STOP", abi::STOP),
        ("SPOT_E_CONFIG", abi::E_CONFIG),
        ("SPOT_E_UNSUPPORTED", abi::E_UNSUPPORTED),
        ("SPOT_E_INTERNAL", abi::E_INTERNAL),
        ("SPOT_E_PANIC", abi::E_PANIC),
        ("SPOT_E_STATE", abi::E_STATE),
        ("SPOT_E_RANGE", abi::E_RANGE),
    ];
    let numbers = [
        ("SPOT_ABI_MAJOR", u32::from(abi::ABI_MAJOR)),
        ("SPOT_ABI_MINOR", u32::from(abi::ABI_MINOR)),
        ("SPOT_ENDIAN", abi::ENDIAN),
        ("SPOT_F_NONE", abi::FIELD_NONE),
        ("SPOT_F_INSTRUCTION", abi::FIELD_INSTRUCTION),
        ("SPOT_F_OUTPUT", abi::FIELD_OUTPUT),
        ("SPOT_F_SYSTEM", abi::FIELD_SYSTEM),
        ("SPOT_F_TURN0", abi::FIELD_TURN0),
        ("SPOT_FIX_NONE", abi::FIX_NONE),
        ("SPOT_FIX_REPLACE", abi::FIX_REPLACE),
        ("SPOT_FIX_APPEND", abi::FIX_APPEND),
        ("SPOT_LOG_WARN", abi::WARN),
        ("SPOT_SKIPPED", abi::SKIPPED),
        ("SPOT_MET", abi::MET),
        ("SPOT_BROKEN", abi::BROKEN),
        ("SPOT_R_EXCLUSIVE", abi::EXCLUSIVE),
        ("SPOT_E_UNWINDS", abi::UNWINDS),
        ("SPOT_HAS_HIGH", abi::HAS_HIGH),
        ("SPOT_HAS_OTHER", abi::HAS_OTHER),
        ("SPOT_HAS_UNIT", abi::HAS_UNIT),
    ];
    let mut facts: Vec<Fact> = status.iter().map(|(name, value)| ((*name).to_owned(), i128::from(*value))).collect();
    facts.extend(numbers.iter().map(|(name, value)| ((*name).to_owned(), i128::from(*value))));
    facts.extend(codes("ROLE", Role::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("LANG", Lang::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("SENTENCE", SentenceKind::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("QUANTITY", QuantityKind::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("MENTION", MentionKind::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("SCOPE", Scope::ALL.iter().map(|code| (code.name(), code.code()))));
    facts.extend(codes("ACT", ActKind::ALL.iter().map(|code| (code.name(), code.code()))));
    facts
}

/// The codes of one list: `mass-per-mass` of QUANTITY is `SPOT_QUANTITY_MASS_PER_MASS`.
fn codes(list: &str, names: impl Iterator<Item = (&'static str, u32)>) -> Vec<Fact> {
    let name = |name: &str| name.replace('-', "_").to_ascii_uppercase();
    names.map(|(text, code)| (format!("SPOT_{list}_{}", name(text)), i128::from(code))).collect()
}

fn facts() -> Vec<Fact> {
    structs().into_iter().flatten().chain(constants()).collect()
}

/// A program that prints the same facts, one on a line, in the same order.
fn program() -> String {
    let lines: Vec<String> =
        facts().iter().map(|(name, _)| format!("  printf(\"%s %lld\\n\", \"{name}\", (long long)({name}));")).collect();
    PROGRAM.replace("FACTS", &lines.join("\n"))
}

const PROGRAM: &str = r#"#include "spotter_rubric.h"
#include <stdio.h>
int main(void) {
  static const unsigned char magic[8] = SPOT_MAGIC;
  printf("%.7s %d %s\n", (const char *)magic, (int)magic[7], SPOT_ANALYSIS_ID);
FACTS
  return 0;
}
"#;

#[track_caller]
fn agrees(compiler: &str, standard: &str, file: &str) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join(file);
    let binary = folder.path().join("facts");
    fs::write(&source, program()).unwrap();
    let mut command = Command::new(compiler);
    command.args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I"]).arg(include()).arg(&source);
    let compiled = command.arg("-o").arg(&binary).output().unwrap();
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));

    let printed = String::from_utf8(Command::new(&binary).output().unwrap().stdout).unwrap();
    let mut lines = printed.lines();
    assert_eq!(lines.next(), Some(format!("SPOTRUB 0 {}", abi::ANALYSIS_ID).as_str()));
    let expected: Vec<String> = facts().iter().map(|(name, value)| format!("{name} {value}")).collect();
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

#[test]
fn the_header_is_the_contract_in_c11() {
    agrees("cc", "-std=c11", "facts.c");
}

#[test]
fn the_header_is_the_contract_in_cpp17() {
    if Command::new("c++").arg("--version").output().is_err() {
        eprintln!("skipped: there is no C++ compiler `c++` here; the C11 test holds the layout");
        return;
    }
    agrees("c++", "-std=c++17", "facts.cpp");
}

#[test]
fn no_struct_is_forgotten() {
    let source = concat!(include_str!("../src/abi.rs"), include_str!("../src/abi/analysis.rs"));
    let header = fs::read_to_string(include().join("spotter_rubric.h")).unwrap();
    let compared = structs().len();
    assert_eq!(source.matches("pub struct ").count(), compared, "the module `abi` has another struct");
    let named: Vec<&str> =
        header.split("typedef struct ").skip(1).filter_map(|rest| rest.split([' ', ';']).next()).collect();
    let named: std::collections::BTreeSet<&str> = named.into_iter().collect();
    assert_eq!(named.len(), compared, "the header has another struct: {named:?}");
}

#[test]
fn the_magic_is_the_one_of_the_header() {
    assert_eq!(abi::MAGIC, *b"SPOTRUB\0");
}
