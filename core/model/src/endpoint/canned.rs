//! Answers from a file, for tests and for replaying what a model once said.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::endpoint::{CannedSpec, Endpoint, Identity};
use crate::request::hex;
use crate::{Answer, Error, Finish, Request, files};

/// The answers of a file.
pub(crate) struct Canned {
    path: PathBuf,
    by_prompt: BTreeMap<String, String>,
    by_request: BTreeMap<String, String>,
    hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    prompt: Option<String>,
    #[serde(default)]
    request: Option<String>,
    answer: String,
}

impl Canned {
    pub(crate) fn open(spec: &CannedSpec) -> Result<Self, Error> {
        let path = spec.file.clone();
        let text = files::text(&path)?;
        let hash = hex(&Sha256::digest(&text));
        let mut canned = Self { path, by_prompt: BTreeMap::new(), by_request: BTreeMap::new(), hash };
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            canned.put(line).map_err(|reason| {
                let reason = format!("{}, line {}: {reason}", canned.path.display(), index + 1);
                Error::Spec { kind: "canned", reason }
            })?;
        }
        Ok(canned)
    }

    fn put(&mut self, line: &str) -> Result<(), String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let before = match (line.prompt, line.request) {
            (Some(prompt), None) => self.by_prompt.insert(prompt, line.answer.clone()),
            (None, Some(hash)) => self.by_request.insert(hash, line.answer.clone()),
            _ => return Err("give either `prompt` or `request`".into()),
        };
        if before.is_some_and(|before| before != line.answer) {
            return Err("there is another answer to this above".into());
        }
        Ok(())
    }

    fn find(&self, request: &Request) -> Result<Answer, Error> {
        let hash = request.hash();
        let found = self.by_request.get(&hash).or_else(|| self.by_prompt.get(request.prompt()));
        let text = found.cloned().ok_or_else(|| Error::NotCanned {
            path: self.path.clone(),
            prompt: request.prompt().chars().take(80).collect(),
            hash,
        })?;
        let tokens = text.split_whitespace().count();
        Ok(Answer { text, finish: Finish::Stop, tokens })
    }
}

impl Endpoint for Canned {
    fn identity(&self) -> Identity {
        let model = self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Identity { kind: "canned".into(), model, adapter: None, hash: self.hash.clone() }
    }

    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>> {
        let found = requests.iter().map(|request| self.find(request)).collect();
        done(requests.len());
        found
    }
}
