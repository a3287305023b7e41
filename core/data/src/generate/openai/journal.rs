//! What was asked and what came back: append-only JSON lines, each synced to the disk before the run goes on.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::generate::Error;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    request: String,
    event: Event,
    /// Money that this event spends, or for [`Event::Sent`] holds, in millionths of a dollar.
    micro_dollars: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Event {
    /// A request is about to be sent.
    Sent,
    /// It brought an answer.
    Answer,
    /// It brought something that is no answer.
    Garbage,
    /// It brought an error.
    Failed,
}

/// The journal of a run, open for more.
pub(super) struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    file: File,
    requests: BTreeMap<String, Known>,
    sent: u64,
}

/// What is known of one request.
#[derive(Debug, Default)]
struct Known {
    answer: Option<String>,
    garbage: u32,
    paid: u64,
    /// Money held for requests whose end the journal does not know.
    open: Vec<u64>,
}

impl Journal {
    /// Opens the journal at `path`, which need not exist, and forgets a last line that a kill cut short.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let wrong = |source| Error::write(path, source);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(wrong)?;
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(wrong)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(wrong)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        bytes.truncate(whole);
        file.set_len(whole as u64).and_then(|()| file.seek(SeekFrom::End(0))).map_err(wrong)?;
        let mut state = State { file, requests: BTreeMap::new(), sent: 0 };
        for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_empty()) {
            let entry = serde_json::from_slice(line);
            state.learn(entry.map_err(|source| Error::Line { path: path.to_owned(), line: number + 1, source })?);
        }
        Ok(Self { path: path.to_owned(), state: Mutex::new(state) })
    }

    /// Money that earlier runs spent; what a kill left open counts in full.
    pub(super) fn paid(&self) -> u64 {
        self.state().requests.values().map(|known| known.paid + known.open.iter().sum::<u64>()).sum()
    }

    /// Requests that were ever sent.
    pub(super) fn sent(&self) -> u64 {
        self.state().sent
    }

    pub(super) fn is_answered(&self, request: &str) -> bool {
        self.state().requests.get(request).is_some_and(|known| known.answer.is_some())
    }

    pub(super) fn answer(&self, request: &str) -> Option<String> {
        self.state().requests.get(request).and_then(|known| known.answer.clone())
    }

    /// How often the request brought garbage.
    pub(super) fn garbage(&self, request: &str) -> u32 {
        self.state().requests.get(request).map_or(0, |known| known.garbage)
    }

    pub(super) fn sent_one(&self, request: &str, held: u64) -> Result<(), Error> {
        self.append(Entry { request: request.to_owned(), event: Event::Sent, micro_dollars: held, text: None })
    }

    pub(super) fn came_back(&self, request: &str, text: String, cost: u64, is_good: bool) -> Result<(), Error> {
        let event = if is_good { Event::Answer } else { Event::Garbage };
        self.append(Entry { request: request.to_owned(), event, micro_dollars: cost, text: Some(text) })
    }

    pub(super) fn failed(&self, request: &str, cost: u64) -> Result<(), Error> {
        self.append(Entry { request: request.to_owned(), event: Event::Failed, micro_dollars: cost, text: None })
    }

    fn append(&self, entry: Entry) -> Result<(), Error> {
        let mut line = serde_json::to_string(&entry).unwrap_or_default();
        line.push('\n');
        let mut state = self.state();
        let written = state.file.write_all(line.as_bytes()).and_then(|()| state.file.sync_data());
        written.map_err(|source| Error::write(&self.path, source))?;
        state.learn(entry);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn learn(&mut self, entry: Entry) {
        let known = self.requests.entry(entry.request).or_default();
        if entry.event == Event::Sent {
            known.open.push(entry.micro_dollars);
            self.sent += 1;
            return;
        }
        known.open.pop();
        known.paid += entry.micro_dollars;
        match entry.event {
            Event::Answer => known.answer = entry.text,
            Event::Garbage => known.garbage += 1,
            Event::Sent | Event::Failed => {}
        }
    }
}
