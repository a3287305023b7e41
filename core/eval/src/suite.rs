//! Cases that are run together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files::toml_files;
use crate::hash::hash;
use crate::{Case, Error};

/// Cases in the order of their files.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The cases.
    pub cases: Vec<Case>,
    /// Follows from the ids of the cases, whatever their order.
    pub hash: String,
}

impl Suite {
    /// Reads every `.toml` file under the paths.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is no case, when two cases cannot be told apart, and when there is none.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Error> {
        let mut files = Vec::new();
        for path in paths {
            files.append(&mut toml_files(path.as_ref())?);
        }
        let cases = files.iter().map(|file| Case::read(file)).collect::<Result<Vec<_>, _>>()?;
        if cases.is_empty() {
            let paths: Vec<_> = paths.iter().map(|path| path.as_ref().display().to_string()).collect();
            return Err(Error::Empty { paths: paths.join(", ") });
        }
        Self::of(cases)
    }

    /// Makes a suite of cases that are already read.
    ///
    /// # Errors
    ///
    /// When two cases have the same content or the same title.
    pub fn of(cases: Vec<Case>) -> Result<Self, Error> {
        tell_apart(&cases, |case| &case.title, "title")?;
        tell_apart(&cases, |case| &case.id, "content")?;
        let mut ids: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        ids.sort_unstable();
        let hash = hash(ids);
        Ok(Self { cases, hash })
    }
}

fn tell_apart(cases: &[Case], key: fn(&Case) -> &String, what: &'static str) -> Result<(), Error> {
    let mut seen: BTreeMap<&String, &PathBuf> = BTreeMap::new();
    for case in cases {
        if let Some(first) = seen.insert(key(case), &case.path) {
            return Err(Error::Twins { first: first.clone(), second: case.path.clone(), what });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    const FIXED: &str = r#"
title = "Chicken in a vegetarian plan"
facts = { diet = "vegetarian" }
lang = "tr"
turns = [{ user = "Öğle için ne yiyeyim?" }, { coach = "Izgara tavuk göğsü, 150 g." }]

[expect]
verdict = "block"
findings = [{ rule = "dietary/forbidden-ingredient", quote = "tavuk göğsü" }]
"#;

    fn parse(text: &str) -> Result<Case, Error> {
        Case::parse(Path::new("testsuites/dietary/a_case.toml"), text)
    }

    fn fault(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn reads_a_case_as_people_write_it() {
        let case = parse(FIXED).unwrap();
        assert_eq!(case.kind(), Kind::Fixed);
        assert_eq!(case.slices, ["diet:vegetarian", "language:tr", "rubric:dietary"]);
        assert_eq!(case.expect.findings[0].quote.as_deref(), Some("tavuk göğsü"));
    }

    #[test]
    fn the_id_follows_the_content_alone() {
        let case = parse(FIXED).unwrap();
        let renamed = parse(&FIXED.replace("Chicken in a vegetarian plan", "Another title")).unwrap();
        let changed = parse(&FIXED.replace("150 g", "160 g")).unwrap();
        assert_eq!(case.id, renamed.id);
        assert_ne!(case.id, changed.id);
    }

    #[test]
    fn faults_name_file_and_line() {
        let unknown = fault(&FIXED.replace("lang =", "language ="));
        assert!(
            unknown.contains("a_case.toml") && unknown.contains("line 4") && unknown.contains("language"),
            "{unknown}"
        );
        let verdict = fault(&FIXED.replace("\"block\"", "\"maybe\""));
        assert!(
            verdict.contains("a_case.toml") && verdict.contains("line 8") && verdict.contains("maybe"),
            "{verdict}"
        );
        let missing = fault(&FIXED.replace("verdict = \"block\"\n", ""));
        assert!(missing.starts_with("testsuites/dietary/a_case.toml:7:"), "{missing}");
        let turns = fault(&FIXED.replace("coach = \"Izgara tavuk göğsü, 150 g.\"", "tool = \"x\""));
        assert!(turns.contains(":5:") && turns.contains("tool"), "{turns}");
        assert!(fault(&FIXED.replace("dietary/forbidden", "forbidden")).contains("rubric/rule"));
        assert!(fault(&FIXED.replace("Chicken in a vegetarian plan", " ")).contains(":2:"));
    }

    #[test]
    fn twins_are_refused() {
        let again = parse(&FIXED.replace("vegetarian plan", "vegetarian plan again")).unwrap();
        let twins = Suite::of(vec![parse(FIXED).unwrap(), again]).unwrap_err();
        assert!(twins.to_string().contains("same content"), "{twins}");
        let namesake = parse(&FIXED.replace("150 g", "160 g")).unwrap();
        assert!(Suite::of(vec![parse(FIXED).unwrap(), namesake]).unwrap_err().to_string().contains("same title"));
    }

    #[test]
    fn an_empty_folder_is_no_suite() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Suite::load(&[folder.path()]), Err(Error::Empty { .. })));
    }
}
