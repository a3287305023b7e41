//! The plugin's side of the boundary: what [`export_rubric!`](crate::export_rubric) expands to.
//!
//! Everything here is called by the macro or by the host; an author of a rubric needs none of it. Panics are caught:
//! the call returns `E_PANIC` with the message and its place, and the instance answers `E_STATE` from then on.

#![expect(unsafe_code, reason = "this module is the plugin's side of the C boundary")]

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use crate::abi::{self, Status, Str};
use crate::{
    Act, ActKind, Condition, Document, Equation, Facts, Finding, Lang, Mention, MentionKind, Outcome, Place, Quantity,
    QuantityKind, Role, Rubric, Rule, Sample, Scope, Sentence, SentenceKind, Span, Turn,
};

/// Exports a type as the rubric of a plugin: `export_rubric!(Dietary, "dietary");`.
///
/// The name must equal [`Rubric::NAME`]; the build fails where it does not.
#[macro_export]
macro_rules! export_rubric {
    ($rubric:ty, $name:literal) => {
        #[allow(unsafe_code, missing_docs, reason = "the exported symbol of the plugin")]
        const _: () = {
            use $crate::{abi, export};
            assert!(export::is_same(<$rubric as $crate::Rubric>::NAME, $name), "the macro's name differs from NAME");
            const COUNT: usize = <$rubric as $crate::Rubric>::RULES.len();
            static RULES: [abi::Rule; COUNT] = export::rules::<$rubric, COUNT>();
            static POINTERS: export::Pointers<abi::Rule, COUNT> = export::Pointers::new(&RULES);
            static DESC: abi::Desc = export::desc::<$rubric>(POINTERS.as_ptr(), COUNT);
            static DESCS: export::Pointers<abi::Desc, 1> = export::Pointers::one(&DESC);
            #[unsafe(export_name = concat!("spotter_rubric_v1_", $name))]
            #[used]
            pub static ENTRY: abi::Entry = export::entry::<$rubric>(env!("CARGO_PKG_VERSION"), DESCS.as_ptr());
            // SAFETY: the entry was made above from this very type, out of statics.
            unsafe impl export::Exported for $rubric {
                fn entry() -> &'static abi::Entry {
                    &ENTRY
                }
            }
        };
    };
}

/// A rubric that [`export_rubric!`](crate::export_rubric) exported: a host that has it linked in needs no library.
///
/// # Safety
///
/// The entry must describe the rubric truly and point at statics only. The macro sees to it; do not implement this
/// trait by hand.
pub unsafe trait Exported {
    /// The plugin's entry, as a loader would find it by its symbol.
    fn entry() -> &'static abi::Entry;
}

/// Constant pointers to statics, in an array.
pub struct Pointers<T: 'static, const N: usize>([*const T; N]);

// SAFETY: the pointers go to immutable statics.
unsafe impl<T, const N: usize> Sync for Pointers<T, N> {}

impl<T, const N: usize> Pointers<T, N> {
    /// A pointer to each item.
    pub const fn new(items: &'static [T; N]) -> Self {
        let mut pointers = [std::ptr::null(); N];
        let mut index = 0;
        while index < N {
            pointers[index] = &raw const items[index];
            index += 1;
        }
        Self(pointers)
    }

    /// The first pointer.
    pub const fn as_ptr(&'static self) -> *const *const T {
        self.0.as_ptr()
    }
}

impl<T> Pointers<T, 1> {
    /// A pointer to one item.
    pub const fn one(item: &'static T) -> Self {
        Self([item])
    }
}

/// Whether two names are equal, at compile time.
pub const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// The rules of a rubric as the boundary describes them.
pub const fn rules<T: Rubric, const N: usize>() -> [abi::Rule; N] {
    let size = size_of::<abi::Rule>() as u32;
    let mut rules =
        [abi::Rule { struct_size: size, status: 0, name: Str::EMPTY, summary: Str::EMPTY, docs: Str::EMPTY }; N];
    let mut index = 0;
    while index < N {
        rules[index].name = Str::new(T::RULES[index].name);
        rules[index].summary = Str::new(T::RULES[index].summary);
        index += 1;
    }
    rules
}

/// The description of a rubric.
pub const fn desc<T: Rubric>(rules: *const *const abi::Rule, rules_len: usize) -> abi::Desc {
    abi::Desc {
        struct_size: size_of::<abi::Desc>() as u32,
        flags: 0,
        name: Str::new(T::NAME),
        summary: Str::new(T::SUMMARY),
        rules,
        rules_len,
        create: Some(create::<T>),
    }
}

