//! Reading and writing records: what goes in comes out, and what is broken is reported and passed over.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use spotter_contract::{Diet, Facts, Lang, Role, Sample, Turn};
use spotter_data::{Fault, Format, Line, Reader, Writer};

fn read(bytes: &[u8]) -> Vec<Line> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in");
    fs::write(&path, bytes).unwrap();
    Reader::open(&path).unwrap().map(Result::unwrap).collect()
}

fn sample(line: &str) -> Sample<'static> {
    read(line.as_bytes()).remove(0).result.unwrap()
}

fn said(line: &str) -> Vec<(Role, String)> {
    sample(line).turns.into_iter().map(|turn| (turn.role, turn.text.into_owned())).collect()
}

#[test]
fn every_format_says_the_same() {
    let expected = [(Role::System, "s"), (Role::User, "q"), (Role::Coach, "a")];
    let expected: Vec<_> = expected.map(|(role, text)| (role, text.to_owned())).into();
    let lines = [
        r#"{"instruction":"q","input":"","output":"a","system":"s","unknown":{"deep":[1]}}"#,
        r#"{"conversations":[{"from":"system","value":"s"},{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        r#"{"turns":[{"system":"s"},{"user":"q"},{"coach":"a"}]}"#,
        r#"{"system":"s","conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}"#,
        r#"{"messages":[{"role":"system","content":[{"type":"text","text":"s"}]},{"role":"user","content":["q"]},{"role":"assistant","content":"a"}]}"#,
    ];
    for line in lines {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn alpaca_input_belongs_to_the_question_and_history_comes_first() {
    let line = r#"{"instruction":"q2","input":"more","output":"a2","history":[["q1","a1"]]}"#;
    let texts: Vec<String> = said(line).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["q1", "a1", "q2\n\nmore", "a2"]);
}

#[test]
fn parts_are_joined_and_images_passed_over() {
    let line = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"one"},{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"two"}]},{"role":"assistant","content":"a"}]}"#;
    assert_eq!(said(line)[0].1, "one\ntwo");
}

#[test]
fn id_lang_and_facts_are_optional_and_kept() {
    let line = r#"{"id":7,"lang":"tr-TR","facts":{"diet":"vegan","age":30},"instruction":"q","output":"a"}"#;
    let sample = sample(line);
    assert_eq!((&*sample.id, sample.lang), ("7", Some(Lang::Tr)));
    assert_eq!((sample.facts.diet, sample.facts.age), (Some(Diet::Vegan), Some(30)));
}

#[test]
fn a_made_id_is_the_same_every_time_and_differs_between_lines() {
    let text = b"{\"instruction\":\"q\",\"output\":\"a\"}\n{\"instruction\":\"q\",\"output\":\"a\"}\n";
    let ids = || read(text).into_iter().map(|line| line.result.unwrap().id.into_owned()).collect::<Vec<_>>();
    assert_eq!(ids(), ids());
    assert_ne!(ids()[0], ids()[1]);
}

#[test]
fn broken_lines_are_reported_with_their_numbers_and_the_rest_goes_on() {
    let good = r#"{"instruction":"q","output":"a"}"#;
    let mut file = b"\xEF\xBB\xBF\r\n".to_vec();
    for line in [
        good.as_bytes(),
        b"",
        b"{\"instruction\":\"q\",\"output\":",
        b"\xFF\xFE{}",
        b"{\"instruction\":\"q\"}",
        b"{\"lang\":\"tr\"}",
        b"{\"instruction\":\"q\",\"output\":5}",
        b"[1,2]",
        b"{\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}",
        b"   ",
        good.as_bytes(),
    ] {
        file.extend_from_slice(line);
        file.extend_from_slice(b"\r\n");
    }
    let lines = read(&file);
    let found: Vec<_> = lines.iter().map(|line| (line.number, line.result.as_ref().err().map(Fault::rule))).collect();
    let expected = [
        (2, None),
        (4, Some("clean/broken-json")),
        (5, Some("clean/broken-json")),
        // A question alone can be read and judged; only training needs its answer.
        (6, None),
        (7, Some("clean/missing-field")),
        (8, Some("clean/broken-field")),
        (9, Some("clean/broken-field")),
        (10, Some("clean/broken-field")),
        (12, None),
    ];
    assert_eq!(found, expected);
    assert_eq!(lines[4].result.as_ref().unwrap_err(), &Fault::MissingField("instruction"));
}

