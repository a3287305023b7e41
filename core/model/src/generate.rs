//! Many answers at once: sequences of different lengths share each step, and one that ends makes room for the next.

use std::collections::BTreeSet;

use candle_core::{Device, Tensor};
use candle_transformers::generation::{LogitsProcessor, Sampling as Rule};
use rayon::prelude::*;

use crate::cache::Cache;
use crate::decoder::Feed;
use crate::{Answer, Decoder, Error, Finish, Folder, Request, Sampling};

/// Answers in the order of their requests; `done` hears how many are finished.
pub(crate) fn generate(
    (folder, decoder): (&Folder, &Decoder),
    requests: &[Request],
    batch: usize,
    done: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Answer, Error>> {
    let stops = folder.stop_tokens();
    let mut answers: Vec<Option<Result<Answer, Error>>> = requests.iter().map(|_| None).collect();
    let mut waiting = requests.iter().enumerate();
    let mut active: Vec<Sequence> = Vec::new();
    let mut finished = 0;
    loop {
        while active.len() < batch.max(1) {
            let Some((index, request)) = waiting.next() else { break };
            match Sequence::start((folder, decoder), (index, request), &stops) {
                Ok(sequence) => active.push(sequence),
                Err(error) => answers[index] = Some(Err(error)),
            }
        }
        let (ended, running): (Vec<_>, Vec<_>) = active.into_iter().partition(|sequence| sequence.outcome.is_some());
        active = running;
        for sequence in ended {
            let index = sequence.index;
            answers[index] = Some(sequence.into_answer());
        }
        let count = answers.iter().flatten().count();
        if count > finished {
            finished = count;
            done(finished);
        }
        if active.is_empty() && finished == requests.len() {
            return answers.into_iter().flatten().collect();
        }
        step(decoder, &mut active, &stops);
    }
}

/// One token for every sequence.
fn step(decoder: &Decoder, active: &mut [Sequence], stops: &BTreeSet<u32>) {
    if active.is_empty() {
        return;
    }
    let mut feeds: Vec<Feed> = active
        .iter_mut()
        .map(|sequence| Feed { tokens: std::slice::from_ref(&sequence.last), cache: &mut sequence.cache })
        .collect();
    let logits = decoder.step(&mut feeds);
    let rows = logits.par_chunks_exact(decoder.config().vocab_size);
    active.par_iter_mut().zip(rows).for_each(|(sequence, logits)| sequence.take(logits, stops));
}

/// An answer in the making.
struct Sequence<'a> {
    index: usize,
    folder: &'a Folder,
    sampling: &'a Sampling,
    cache: Cache,
    chooser: Chooser,
    last: u32,
    tokens: usize,
    limit: usize,
    bytes: Vec<u8>,
    outcome: Option<Result<Finish, Error>>,
}

impl<'a> Sequence<'a> {
    fn start(
        (folder, decoder): (&'a Folder, &Decoder),
        (index, request): (usize, &'a Request),
        stops: &BTreeSet<u32>,
    ) -> Result<Self, Error> {
        let prompt = folder.prompt(&request.turns)?;
        let positions = decoder.config().max_position_embeddings;
        if prompt.is_empty() || prompt.len() >= positions {
            return Err(Error::TooLong { path: folder.path.clone(), prompt: prompt.len(), limit: positions });
        }
        let sampling = &request.sampling;
        let limit = sampling.max_tokens.min(positions - prompt.len());
        let mut cache = decoder.cache(prompt.len() + limit);
        let logits = decoder.read(&prompt, &mut cache);
        let mut sequence = Self {
            index,
            folder,
            sampling,
            cache,
            chooser: Chooser::new(sampling),
            last: 0,
            tokens: 0,
            limit,
            bytes: Vec::new(),
            outcome: (limit == 0).then_some(Ok(Finish::Length)),
        };
        if sequence.outcome.is_none() {
            sequence.take(&logits, stops);
        }
        Ok(sequence)
    }

    /// Chooses the next token, and notices whether it ends the answer.
    fn take(&mut self, logits: &[f32], stops: &BTreeSet<u32>) {
        self.outcome = match self.chooser.choose(logits) {
            Err(source) => Some(Err(Error::Tensor { path: self.folder.path.clone(), source })),
            Ok(token) if stops.contains(&token) => Some(Ok(Finish::Stop)),
            Ok(token) => {
                self.last = token;
                self.tokens += 1;
                if !self.folder.tokenizer.is_special(token) {
                    self.bytes.extend_from_slice(self.folder.tokenizer.bytes(token));
                }
                self.ends().map(Ok)
            }
        };
    }

    /// Cuts the answer before a stop text, if it now holds one.
    fn ends(&mut self) -> Option<Finish> {
        let stops = self.sampling.stop.iter().filter(|stop| !stop.is_empty());
        let first = stops.filter_map(|stop| find(&self.bytes, stop.as_bytes())).min();
        if let Some(first) = first {
            self.bytes.truncate(first);
            return Some(Finish::Stop);
        }
        (self.tokens >= self.limit).then_some(Finish::Length)
    }

    fn into_answer(self) -> Result<Answer, Error> {
        let finish = self.outcome.unwrap_or(Ok(Finish::Length))?;
        // Only a character that the limit cut in two is lost here.
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        Ok(Answer { text, finish, tokens: self.tokens })
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// How the next token is chosen; each sequence has its own, so that chance is not shared.
enum Chooser {
    Likeliest,
    Drawn(Box<LogitsProcessor>),
}

impl Chooser {
    fn new(sampling: &Sampling) -> Self {
        let temperature = sampling.temperature;
        if temperature <= 0.0 {
            return Self::Likeliest;
        }
        let top_k = sampling.top_k.filter(|k| *k > 0);
        let top_p = sampling.top_p.filter(|p| *p > 0.0 && *p < 1.0);
        let rule = match (top_k, top_p) {
            (None, None) => Rule::All { temperature },
            (Some(k), None) => Rule::TopK { k, temperature },
            (None, Some(p)) => Rule::TopP { p, temperature },
            (Some(k), Some(p)) => Rule::TopKThenTopP { k, p, temperature },
        };
        Self::Drawn(Box::new(LogitsProcessor::from_sampling(sampling.seed, rule)))
    }

    fn choose(&mut self, logits: &[f32]) -> Result<u32, candle_core::Error> {
        match self {
            Self::Likeliest => Ok(likeliest(logits)),
            Self::Drawn(processor) => processor.sample(&Tensor::new(logits, &Device::Cpu)?),
        }
    }
}

/// The first of the greatest.
fn likeliest(logits: &[f32]) -> u32 {
    let mut best = (0, f32::NEG_INFINITY);
    for (index, logit) in logits.iter().enumerate() {
        if *logit > best.1 {
            best = (index, *logit);
        }
    }
    best.0 as u32
}
