//! Opening a gate and judging with it.

use std::path::Path;

use rayon::prelude::*;
use spotter_contract::{Document, Outcome, Sample};

use crate::collector::Fault;
use crate::health::{Health, Trouble};
use crate::judgement::{Failure, Judged, Judgement, Severity, Verdict};
use crate::lock::Lock;
use crate::pack::{Loaded, LoadedRule, Pack};
use crate::plugin::{self, Linked, Lowered, Plugin, Rubric};
use crate::policy::Policy;
use crate::reading::Reading;
use crate::{Error, hash, source};

/// Rubrics and a policy: the only maker of verdicts.
pub struct Gate {
    policy: Policy,
    reading: Reading,
    seats: Vec<Seat>,
    rubrics: Vec<Loaded>,
}

/// A rubric in its place, with what its rules weigh.
struct Seat {
    name: String,
    rubric: Rubric,
    rules: Vec<(String, Severity)>,
    health: Health,
}

impl Gate {
    /// Opens the gate of a policy, `rubrics/gates/<policy>.toml` under the project's folder.
    ///
    /// Libraries are built where their packs name sources, checked, loaded and armed. Whatever is configured but missing
    /// is an error: a gate is never open in part.
    ///
    /// # Errors
    ///
    /// When a policy, pack or lexicon is missing or wrong, or a plugin cannot be built, loaded or armed.
    pub fn open(project: &Path, policy: &str) -> Result<Self, Error> {
        Self::open_with(project, policy, &[])
    }

    /// Opens the gate of a policy with rubrics that are linked into this program; a pack of the same name then needs no
    /// library.
    ///
    /// # Errors
    ///
    /// As for [`Gate::open`].
    pub fn open_with(project: &Path, policy: &str, linked: &[Linked]) -> Result<Self, Error> {
        let policy = Policy::load(project, policy)?;
        let packs: Vec<Pack> = policy.rubrics.iter().map(|name| Pack::load(project, name)).collect::<Result<_, _>>()?;
        let reading = Reading::load(project)?;
        let plugins = load_plugins(project, &packs, linked)?;
        let (mut seats, mut rubrics) = (Vec::new(), Vec::new());
        for (pack, plugin) in packs.iter().zip(plugins) {
            let loaded = describe(pack, plugin, &policy)?;
            seats.push(seat(pack, plugin, &loaded)?);
            rubrics.push(loaded);
        }
        check_overrides(&policy, &rubrics)?;
        Ok(Self { policy, reading, seats, rubrics })
    }

    /// Judges one sample.
    pub fn judge(&self, sample: &Sample) -> Judgement {
        self.judge_and_read(sample).0
    }

    /// Judges one sample, and returns the document that the rubrics were given: a text is analysed once.
    pub fn judge_and_read(&self, sample: &Sample) -> (Judgement, Document<'_>) {
        let (document, facts) = self.reading.document_and_facts(sample);
        let mut sample = sample.clone();
        sample.facts = std::mem::take(&mut sample.facts).completed_by(facts);
        let lowered = Lowered::new(&sample, &document);
        let mut judgement = Judgement { verdict: Verdict::Pass, outcomes: Vec::new(), failures: Vec::new() };
        for seat in &self.seats {
            match seat.judge(&lowered) {
                Ok(outcomes) => judgement.outcomes.extend(outcomes),
                Err(failure) => judgement.failures.push(failure),
            }
        }
        judgement.verdict = self.verdict(&judgement);
        drop(lowered);
        (judgement, document)
    }

    /// Judges many samples on all cores; the answers are in the order of the samples.
    pub fn judge_all(&self, samples: &[Sample]) -> Vec<Judgement> {
        samples.par_iter().map(|sample| self.judge(sample)).collect()
    }

    /// The document that every rubric is given for a sample.
    pub fn read(&self, sample: &Sample) -> Document<'_> {
        self.reading.document(sample)
    }

    /// The sample with the facts that its user states, as every rubric is given it.
    pub fn complete<'a>(&self, sample: &Sample<'a>) -> Sample<'a> {
        let mut sample = sample.clone();
        let read = self.reading.facts(&sample);
        sample.facts = sample.facts.completed_by(read);
        sample
    }

    /// The rubrics that are loaded, in the order of the policy.
    pub fn rubrics(&self) -> &[Loaded] {
        &self.rubrics
    }

    /// Whether every call so far succeeded. Ask after a run: its samples are judged only if this is so.
    ///
    /// # Errors
    ///
    /// Names each rubric that failed or was disabled, with its counts and its first failure.
    pub fn health(&self) -> Result<(), Error> {
        let trouble = |seat: &Seat| seat.health.trouble(&seat.name, seat.rubric.is_disabled());
        let troubles: Vec<Trouble> = self.seats.iter().filter_map(trouble).collect();
        if troubles.is_empty() { Ok(()) } else { Err(Error::Unhealthy(troubles)) }
    }

    /// A hash over everything that verdicts depend on: policy, packs, lexicons and libraries.
    pub fn hash(&self) -> String {
        let packs = self.rubrics.iter().flat_map(|loaded| [loaded.pack.as_bytes(), loaded.library.as_bytes()]);
        let others = [self.policy.bytes.as_slice(), self.reading.hash.as_bytes()];
        hash::sha256_of_parts(others.into_iter().chain(packs))
    }

    fn verdict(&self, judgement: &Judgement) -> Verdict {
        if !judgement.failures.is_empty() {
            return Verdict::Block;
        }
        judgement.broken().map(|judged| self.policy.verdict(judged.severity)).max().unwrap_or(Verdict::Pass)
    }
}