/// The entry of a plugin with one rubric.
pub const fn entry<T: Rubric>(version: &'static str, rubrics: *const *const abi::Desc) -> abi::Entry {
    abi::Entry {
        magic: abi::MAGIC,
        struct_size: size_of::<abi::Entry>() as u32,
        abi_major: abi::ABI_MAJOR,
        abi_minor: abi::ABI_MINOR,
        min_host_minor: 0,
        ptr_bits: usize::BITS as u16,
        endian: abi::ENDIAN,
        flags: if cfg!(panic = "unwind") { abi::UNWINDS } else { 0 },
        name: Str::new(T::NAME),
        version: Str::new(version),
        sdk: Str::new(concat!("spotter-contract ", env!("CARGO_PKG_VERSION"))),
        rubrics,
        rubrics_len: 1,
        init: Some(init),
        deinit: None,
        get_extension: None,
    }
}

thread_local! {
    /// Where the last panic of this thread inside a plugin call happened, and what it said.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether this thread is inside a plugin call.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// An armed rubric with what it needs at each call.
struct Armed<T> {
    rubric: T,
    analysis: AtomicPtr<abi::Analysis>,
    is_poisoned: AtomicBool,
}

unsafe extern "C" fn init(_host: *const abi::Host, _path: Str) -> Status {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |notice| {
            if !INSIDE.get() {
                return before(notice);
            }
            let place =
                notice.location().map_or_else(String::new, |place| format!("{}:{}: ", place.file(), place.line()));
            let said = notice.payload_as_str().unwrap_or("a panic without a text");
            // A thread that is ending has no place for the text any more; the panic is reported without it.
            let _ = PANIC.try_with(|panic| *panic.borrow_mut() = Some(format!("{place}{said}")));
        }));
    });
    abi::OK
}

unsafe extern "C" fn create<T: Rubric>(
    _desc: *const abi::Desc,
    host: *const abi::Host,
    options: Str,
    sink: *const abi::Sink,
    out: *mut *mut abi::Rubric,
) -> Status {
    guarded(sink, || {
        // SAFETY: the host passes text that is valid during this call.
        let Some(options) = (unsafe { options.read() }) else {
            return tell(sink, abi::E_CONFIG, "the options are not UTF-8");
        };
        let rubric = match T::arm(options) {
            Ok(rubric) => rubric,
            Err(reason) => return tell(sink, abi::E_CONFIG, &reason),
        };
        // SAFETY: the host's struct lives from init to deinit.
        let analysis = unsafe { ((*host).get_extension)(host, Str::new(abi::ANALYSIS_ID)) };
        for remark in rubric.remarks() {
            // SAFETY: as above; both texts live during the call.
            unsafe { ((*host).log)(host, abi::WARN, Str::new(T::NAME), Str::new(&remark)) };
        }
        let analysis = AtomicPtr::new(analysis.cast::<abi::Analysis>().cast_mut());
        let armed = Box::new(Armed { rubric, analysis, is_poisoned: AtomicBool::new(false) });
        let made = Box::new(abi::Rubric {
            struct_size: size_of::<abi::Rubric>() as u32,
            flags: 0,
            data: Box::into_raw(armed).cast(),
            check: Some(check::<T>),
            stream_open: None,
            destroy: Some(destroy::<T>),
            get_extension: None,
        });
        // SAFETY: the host passes a place for one pointer.
        unsafe { out.write(Box::into_raw(made)) };
        abi::OK
    })
}

unsafe extern "C" fn destroy<T: Rubric>(rubric: *mut abi::Rubric) {
    if rubric.is_null() {
        return;
    }
    let drop_all = || {
        // SAFETY: the host destroys exactly once what `create` made.
        let rubric = unsafe { Box::from_raw(rubric) };
        // SAFETY: `data` was made from this very box.
        drop(unsafe { Box::from_raw(rubric.data.cast::<Armed<T>>()) });
        abi::OK
    };
    guarded(std::ptr::null(), drop_all);
}

