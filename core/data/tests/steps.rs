//! The steps on a small file, gated by rubrics that are part of this test.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use spotter_contract::{Document, Finding, Outcome, Rubric, Rule, Sample, export_rubric};
use spotter_data::{AuditSettings, CleanSettings, Dropped, Ledger, audit, clean, dropped_path, merge};
use spotter_gate::{Gate, Linked};

/// Asks every answer for a digit.
struct Numeric;

impl Rubric for Numeric {
    const NAME: &'static str = "numeric";
    const SUMMARY: &'static str = "asks for digits";
    const RULES: &'static [Rule<Self>] = &[Rule { name: "missing-numbers", summary: "no digit", check: digits }];
    fn arm(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

fn digits(_: &Numeric, sample: &Sample, _: &Document) -> Outcome {
    let has = sample.answers().any(|(_, text)| text.contains(|letter: char| letter.is_ascii_digit()));
    Outcome::of(if has { vec![] } else { vec![Finding::absent("the answer has no number")] })
}

/// Asks answers about pain for a doctor.
struct Disclaimer;

impl Rubric for Disclaimer {
    const NAME: &'static str = "disclaimer";
    const SUMMARY: &'static str = "asks for a doctor";
    const RULES: &'static [Rule<Self>] = &[Rule { name: "missing-disclaimer", summary: "no doctor", check: doctor }];
    fn arm(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

fn doctor(_: &Disclaimer, sample: &Sample, _: &Document) -> Outcome {
    if !sample.questions().any(|(_, text)| text.contains("pain")) {
        return Outcome::Skipped;
    }
    let has = sample.answers().any(|(_, text)| text.contains("doctor"));
    Outcome::of(if has { vec![] } else { vec![Finding::absent("no doctor is named")] })
}

/// Asks every answer for a condition that the text layer sees.
struct Conditional;

impl Rubric for Conditional {
    const NAME: &'static str = "conditional";
    const SUMMARY: &'static str = "asks for conditions";
    const RULES: &'static [Rule<Self>] =
        &[Rule { name: "missing-condition", summary: "no condition", check: condition }];
    fn arm(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

fn condition(_: &Conditional, _: &Sample, document: &Document) -> Outcome {
    let has = document.conditions.iter().any(|condition| condition.level >= 2);
    Outcome::of(if has { vec![] } else { vec![Finding::absent("no condition")] })
}

export_rubric!(Numeric, "numeric");
export_rubric!(Disclaimer, "disclaimer");
export_rubric!(Conditional, "conditional");

/// A project whose policy blocks on numbers and doctors and only notes conditions.
fn gate(folder: &Path) -> Gate {
    let rules = [
        ("numeric", "missing-numbers", "block"),
        ("disclaimer", "missing-disclaimer", "block"),
        ("conditional", "missing-condition", "note"),
    ];
    for (name, rule, severity) in rules {
        let pack = format!(
            "[rubric]\nname = \"{name}\"\nsummary = \"s\"\nplugin = {{ cargo = \"none\" }}\n\n[rules.{rule}]\n\
             severity = \"{severity}\"\nexplain = {{ en = \"e\", tr = \"t\", ar = \"a\" }}\n"
        );
        fs::create_dir_all(folder.join("rubrics").join(name)).unwrap();
        fs::write(folder.join("rubrics").join(name).join("rubric.toml"), pack).unwrap();
    }
    let policy =
        "rubrics = [\"numeric\", \"conditional\", \"disclaimer\"]\n\n[verdict]\nflag = \"flag\"\nblock = \"block\"\n";
    fs::create_dir_all(folder.join("rubrics/gates")).unwrap();
    fs::write(folder.join("rubrics/gates/training.toml"), policy).unwrap();
    let linked = [Linked::of::<Numeric>(), Linked::of::<Conditional>(), Linked::of::<Disclaimer>()];
    Gate::open_with(folder, "training", &linked).unwrap()
}

const GOOD: &str = "Sleep eight hours, drink 2 litres of water, and if your knee hurts, reduce the weight by 10 percent \
                    and see a doctor when it does not get better within a week.";

fn line(id: &str, question: &str, answer: &str) -> String {
    format!("{{\"id\":\"{id}\",\"instruction\":\"{question}\",\"output\":\"{answer}\"}}\n")
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, lines.concat()).unwrap();
    path
}

fn drops(out: &Path) -> Vec<Dropped> {
    let text = fs::read_to_string(dropped_path(out)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const QUESTION: &str = "What should I do about the pain in my knee after I have trained my legs?";

fn raw(folder: &Path) -> PathBuf {
    let german = "Du solltest jeden Tag 2 Liter Wasser trinken, und wenn dein Knie nach dem Training schmerzt, dann geh \
                  bitte bald zu einem Arzt und mache eine Pause.";
    let turkish = "Günde 2 litre su iç, bol bol uyu ve dizin ağrırsa ağırlığı yüzde 10 azalt, bir hafta içinde geçmezse \
                   mutlaka bir doktora (doctor) görün.";
    let arabic = "اشرب 2 لتر من الماء كل يوم ونم جيدا، وإذا شعرت بألم في ركبتك فخفف الوزن بنسبة 10 في المئة، وإذا لم \
                  يتحسن الألم خلال أسبوع فراجع الطبيب من فضلك.";
    let lines = [
        line("good", QUESTION, GOOD),
        line("short", QUESTION, "See a doctor, drink 2 litres."),
        line("german", QUESTION, german),
        line("turkish", QUESTION, turkish),
        line("arabic", "كيف أتخلص من ألم الركبة بعد تدريب الساقين في صالة الألعاب؟", arabic),
        line("wordy", QUESTION, &GOOD.replace("2 litres", "litres").replace("10 percent", "a bit")),
        line("alone", QUESTION, &GOOD.replace("doctor", "friend")),
        line("both", QUESTION, &GOOD.replace("doctor", "friend").replace('2', "two").replace("10", "ten")),
        "{\"id\":\"broken\",\n".to_owned(),
        line("mute", QUESTION, ""),
    ];
    write(folder, "raw.jsonl", &lines)
}

#[test]
fn clean_drops_each_record_for_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let gate = gate(folder.path());
    let out = folder.path().join("clean.jsonl");
    let ledger = clean(&[raw(folder.path())], &out, &CleanSettings::default(), &gate, &|_| ()).unwrap();
    ledger.check().unwrap();
    assert_eq!((ledger.read, ledger.kept), (10, 1));
    assert_eq!(fs::read_to_string(&out).unwrap(), line("good", QUESTION, GOOD), "kept records stay as they are");
    let found: Vec<String> = drops(&out)
        .iter()
        .map(|drop| format!("{} {:?} {}: {} {:?}", drop.line, drop.id, drop.rule, drop.reason, drop.also))
        .collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn arabic_is_kept_where_the_settings_allow_it() {
    let folder = tempfile::tempdir().unwrap();
    let gate = gate(folder.path());
    let out = folder.path().join("clean.jsonl");
    let settings = toml::from_str("min_chars = 20\nlanguages = [\"tr\", \"en\", \"ar\"]").unwrap();
    clean(&[raw(folder.path())], &out, &settings, &gate, &|_| ()).unwrap();
    let rules: Vec<_> = drops(&out).into_iter().map(|drop| (drop.id.unwrap_or_default(), drop.rule)).collect();
    let of = |id: &str| rules.iter().find(|(own, _)| own == id).map(|(_, rule)| rule.as_str());
    // The rubric of this test knows only the English word, so that the Arabic record goes for the doctor if at all.
    assert_ne!(of("arabic"), Some("clean/wrong-language"));
    assert_eq!(of("short"), None);
}

#[test]
fn an_unknown_setting_is_an_error() {
    assert!(toml::from_str::<CleanSettings>("min_char = 20").is_err());
    assert!(toml::from_str::<AuditSettings>("numerics = 1.0").is_err());
    assert!(toml::from_str::<spotter_data::DedupeSettings>("threshold = 0.9\nreading = \"below\"").is_err());
}

#[test]
fn merge_tells_where_records_come_from_and_keeps_ids_unique() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), "one.jsonl", &[line("a", "q", "1"), line("b", "q", "2")]);
    let second = write(folder.path(), "two.jsonl", &[line("a", "q", "3"), line("a", "q", "4"), "{\n".to_owned()]);
    let out = folder.path().join("merged.jsonl");
    let ledger = merge(&[first, second], &out, &|_| ()).unwrap();
    assert_eq!((ledger.read, ledger.kept, ledger.dropped_total()), (5, 4, 1));
    insta::assert_snapshot!(fs::read_to_string(&out).unwrap());
    let again = folder.path().join("again.jsonl");
    merge(std::slice::from_ref(&out), &again, &|_| ()).unwrap();
    assert_eq!(fs::read_to_string(&again).unwrap(), fs::read_to_string(&out).unwrap(), "merging again changes nothing");
}

#[test]
fn an_audit_says_what_there_is_and_whether_it_will_do() {
    let folder = tempfile::tempdir().unwrap();
    let gate = gate(folder.path());
    let reports = folder.path().join("reports");
    let audit = audit(&[raw(folder.path())], &reports, &AuditSettings::default(), &gate, &|_| ()).unwrap();
    assert!(!audit.is_ready);
    let read = |name: &str| fs::read_to_string(reports.join(name)).unwrap();
    insta::assert_snapshot!("audit_text", read("audit.txt"));
    insta::assert_snapshot!("audit_csv", read("audit.csv"));
    assert_eq!(serde_json::from_str::<spotter_data::Audit>(&read("audit.json")).unwrap(), audit);
}

#[test]
fn a_good_set_is_ready() {
    let folder = tempfile::tempdir().unwrap();
    let gate = gate(folder.path());
    let path = write(folder.path(), "good.jsonl", &[line("good", QUESTION, GOOD)]);
    let audit = audit(&[path], folder.path(), &AuditSettings::default(), &gate, &|_| ()).unwrap();
    assert_eq!(audit.verdict(), "ready to train");
    let empty = write(folder.path(), "empty.jsonl", &[]);
    let audit = spotter_data::audit(&[empty], folder.path(), &AuditSettings::default(), &gate, &|_| ()).unwrap();
    assert!(!audit.is_ready, "nothing is not ready");
}

#[test]
fn a_step_that_fails_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.jsonl");
    fs::write(&out, "old").unwrap();
    let missing = folder.path().join("missing.jsonl");
    let error = merge(&[missing], &out, &|_| ()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `") && error.contains("missing.jsonl"), "{error}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(Ledger::beside(&out).is_err());
}