impl Seat {
    fn judge(&self, lowered: &Lowered) -> Result<Vec<Judged>, Failure> {
        self.health.call();
        let outcomes = self.rubric.judge(lowered).map_err(|fault| self.failure(lowered.source(), fault))?;
        let judged = |(outcome, (rule, severity)): (Outcome, &(String, Severity))| Judged {
            rule: rule.clone(),
            outcome,
            severity: *severity,
        };
        Ok(outcomes.into_iter().zip(&self.rules).map(judged).collect())
    }

    fn failure(&self, sample: &Sample, fault: Fault) -> Failure {
        let rule = fault.rule.and_then(|rule| self.rules.get(rule)).map(|(rule, _)| rule.clone());
        let failure =
            Failure { rubric: self.name.clone(), rule, sample: sample.id.to_string(), message: fault.message };
        tracing::error!("{failure}");
        self.health.fail(&failure);
        failure
    }
}

/// The plugin of each pack, in their order: linked into this program, or loaded from a library.
fn load_plugins(project: &Path, packs: &[Pack], linked: &[Linked]) -> Result<Vec<&'static Plugin>, Error> {
    let lock = Lock::load(project)?;
    let linked_for = |pack: &Pack| linked.iter().find(|linked| linked.name() == pack.entry);
    let from_files: Vec<&Pack> = packs.iter().filter(|pack| linked_for(pack).is_none()).collect();
    let mut libraries = source::locate(project, &from_files)?.into_iter();
    let load = |pack: &Pack| match (linked_for(pack), &mut libraries) {
        (Some(linked), _) => plugin::link(*linked),
        (None, libraries) => {
            let library = libraries.next().unwrap_or_default();
            plugin::load(project, &pack.entry, &library, lock.as_ref())
        }
    };
    packs.iter().map(load).collect()
}

/// What `spotter plugin list` shows about a rubric, with its rules as the policy weighs them.
fn describe(pack: &Pack, plugin: &Plugin, policy: &Policy) -> Result<Loaded, Error> {
    pack.match_rules(&plugin.rules)?;
    let mut rules = Vec::new();
    for (rule, summary) in plugin.rules.iter().zip(&plugin.summaries) {
        let name = format!("{}/{rule}", pack.name);
        if let Some(own) = pack.rules.get(rule) {
            let severity = policy.severity.get(&name).copied().unwrap_or(own.severity);
            rules.push(LoadedRule { name, summary: summary.clone(), severity, explain: own.explain.clone() });
        }
    }
    Ok(Loaded {
        name: pack.name.clone(),
        plugin: pack.entry.clone(),
        summary: pack.summary.clone(),
        version: plugin.version.clone(),
        sdk: plugin.sdk.clone(),
        abi: plugin.abi.clone(),
        source: pack.plugin.to_string(),
        library: plugin.library.clone(),
        pack: pack.hash.clone(),
        rules,
    })
}

fn seat(pack: &Pack, plugin: &'static Plugin, loaded: &Loaded) -> Result<Seat, Error> {
    let refused = |message| Error::Arm { plugin: pack.name.clone(), pack: pack.path.clone(), message };
    let rubric = Rubric::arm(plugin, &pack.options).map_err(refused)?;
    let rules = loaded.rules.iter().map(|rule| (rule.name.clone(), rule.severity)).collect();
    Ok(Seat { name: pack.name.clone(), rubric, rules, health: Health::default() })
}

/// A severity for a rule that does not exist would be a severity that never counts.
fn check_overrides(policy: &Policy, rubrics: &[Loaded]) -> Result<(), Error> {
    let known: Vec<&str> = rubrics.iter().flat_map(|loaded| &loaded.rules).map(|rule| rule.name.as_str()).collect();
    for rule in policy.severity.keys() {
        if !known.contains(&rule.as_str()) {
            return Err(Error::NoSuchRule { path: policy.path.clone(), rule: rule.clone(), known: known.join(", ") });
        }
    }
    Ok(())
}
