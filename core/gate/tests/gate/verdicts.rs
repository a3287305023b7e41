//! From outcomes to verdicts, with a rubric that is linked into the test.

use spotter_contract::{Diet, Document, Facts, Finding, Outcome, Rubric, Rule, Sample};
use spotter_gate::{Gate, Linked, Severity, Verdict, record};

use crate::project::{Project, pack, sample};

/// Finds words, and repeats facts.
struct Planted {
    word: String,
}

impl Rubric for Planted {
    const NAME: &'static str = "planted";
    const SUMMARY: &'static str = "finds a word";
    const RULES: &'static [Rule<Self>] = &[
        Rule { name: "word", summary: "the word of the options", check: word },
        Rule { name: "no-diet", summary: "no diet is known", check: no_diet },
    ];

    fn arm(options: &str) -> Result<Self, String> {
        let word = options.trim().strip_prefix("word = \"").and_then(|rest| rest.strip_suffix('"'));
        Ok(Self { word: word.ok_or(format!("unexpected options: {options}"))?.to_owned() })
    }
}

fn word(planted: &Planted, sample: &Sample, _document: &Document) -> Outcome {
    let mut findings = Vec::new();
    for (turn, text) in sample.answers() {
        let found = text.match_indices(planted.word.as_str());
        findings.extend(found.map(|(start, word)| Finding::at(turn, start..start + word.len(), "the `word`")));
    }
    Outcome::of(findings)
}

fn no_diet(_planted: &Planted, sample: &Sample, _document: &Document) -> Outcome {
    match sample.facts.diet {
        Some(Diet::Vegan) => Outcome::Met,
        Some(_) => Outcome::Skipped,
        None => Outcome::Broken(vec![Finding::absent("no diet")]),
    }
}

spotter_contract::export_rubric!(Planted, "planted");

fn open(policy: &str) -> Gate {
    let project = Project::new("{ file = \"nowhere.so\" }");
    let text = pack("{ file = \"nowhere.so\" }", &["word", "no-diet"]);
    project.write("rubrics/planted/rubric.toml", &(text + "[options]\nword = \"tavuk\"\n"));
    project.write("rubrics/gates/test.toml", &format!("rubrics = [\"planted\"]\n{policy}"));
    Gate::open_with(project.path(), "test", &[Linked::of::<Planted>()]).unwrap_or_else(|error| panic!("{error}"))
}

const THRESHOLDS: &str = "[verdict]\nflag = \"flag\"\nblock = \"block\"\n";

fn vegan(answer: &str) -> Sample<'static> {
    let mut sample = sample("7", answer);
    sample.facts = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
    sample
}

#[test]
fn every_rule_answers_and_the_worst_decides() {
    let gate = open(&format!("{THRESHOLDS}[severity]\n\"planted/word\" = \"flag\"\n"));
    let names = |sample: &Sample| -> Vec<(String, &str)> {
        let judgement = gate.judge(sample);
        judgement.outcomes.iter().map(|judged| (judged.rule.clone(), judged.outcome.name())).collect()
    };
    let both = |word, diet| vec![("planted/word".to_owned(), word), ("planted/no-diet".to_owned(), diet)];
    assert_eq!(names(&vegan("Tofu.")), both("met", "met"));
    assert_eq!(names(&sample("7", "Izgara tavuk.")), both("broken", "broken"));
    assert_eq!(gate.judge(&vegan("Tofu.")).verdict, Verdict::Pass);
    assert_eq!(gate.judge(&vegan("Izgara tavuk.")).verdict, Verdict::Flag);
    assert_eq!(gate.judge(&sample("7", "Izgara tavuk.")).verdict, Verdict::Block);
    gate.health().unwrap();
}

#[test]
fn a_policy_moves_the_thresholds() {
    let severity = "[severity]\n\"planted/word\" = \"note\"\n";
    let strict = open(&format!("[verdict]\nflag = \"note\"\nblock = \"flag\"\n{severity}"));
    assert_eq!(strict.judge(&vegan("tavuk")).verdict, Verdict::Flag);
    let usual = open(&format!("{THRESHOLDS}{severity}"));
    let judgement = usual.judge(&vegan("tavuk"));
    assert_eq!(judgement.verdict, Verdict::Pass, "a note is a finding that costs nothing");
    assert_eq!(judgement.broken().map(|judged| judged.severity).collect::<Vec<_>>(), [Severity::Note]);
    assert_ne!(strict.hash(), usual.hash());
}