unsafe extern "C" fn check<T: Rubric>(
    rubric: *const abi::Rubric,
    sample: *const abi::Sample,
    sink: *const abi::Sink,
) -> Status {
    // SAFETY: the host passes a rubric that `create` made and that is not destroyed yet.
    let armed = unsafe { &*(*rubric).data.cast::<Armed<T>>() };
    if armed.is_poisoned.load(Ordering::Acquire) {
        return tell(sink, abi::E_STATE, "the instance panicked before and is not used again");
    }
    let status = guarded(sink, || {
        // SAFETY: the sample and what it points to live during this call.
        let view = unsafe { read_sample(sample) };
        // SAFETY: as above; the document belongs to this very sample.
        let document = unsafe { read_document(armed.analysis.load(Ordering::Relaxed), sample) };
        let (Some(view), Some(document)) = (view, document) else {
            return tell(sink, abi::E_UNSUPPORTED, "the host's sample or document cannot be read");
        };
        for (index, rule) in T::RULES.iter().enumerate() {
            let status = report(sink, index as u32, &apply(rule, &armed.rubric, &view, &document));
            if status != abi::OK {
                return status;
            }
        }
        abi::OK
    });
    if status == abi::E_PANIC {
        armed.is_poisoned.store(true, Ordering::Release);
    }
    status
}

fn apply<T>(rule: &Rule<T>, rubric: &T, sample: &Sample, document: &Document) -> Outcome {
    (rule.check)(rubric, sample, document)
}

/// Sends an outcome and its findings to the host.
fn report(sink: *const abi::Sink, rule: u32, outcome: &Outcome) -> Status {
    let code = match outcome {
        Outcome::Skipped => abi::SKIPPED,
        Outcome::Met => abi::MET,
        Outcome::Broken(_) => abi::BROKEN,
    };
    // SAFETY: the sink lives during this call.
    let status = unsafe { ((*sink).outcome)(sink, rule, code) };
    if status != abi::OK {
        return status;
    }
    for finding in outcome.findings() {
        let finding = lower(rule, finding);
        // SAFETY: the finding and its text live until the call returns.
        let status = unsafe { ((*sink).report)(sink, &raw const finding) };
        if status != abi::OK {
            return status;
        }
    }
    abi::OK
}

fn lower(rule: u32, finding: &Finding) -> abi::Finding {
    let (field, span) = match finding.place {
        Place::At { turn, span } => (field_of(turn), span),
        Place::Absent => (abi::FIELD_NONE, Span::new(0, 0)),
    };
    let fix_kind = match (&finding.fix, finding.place) {
        (None, _) => abi::FIX_NONE,
        (Some(_), Place::At { .. }) => abi::FIX_REPLACE,
        (Some(_), Place::Absent) => abi::FIX_APPEND,
    };
    abi::Finding {
        struct_size: size_of::<abi::Finding>() as u32,
        rule,
        field,
        flags: 0,
        start: span.start as u64,
        end: span.end as u64,
        fix_kind,
        applicability: 0,
        message: Str::new(&finding.message),
        fix: finding.fix.as_deref().map_or(Str::EMPTY, Str::new),
    }
}

/// The field of a turn; a position that no field can name is left for the host to refuse.
fn field_of(turn: usize) -> u32 {
    u32::try_from(turn).map_or(u32::MAX, |turn| abi::FIELD_TURN0.saturating_add(turn))
}

/// Runs a call so that no panic crosses the boundary.
fn guarded(sink: *const abi::Sink, call: impl FnOnce() -> Status) -> Status {
    let was_inside = INSIDE.replace(true);
    let _ = PANIC.try_with(RefCell::take);
    let result = panic::catch_unwind(AssertUnwindSafe(call));
    INSIDE.set(was_inside);
    result.unwrap_or_else(|payload| {
        // Dropping what was thrown could panic again, outside of the guard.
        std::mem::forget(payload);
        let said = PANIC.try_with(RefCell::take).ok().flatten();
        tell(sink, abi::E_PANIC, said.as_deref().unwrap_or("a panic that left no text"))
    })
}

fn tell(sink: *const abi::Sink, status: Status, message: &str) -> Status {
    if !sink.is_null() {
        // SAFETY: the sink lives during the call it came with.
        unsafe { ((*sink).error)(sink, status, Str::new(message)) };
    }
    status
}

unsafe fn read_sample<'a>(sample: *const abi::Sample) -> Option<Sample<'a>> {
    // SAFETY: the caller promises a sample that lives during 'a.
    let sample = unsafe { &*sample };
    if (sample.struct_size as usize) < size_of::<abi::Sample>() {
        return None;
    }
    let mut turns = Vec::with_capacity(sample.turns_len);
    // SAFETY: the host's arrays live as long as the sample.
    for turn in unsafe { slice(sample.turns, sample.turns_len) } {
        // SAFETY: as above.
        turns.push(Turn::new(Role::from_code(turn.role)?, unsafe { turn.text.read() }?));
    }
    let mut pairs = Vec::with_capacity(sample.profile_len);
    // SAFETY: as above.
    for pair in unsafe { slice(sample.profile, sample.profile_len) } {
        // SAFETY: as above.
        pairs.push(unsafe { (pair.key.read()?, pair.val.read()?) });
    }
    // SAFETY: as above.
    let (id, lang) = unsafe { (sample.id.read()?, sample.lang.read()?) };
    Some(Sample { id: id.into(), lang: Lang::from_name(lang), facts: Facts::from_pairs(pairs), turns })
}