#[test]
fn an_array_is_read_record_by_record() {
    let array = r#"
        [ {"instruction": "a ] } \" [", "output": "1"},
          {"instruction": "b",
           "output": "2"} , 17,
          {"instruction": "c", "output": "3"} ]
    "#;
    let lines = read(array.as_bytes());
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(lines[0].result.as_ref().unwrap().text(0), "a ] } \" [");
    assert!(lines[2].result.is_err());
    assert_eq!(lines[3].result.as_ref().unwrap().text(1), "3");
    assert!(read(b"[]").is_empty() && read(b"").is_empty() && read(b"\n \n").is_empty());
}

#[test]
fn an_array_that_breaks_off_keeps_what_came_before() {
    let lines = read(br#"[{"instruction":"a","output":"1"},{"instruction":"b","#);
    assert!(lines[0].result.is_ok());
    assert_eq!(lines[1].result.as_ref().unwrap_err().rule(), "clean/broken-json");
    assert_eq!(lines.len(), 2);
}

#[test]
fn a_very_long_line_is_a_line() {
    let answer = "söz ".repeat(4 << 20);
    let mut file = format!("{{\"instruction\":\"q\",\"output\":\"{answer}\"}}\n").into_bytes();
    file.extend_from_slice(br#"{"instruction":"q","output":"a"}"#);
    let lines = read(&file);
    assert_eq!(lines[0].result.as_ref().unwrap().text(1).len(), answer.len());
    assert_eq!((lines[1].number, lines.len()), (2, 2));
}

#[test]
fn alpaca_refuses_what_it_cannot_hold() {
    let turns = vec![Turn::new(Role::User, "q"), Turn::new(Role::Tool, "t"), Turn::new(Role::Coach, "a")];
    let error = Format::Alpaca.write(&Sample { id: "7".into(), turns, ..Sample::default() }).unwrap_err();
    insta::assert_snapshot!(error, @"cannot write sample `7` as alpaca: questions and answers do not alternate; write it as messages instead");
}

#[test]
fn a_file_appears_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/out.jsonl");
    let names = || fs::read_dir(path.parent().unwrap()).unwrap().count();
    let mut writer = Writer::create(&path).unwrap();
    writer.line(b"{}").unwrap();
    assert!(!path.exists(), "the target is not there while the file is written");
    drop(writer);
    assert_eq!(names(), 0, "a file that was given up leaves nothing");
    for text in ["1", "2"] {
        let mut writer = Writer::create(&path).unwrap();
        writer.line(text.as_bytes()).unwrap();
        if text == "2" {
            assert_eq!(fs::read_to_string(&path).unwrap(), "1\n", "the old file stays until the new one is complete");
        }
        writer.commit().unwrap();
    }
    assert_eq!((fs::read_to_string(&path).unwrap(), names()), ("2\n".to_owned(), 1));
}

fn conversation() -> impl Strategy<Value = Sample<'static>> {
    let text = "[ -~çğışöüİıAبتث\n\t\"\\\\]{0,12}[a-zŞİم]";
    let exchange = (text, text).prop_map(|(user, coach)| [Turn::new(Role::User, user), Turn::new(Role::Coach, coach)]);
    let turns = (proptest::option::of(text), proptest::collection::vec(exchange, 1..4));
    let facts = (proptest::option::of(0..9_usize), proptest::option::of(1_u32..99)).prop_map(|(diet, age)| Facts {
        diet: diet.and_then(|diet| Diet::ALL.get(diet).copied()),
        age,
        ..Facts::default()
    });
    (turns, facts, proptest::option::of(0..5_usize)).prop_map(|((system, exchanges), facts, lang)| {
        let system = system.map(|text| Turn::new(Role::System, text));
        let turns = system.into_iter().chain(exchanges.into_iter().flatten()).collect();
        Sample { id: "x".into(), lang: lang.and_then(|lang| Lang::ALL.get(lang).copied()), facts, turns }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(samples in proptest::collection::vec(conversation(), 0..4)) {
        let folder = tempfile::tempdir().unwrap();
        for format in Format::ALL {
            for ending in ["json", "jsonl"] {
                let path: PathBuf = folder.path().join(format!("{format}.{ending}"));
                let mut writer = Writer::create(&path).unwrap();
                samples.iter().try_for_each(|sample| writer.sample(sample, format)).unwrap();
                writer.commit().unwrap();
                let back: Vec<_> = Reader::open(&path).unwrap().map(|line| line.unwrap().result.unwrap()).collect();
                prop_assert_eq!(&back, &samples);
            }
        }
    }
}