#[test]
fn a_record_quotes_the_source() {
    let gate = open(THRESHOLDS);
    let sample = sample("7", "Izgara tavuk göğsü, 150 g.");
    assert_eq!(
        record(&sample, &gate.judge(&sample)).to_string(),
        concat!(
            r#"{"id":"7","verdict":"block","outcomes":[{"rule":"planted/word","outcome":"broken","findings":["#,
            r#"{"turn":1,"start":7,"end":12,"quote":"tavuk","severity":"block","message":"the `word`"}]},"#,
            r#"{"rule":"planted/no-diet","outcome":"broken","findings":[{"severity":"block","message":"no diet"}]}]}"#
        )
    );
}

#[test]
fn many_samples_are_answered_in_their_order() {
    let gate = open(THRESHOLDS);
    let samples: Vec<Sample> = (0..500).map(|id| vegan(if id % 7 == 0 { "tavuk" } else { "tofu" })).collect();
    let one_by_one: Vec<_> = samples.iter().map(|sample| gate.judge(sample)).collect();
    assert_eq!(gate.judge_all(&samples), one_by_one);
}

#[test]
fn a_loaded_rubric_says_what_it_is() {
    let gate = open(&format!("{THRESHOLDS}[severity]\n\"planted/word\" = \"flag\"\n"));
    let loaded = serde_json::to_value(gate.rubrics()).unwrap();
    assert_eq!(loaded[0]["name"], "planted");
    assert_eq!(loaded[0]["abi"], "1.0");
    assert_eq!(loaded[0]["library"], "linked");
    assert_eq!(loaded[0]["rules"][0]["name"], "planted/word");
    assert_eq!(loaded[0]["rules"][0]["severity"], "flag", "the policy's severity, not the pack's");
    assert_eq!(loaded[0]["rules"][1]["severity"], "block");
}

#[track_caller]
fn refuses(policy: &str, message: &str) {
    let project = Project::with_c("met");
    project.write("rubrics/gates/test.toml", policy);
    assert_eq!(project.refusal(), message);
}

#[test]
fn refuses_a_policy_that_cannot_be_meant() {
    let path = "rubrics/gates/test.toml";
    refuses(
        &format!("rubrics = []\n{THRESHOLDS}"),
        &format!("{path}: a policy without rubrics would pass everything: list some"),
    );
    refuses(
        &format!("rubrics = [\"planted\", \"planted\"]\n{THRESHOLDS}"),
        &format!("{path}: the rubric `planted` is listed twice"),
    );
    refuses(
        "rubrics = [\"planted\"]\n[verdict]\nflag = \"block\"\nblock = \"flag\"\n",
        &format!("{path}: [verdict] flags only what it already blocks: `flag` must not be above `block`"),
    );
    refuses(
        &format!("rubrics = [\"planted\"]\n{THRESHOLDS}[severity]\n\"planted/frist\" = \"note\"\n"),
        &format!(
            "{path} gives a severity to `planted/frist`, but its rubrics have no such rule; they have planted/first, \
             planted/second"
        ),
    );
    refuses(
        &format!("rubrics = [\"../etc\"]\n{THRESHOLDS}"),
        "rubrics/../etc/rubric.toml: `../etc` cannot name a rubric: use one word of small letters, digits and `_`",
    );
    refuses(
        &format!("rubrics = [\"absent\"]\n{THRESHOLDS}"),
        "cannot read rubrics/absent/rubric.toml: No such file or directory (os error 2)",
    );
}

#[test]
fn refuses_an_unknown_policy_and_an_unknown_key() {
    let project = Project::with_c("met");
    let message = Gate::open(project.path(), "relase").err().unwrap().to_string();
    assert!(message.starts_with("there is no policy `relase`: "), "{message}");
    assert!(message.ends_with("rubrics/gates holds test"), "{message}");

    project.write("rubrics/gates/test.toml", &format!("rubrics = [\"planted\"]\nstrict = true\n{THRESHOLDS}"));
    let message = project.refusal();
    assert!(message.starts_with("rubrics/gates/test.toml is not a valid policy:\n"), "{message}");
    assert!(message.contains("2 | strict = true") && message.contains("unknown field `strict`"), "{message}");
}
