//! Libraries that must not be loaded: what a person sees for each, word for word.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{self, Project, pack};
use spotter_gate::write_lock;

/// Compiles one of the planted plugins into the project, as somebody without cargo would.
fn compile(project: &Project, file: &str, to: &str) {
    let planted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/planted").join(format!("{file}.c"));
    let include = project::workspace().join("core/contract/include");
    let mut cc = Command::new("cc");
    cc.args(["-std=c11", "-shared", "-fPIC", "-I"]).arg(include).arg(planted).arg("-o").arg(project.path().join(to));
    assert!(cc.status().unwrap().success());
}

#[track_caller]
fn refuses(file: &str, reason: &str) {
    let project = Project::new("{ file = \"libplanted.so\" }");
    compile(&project, file, "libplanted.so");
    assert_eq!(project.refusal(), format!("plugin `planted` (libplanted.so) {reason}"));
}

#[test]
fn a_wrong_version() {
    refuses(
        "wrong_version",
        "is refused: it was built for plugin ABI 2.0 and this Spotter has 1.0: build it again with this version's SDK or header",
    );
}

#[test]
fn a_later_minor_version() {
    refuses("newer_host", "is refused: it needs plugin ABI 1.7 and this Spotter has 1.0: update Spotter");
}

#[test]
fn a_missing_symbol() {
    refuses(
        "missing_symbol",
        "exports no symbol `spotter_rubric_v1_planted`: does its `export_rubric!` line carry the name `planted`?",
    );
}

#[test]
fn a_wrong_mark() {
    refuses("wrong_magic", "is refused: its entry does not begin with the mark of a rubric plugin");
}

#[test]
fn an_entry_that_lacks_fields() {
    refuses("short_entry", "is refused: its entry has 16 bytes, and plugin ABI 1.0 needs 120");
}

#[test]
fn panics_that_would_end_the_program() {
    refuses(
        "no_unwind",
        "is refused: a panic in it would end the whole program: build it with `panic = \"unwind\"`; a plugin in C sets SPOT_E_UNWINDS, for nothing in it unwinds",
    );
}

#[test]
fn a_rule_with_a_loud_name() {
    refuses("loud_rule", "is refused: its rule `Second Rule` is not named in small letters, digits and hyphens");
}

#[test]
fn options_that_the_plugin_refuses() {
    let project = Project::with_c("refuses_options");
    assert_eq!(
        project.refusal(),
        "plugin `planted` does not accept the [options] of rubrics/planted/rubric.toml: `limit` must be above 0"
    );
}

#[test]
fn success_without_a_rubric() {
    let project = Project::with_c("no_rubric");
    assert_eq!(
        project.refusal(),
        "plugin `planted` does not accept the [options] of rubrics/planted/rubric.toml: it returned success, but no rubric"
    );
}

#[test]
fn rules_that_differ_from_the_pack() {
    let project = Project::with_c("other_rule");
    assert_eq!(
        project.refusal(),
        "rubrics/planted/rubric.toml and plugin `planted` disagree about the rules: the pack has `second`, which the \
         plugin lacks; the plugin has `third`, which the pack lacks: add [rules.third]"
    );
}

#[test]
fn a_truncated_library() {
    let project = Project::new("{ file = \"libplanted.so\" }");
    compile(&project, "met", "whole.so");
    let whole = fs::read(project.path().join("whole.so")).unwrap();
    let cut = |len: usize| fs::write(project.path().join("libplanted.so"), &whole[..len]).unwrap();
    cut(whole.len() / 2);
    let (has, needs) = (whole.len() / 2, whole.len());
    assert_eq!(
        project.refusal(),
        format!(
            "libplanted.so is not a library that can be loaded: it is truncated: its headers speak of {needs} bytes, and it has {has}"
        )
    );
    cut(40);
    assert_eq!(
        project.refusal(),
        "libplanted.so is not a library that can be loaded: it is truncated: it ends inside its headers, after 40 bytes"
    );
}

#[test]
fn a_file_that_is_no_library() {
    let project = Project::new("{ file = \"libplanted.so\" }");
    project.write("libplanted.so", "#!/bin/sh\n");
    assert_eq!(
        project.refusal(),
        "libplanted.so is not a library that can be loaded: it does not begin with the mark of an ELF file"
    );
}

#[test]
fn a_library_that_is_not_there() {
    let project = Project::new("{ file = \"libplanted.so\" }");
    assert_eq!(project.refusal(), "cannot read libplanted.so: No such file or directory (os error 2)");
}

#[test]
fn a_c_source_with_an_error() {
    let project = Project::new("{ c = \"broken.c\" }");
    project.write("broken.c", "int main(void) { return 0 }\n");
    let message = project.refusal();
    assert!(message.starts_with("cannot compile broken.c with `cc -std=c11"), "{message}");
    assert!(message.contains("error: expected"), "{message}");
}

#[test]
fn a_library_that_is_not_the_locked_one() {
    let project = Project::new("{ file = \"libplanted.so\" }");
    compile(&project, "met", "libplanted.so");
    let loaded = project.open().unwrap().rubrics().to_vec();
    write_lock(project.path(), &loaded).unwrap();
    assert!(project.open().is_ok());

    compile(&project, "missing_outcome", "libplanted.so");
    let message = project.refusal();
    let pinned = &loaded[0].library;
    assert!(message.starts_with("plugin `planted` (libplanted.so) has the hash "), "{message}");
    let end =
        format!(", but spotter-plugins.lock pins {pinned}: check where it comes from, then run `spotter plugin lock`");
    assert!(message.ends_with(&end), "{message}");

    project.write("spotter-plugins.lock", "[plugins]\n");
    assert_eq!(
        project.refusal(),
        "plugin `planted` (libplanted.so) is not in spotter-plugins.lock: check where it comes from, then run `spotter plugin lock`"
    );
}

#[test]
fn a_replaced_library_is_loaded_anew() {
    let project = Project::new("{ file = \"libplanted.so\" }");
    compile(&project, "met", "libplanted.so");
    let before = project.open().unwrap();
    compile(&project, "missing_outcome", "libplanted.so");
    let after = project.open().unwrap();
    let sample = project::sample("7", "İyi.");
    assert!(before.judge(&sample).failures.is_empty(), "the first gate keeps the code that it loaded");
    assert_eq!(after.judge(&sample).failures.len(), 1, "the second gate has the new code");
    assert_ne!(before.hash(), after.hash());
}

#[test]
fn a_pack_of_another_name() {
    let project = Project::with_c("met");
    let text = pack("{ file = \"x\" }", &["first"]).replace("name = \"planted\"", "name = \"other\"");
    project.write("rubrics/planted/rubric.toml", &text);
    assert_eq!(
        project.refusal(),
        "rubrics/planted/rubric.toml names its rubric `other`, but its folder is `planted`: make the two equal"
    );
}
