//! A sample and its document in the shape of the boundary, made once and shown to every rubric.

#![expect(unsafe_code, reason = "finds the document that stands beside a sample")]

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ptr;

use spotter_contract::abi::{self, Str};
use spotter_contract::{Act, Condition, Document, Equation, Lang, Mention, Quantity, Role, Sample, Sentence};

/// What a plugin's sample pointer really points at: the document follows.
#[repr(C)]
pub(super) struct Held {
    sample: abi::Sample,
    document: abi::Document,
}

impl Held {
    /// The document of a sample, or null.
    ///
    /// # Safety
    ///
    /// The pointer must be null or the one of a live [`Lowered`].
    pub(super) unsafe fn document_of(sample: *const abi::Sample) -> *const abi::Document {
        if sample.is_null() {
            return ptr::null();
        }
        let held = sample.cast::<Self>();
        // SAFETY: the caller promises that the sample is the first field of a live `Held`.
        unsafe { &raw const (*held).document }
    }
}

/// A sample with its document, lowered, and everything its pointers go to.
pub(crate) struct Lowered<'a> {
    held: Held,
    source: &'a Sample<'a>,
    _owned: Owned<'a>,
}

impl<'a> Lowered<'a> {
    pub(crate) fn new(source: &'a Sample<'a>, document: &'a Document<'a>) -> Self {
        let owned = Owned::new(source, document);
        let held = Held { sample: lower_sample(source, &owned), document: owned.document(document) };
        Self { held, source, _owned: owned }
    }

    /// The sample that was lowered.
    pub(crate) fn source(&self) -> &'a Sample<'a> {
        self.source
    }

    /// The pointer for a plugin; it is good for as long as `self` stays where it is.
    pub(super) fn as_ptr(&self) -> *const abi::Sample {
        // The whole `Held` must be reachable through it, not only the sample.
        (&raw const self.held).cast()
    }
}

/// The arrays that the lowered structs point into. They are never changed once made.
struct Owned<'a> {
    turns: Vec<abi::Turn>,
    profile: Vec<abi::Kv>,
    sentences: Vec<abi::Sentence>,
    quantities: Vec<abi::Quantity>,
    mentions: Vec<abi::Mention>,
    conditions: Vec<abi::Condition>,
    acts: Vec<abi::Act>,
    equations: Vec<abi::Equation>,
    _pairs: Vec<(&'static str, Cow<'a, str>)>,
    source: PhantomData<&'a Document<'a>>,
}

impl<'a> Owned<'a> {
    fn new(sample: &'a Sample<'a>, document: &'a Document<'a>) -> Self {
        let pairs = sample.facts.pairs();
        let turn =
            |turn: &spotter_contract::Turn| abi::Turn { role: turn.role.code(), pad: 0, text: Str::new(&turn.text) };
        Self {
            turns: sample.turns.iter().map(turn).collect(),
            profile: pairs.iter().map(|(key, val)| abi::Kv { key: Str::new(key), val: Str::new(val) }).collect(),
            sentences: document.sentences.iter().map(lower_sentence).collect(),
            quantities: document.quantities.iter().map(lower_quantity).collect(),
            mentions: document.mentions.iter().map(lower_mention).collect(),
            conditions: document.conditions.iter().map(lower_condition).collect(),
            acts: document.acts.iter().map(lower_act).collect(),
            equations: document.equations.iter().map(lower_equation).collect(),
            _pairs: pairs,
            source: PhantomData,
        }
    }

    fn document(&self, document: &Document) -> abi::Document {
        abi::Document {
            struct_size: size_of::<abi::Document>() as u32,
            lang: document.lang.code(),
            sentences: abi::Array::new(&self.sentences),
            quantities: abi::Array::new(&self.quantities),
            mentions: abi::Array::new(&self.mentions),
            conditions: abi::Array::new(&self.conditions),
            acts: abi::Array::new(&self.acts),
            equations: abi::Array::new(&self.equations),
        }
    }
}

fn lower_sample(sample: &Sample, owned: &Owned) -> abi::Sample {
    let text = |turn: Option<(usize, &str)>| turn.map_or(Str::EMPTY, |(_, text)| Str::new(text));
    let system = sample.turns.iter().find(|turn| turn.role == Role::System);
    abi::Sample {
        struct_size: size_of::<abi::Sample>() as u32,
        flags: 0,
        id: Str::new(&sample.id),
        instruction: text(sample.question()),
        input: Str::EMPTY,
        output: text(sample.answer()),
        system: system.map_or(Str::EMPTY, |turn| Str::new(&turn.text)),
        lang: Str::new(sample.lang.map_or("", Lang::name)),
        turns: owned.turns.as_ptr(),
        turns_len: owned.turns.len(),
        meta: ptr::null(),
        meta_len: 0,
        profile: owned.profile.as_ptr(),
        profile_len: owned.profile.len(),
    }
}

fn lower_sentence(item: &Sentence) -> abi::Sentence {
    abi::Sentence {
        turn: item.turn as u32,
        kind: item.kind.code(),
        lang: item.lang.code(),
        pad: 0,
        start: item.span.start as u64,
        end: item.span.end as u64,
    }
}

fn lower_quantity(item: &Quantity) -> abi::Quantity {
    let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
    abi::Quantity {
        turn: item.turn as u32,
        kind: item.kind.code(),
        start: item.span.start as u64,
        end: item.span.end as u64,
        value: item.value,
        high: item.high.unwrap_or(0.0),
        other: item.other.unwrap_or(0.0),
        flags: flag(item.high.is_some(), abi::HAS_HIGH)
            | flag(item.other.is_some(), abi::HAS_OTHER)
            | flag(item.unit.is_some(), abi::HAS_UNIT),
        pad: 0,
        unit: item.unit.map_or(Str::EMPTY, Str::new),
    }
}

fn lower_mention(item: &Mention) -> abi::Mention {
    abi::Mention {
        turn: item.turn as u32,
        kind: item.kind.code(),
        scope: item.scope.code(),
        pad: 0,
        start: item.span.start as u64,
        end: item.span.end as u64,
        name: Str::new(item.name),
        classes: Str::new(item.classes),
    }
}

fn lower_condition(item: &Condition) -> abi::Condition {
    abi::Condition {
        turn: item.turn as u32,
        level: u32::from(item.level),
        start: item.span.start as u64,
        end: item.span.end as u64,
    }
}

fn lower_act(item: &Act) -> abi::Act {
    abi::Act {
        turn: item.turn as u32,
        act: item.act.code(),
        start: item.span.start as u64,
        end: item.span.end as u64,
        detail: item.detail.map_or(Str::EMPTY, Str::new),
    }
}

fn lower_equation(item: &Equation) -> abi::Equation {
    abi::Equation {
        turn: item.turn as u32,
        pad: 0,
        start: item.span.start as u64,
        end: item.span.end as u64,
        stated: item.stated,
        computed: item.computed,
        tolerance: item.tolerance,
    }
}