unsafe fn slice<'a, T>(items: *const T, len: usize) -> &'a [T] {
    if len == 0 || items.is_null() {
        return &[];
    }
    // SAFETY: the caller promises `len` items that live during 'a.
    unsafe { std::slice::from_raw_parts(items, len) }
}

/// Reads the shared document; the empty one where the host offers none.
unsafe fn read_document<'a>(analysis: *const abi::Analysis, sample: *const abi::Sample) -> Option<Document<'a>> {
    if analysis.is_null() {
        return Some(Document::empty());
    }
    // SAFETY: the host's extension lives from init to deinit.
    let document = unsafe { ((*analysis).document)(analysis, sample) };
    if document.is_null() {
        return Some(Document::empty());
    }
    // SAFETY: the document lives as long as the sample.
    let document = unsafe { &*document };
    if (document.struct_size as usize) < size_of::<abi::Document>() {
        return None;
    }
    // SAFETY: the host's arrays live as long as the document.
    unsafe {
        Some(Document {
            lang: Lang::from_code(document.lang)?,
            sentences: raise(document.sentences, raise_sentence)?,
            quantities: raise(document.quantities, |item| raise_quantity(item))?,
            mentions: raise(document.mentions, |item| raise_mention(item))?,
            conditions: raise(document.conditions, |item| Some(raise_condition(item)))?,
            acts: raise(document.acts, |item| raise_act(item))?,
            equations: raise(document.equations, |item| Some(raise_equation(item)))?,
        })
    }
}

unsafe fn raise<T: Copy, U>(array: abi::Array<T>, item: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    // SAFETY: the caller promises a live array.
    unsafe { array.read() }?.iter().map(item).collect()
}

fn raise_sentence(item: &abi::Sentence) -> Option<Sentence> {
    Some(Sentence {
        turn: item.turn as usize,
        span: span(item.start, item.end),
        kind: SentenceKind::from_code(item.kind)?,
        lang: Lang::from_code(item.lang)?,
    })
}

unsafe fn raise_quantity<'a>(item: &abi::Quantity) -> Option<Quantity<'a>> {
    let has = |flag| item.flags & flag != 0;
    Some(Quantity {
        turn: item.turn as usize,
        span: span(item.start, item.end),
        value: item.value,
        high: has(abi::HAS_HIGH).then_some(item.high),
        other: has(abi::HAS_OTHER).then_some(item.other),
        // SAFETY: the caller promises live text.
        unit: if has(abi::HAS_UNIT) { Some(unsafe { item.unit.read() }?) } else { None },
        kind: QuantityKind::from_code(item.kind)?,
    })
}

unsafe fn raise_mention<'a>(item: &abi::Mention) -> Option<Mention<'a>> {
    // SAFETY: the caller promises live text.
    let (name, classes) = unsafe { (item.name.read()?, item.classes.read()?) };
    Some(Mention {
        turn: item.turn as usize,
        span: span(item.start, item.end),
        kind: MentionKind::from_code(item.kind)?,
        name,
        classes,
        scope: Scope::from_code(item.scope)?,
    })
}

fn raise_condition(item: &abi::Condition) -> Condition {
    Condition { turn: item.turn as usize, span: span(item.start, item.end), level: item.level as u8 }
}

unsafe fn raise_act<'a>(item: &abi::Act) -> Option<Act<'a>> {
    // SAFETY: the caller promises live text.
    let detail = unsafe { item.detail.read() }?;
    Some(Act {
        turn: item.turn as usize,
        span: span(item.start, item.end),
        act: ActKind::from_code(item.act)?,
        detail: (!detail.is_empty()).then_some(detail),
    })
}

fn raise_equation(item: &abi::Equation) -> Equation {
    Equation {
        turn: item.turn as usize,
        span: span(item.start, item.end),
        stated: item.stated,
        computed: item.computed,
        tolerance: item.tolerance,
    }
}

fn span(start: u64, end: u64) -> Span {
    Span::new(start as usize, end as usize)
}
