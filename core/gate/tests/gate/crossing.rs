//! What a plugin sees is what the host saw: nothing is lost where a sample crosses the boundary.

use spotter_contract::{Diet, Document, Facts, Finding, Lang, Outcome, Role, Rubric, Rule, Sample, Sex, Turn};
use spotter_gate::{Gate, Linked};

use crate::project::{Project, workspace};

/// Reports everything it is given.
struct Mirror;

impl Rubric for Mirror {
    const NAME: &'static str = "mirror";
    const SUMMARY: &'static str = "reports what it is given";
    const RULES: &'static [Rule<Self>] = &[
        Rule {
            name: "sample",
            summary: "the sample",
            check: |_, sample, _| Outcome::Broken(parts(&format!("{sample:?}"))),
        },
        Rule { name: "document", summary: "the document", check: document },
        Rule { name: "mended", summary: "what mends it", check: mended },
    ];

    fn arm(_options: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

fn document(_mirror: &Mirror, _sample: &Sample, document: &Document) -> Outcome {
    Outcome::Broken(parts(&format!("{document:?}")))
}

fn mended(_mirror: &Mirror, _sample: &Sample, _document: &Document) -> Outcome {
    Outcome::Broken(vec![
        Finding::at(2, 0..5, "chicken").with_fix("Tofu"),
        Finding::absent("no disclaimer").with_fix("Doktoruna danış."),
        Finding::absent("no fix"),
    ])
}

/// A text in messages that are short enough.
fn parts(text: &str) -> Vec<Finding> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(1_000).map(|part| Finding::absent(part.iter().collect::<String>())).collect()
}

spotter_contract::export_rubric!(Mirror, "mirror");

fn sample() -> Sample<'static> {
    let facts = Facts {
        diet: Some(Diet::Vegan),
        allergies: vec!["peanut".into(), "sesame".into()],
        conditions: vec!["diabetes".into()],
        drugs: vec!["metformin".into()],
        inventory: vec!["milk".into()],
        forbidden: vec!["milk".into()],
        goal: Some("lose".into()),
        age: Some(31),
        sex: Some(Sex::Female),
        weight_kg: Some(62.5),
        height_cm: Some(170.25),
    };
    let turns = [
        (Role::System, "Be kind."),
        (Role::User, "Kilom 62,5 ve ağrım varsa ne yapmalıyım? 150 g tavuk yer miyim?"),
        (
            Role::Coach,
            "Tavuk yerine 120–150 g tofu ye. Ağrın artarsa bırak ve doktoruna danış. 2 x 3 = 6.\n- 3x10 squat\n- %20 daha az tuz",
        ),
        (Role::User, ""),
        (Role::Coach, "صدر دجاج 150 غ، 1.500 kcal. \u{1F44D}\u{1F3FD} e\u{301}"),
    ];
    let turns = turns.map(|(role, text)| Turn::new(role, text)).to_vec();
    Sample { id: "şık/7".into(), lang: Some(Lang::Mixed), facts, turns }
}

#[test]
fn a_plugin_sees_the_sample_and_the_document_of_the_host() {
    let project = Project::new("{ file = \"nowhere.so\" }");
    let pack = crate::project::pack("{ file = \"nowhere.so\" }", &["sample", "document", "mended"])
        .replace("planted", "mirror");
    project.write("rubrics/mirror/rubric.toml", &pack);
    project
        .write("rubrics/gates/test.toml", "rubrics = [\"mirror\"]\nverdict = { flag = \"flag\", block = \"block\" }\n");
    for lang in ["tr", "en", "ar"] {
        let file = format!("rubrics/dietary/{lang}.toml");
        project.write(&file, &std::fs::read_to_string(workspace().join(&file)).unwrap());
    }
    let gate =
        Gate::open_with(project.path(), "test", &[Linked::of::<Mirror>()]).unwrap_or_else(|error| panic!("{error}"));
    let sample = gate.complete(&sample());
    let read = gate.read(&sample);
    assert!(!read.mentions.is_empty() && !read.quantities.is_empty() && !read.sentences.is_empty(), "{read:?}");

    let judgement = gate.judge(&sample);
    let text = |rule: usize| -> String {
        judgement.outcomes[rule].outcome.findings().iter().map(|finding| finding.message.as_str()).collect()
    };
    assert_eq!(text(0), format!("{sample:?}"));
    assert_eq!(text(1), format!("{read:?}"));
    let fixes: Vec<Option<&str>> =
        judgement.outcomes[2].outcome.findings().iter().map(|finding| finding.fix.as_deref()).collect();
    assert_eq!(fixes, [Some("Tofu"), Some("Doktoruna danış."), None]);
    let record = spotter_gate::record(&sample, &judgement);
    assert_eq!(record["outcomes"][2]["findings"][0]["fix"], "Tofu", "{record}");
}
