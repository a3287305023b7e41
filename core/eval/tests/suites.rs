//! Every case of the suites, one test and one snapshot each.
//!
//! A snapshot lies in `testsuites/<rubric>/snapshots` and has the case's name. It holds the whole judgement with the
//! findings marked inside the text; what must be there stands in the case's `[expect]`.

use std::path::Path;
use std::sync::OnceLock;

use spotter_eval::{Case, Judged, Kind, card, reasons};
use spotter_gate::Gate;

const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const RUBRICS: &[&str] =
    &["numeric", "conditional", "disclaimer", "dietary", "medical", "plan", "repetition", "wordlist"];

/// The release gate, opened once for all cases, for its plugins are built first.
fn gate() -> Result<&'static Gate, String> {
    static GATE: OnceLock<Result<Gate, String>> = OnceLock::new();
    let open = || Gate::open(Path::new(PROJECT), "release").map_err(|error| error.to_string());
    GATE.get_or_init(open).as_ref().map_err(Clone::clone)
}

fn fixed_answer_is_judged_as_expected(path: &Path) -> datatest_stable::Result<()> {
    let case = Case::read(path)?;
    if case.kind() != Kind::Fixed {
        return Err("a case outside testsuites/prompts must end with the coach's answer".into());
    }
    let judgement = gate()?.judge(&case.sample);
    if let Some(failure) = judgement.failures.first() {
        return Err(failure.to_string().into());
    }
    let judged = Judged::of(&judgement, &case.sample);
    let reasons = reasons(&case, &judged);
    if !reasons.is_empty() {
        return Err(format!("{}\n\n{}", reasons.join("\n"), card(&case, &judged)).into());
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_stem().and_then(|name| name.to_str())) else {
        return Err("the case has no folder or no name".into());
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(std::path::absolute(folder)?.join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, card(&case, &judged)));
    Ok(())
}

fn prompt_is_well_formed(path: &Path) -> datatest_stable::Result<()> {
    let case = Case::read(path)?;
    if case.kind() != Kind::Prompt {
        return Err("a case in testsuites/prompts must end with the user's question".into());
    }
    if case.sample.lang.is_none() {
        return Err("a prompt needs `lang`, for the report has a slice for every language".into());
    }
    match case.expect.rubrics.iter().find(|rubric| !RUBRICS.contains(&rubric.as_str())) {
        Some(rubric) => Err(format!("there is no rubric `{rubric}`").into()),
        None => Ok(()),
    }
}

datatest_stable::harness! {
    { test = fixed_answer_is_judged_as_expected, root = "../../testsuites", pattern = r"^(?!prompts/)[^/]+/[^/]+\.toml$" },
    { test = prompt_is_well_formed, root = "../../testsuites/prompts", pattern = r"\.toml$" },
}
