//! The contract as C sees it: the structs of `include/spotter_rubric.h`, field for field.
//!
//! A test compiles the header as C11 and C++17 and compares every offset with this module. The rules that go with the
//! structs (who frees, what is valid until when, which threads) are written once, in the header.

#![expect(unsafe_code, reason = "this module is the C boundary")]

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr;

mod analysis;

pub use analysis::{Act, Analysis, Condition, Document, Equation, Mention, Quantity, Sentence};

/// The major version: both sides must agree on it.
pub const ABI_MAJOR: u16 = 1;
/// The minor version of this host and this SDK.
pub const ABI_MINOR: u16 = 0;
/// The first eight bytes of an entry.
pub const MAGIC: [u8; 8] = *b"SPOTRUB\0";
/// Written by the plugin, read by the host: tells a foreign byte order.
pub const ENDIAN: u32 = 0x0102_0304;
/// Id of the extension through which a plugin reads the shared document.
pub const ANALYSIS_ID: &str = "spotter.analysis/1";
/// Prefix of the exported symbol; the plugin's name follows.
pub const SYMBOL_PREFIX: &str = "spotter_rubric_v1_";

/// What a call returns: zero, or a negative error.
pub type Status = i32;
/// Done.
pub const OK: Status = 0;
/// The callee wants no more.
pub const STOP: Status = 1;
/// The options are wrong.
pub const E_CONFIG: Status = -1;
/// The request is not supported.
pub const E_UNSUPPORTED: Status = -2;
/// Something inside failed.
pub const E_INTERNAL: Status = -3;
/// The plugin panicked; its instance is poisoned.
pub const E_PANIC: Status = -4;
/// Called in the wrong state.
pub const E_STATE: Status = -5;
/// A number is out of range.
pub const E_RANGE: Status = -6;

/// Field of a finding: nothing to point at.
pub const FIELD_NONE: u32 = 0;
/// Field of a finding: the last user turn.
pub const FIELD_INSTRUCTION: u32 = 1;
/// Field of a finding: the last coach turn.
pub const FIELD_OUTPUT: u32 = 3;
/// Field of a finding: the first system turn.
pub const FIELD_SYSTEM: u32 = 4;
/// No fix.
pub const FIX_NONE: u32 = 0;
/// `fix` stands in for the span.
pub const FIX_REPLACE: u32 = 1;
/// `fix` joins the end of the answer.
pub const FIX_APPEND: u32 = 2;
/// Log level of something that should be known and stops nothing.
pub const WARN: u32 = 2;
/// Field of a finding: turn `n` is `FIELD_TURN0 + n`.
pub const FIELD_TURN0: u32 = 16;

/// Outcome of a rule: it does not apply.
pub const SKIPPED: u32 = 0;
/// Outcome of a rule: it holds.
pub const MET: u32 = 1;
/// Outcome of a rule: it does not hold.
pub const BROKEN: u32 = 2;

/// Rubric flag: one call at a time on one instance.
pub const EXCLUSIVE: u32 = 2;
/// Entry flag: panics unwind and are caught inside the plugin.
pub const UNWINDS: u32 = 1;

/// Quantity flag: `high` counts.
pub const HAS_HIGH: u32 = 1;
/// Quantity flag: `other` counts.
pub const HAS_OTHER: u32 = 2;
/// Quantity flag: `unit` counts.
pub const HAS_UNIT: u32 = 4;

/// UTF-8 text by pointer and length; frozen for ever.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    /// The first byte; anything when `len` is 0.
    pub ptr: *const u8,
    /// Bytes.
    pub len: usize,
}

impl Str {
    /// No text.
    pub const EMPTY: Self = Self { ptr: ptr::null(), len: 0 };

    /// Points at a text. Whoever reads the result must do so while the text lives.
    pub const fn new(text: &str) -> Self {
        Self { ptr: text.as_ptr(), len: text.len() }
    }

    /// The text, or `None` where it is not UTF-8 or its pointer is null.
    ///
    /// # Safety
    ///
    /// `ptr` must be valid for `len` bytes for as long as `'a`.
    pub unsafe fn read<'a>(self) -> Option<&'a str> {
        if self.len == 0 {
            return Some("");
        }
        if self.ptr.is_null() {
            return None;
        }
        // SAFETY: the caller promises that the bytes are valid for 'a.
        let bytes = unsafe { std::slice::from_raw_parts(self.ptr, self.len) };
        std::str::from_utf8(bytes).ok()
    }
}

/// A key and a value; frozen for ever.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Kv {
    /// The key.
    pub key: Str,
    /// The value.
    pub val: Str,
}

/// A turn; frozen for ever.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Turn {
    /// The number of a [`crate::Role`].
    pub role: u32,
    /// Zero.
    pub pad: u32,
    /// What is said.
    pub text: Str,
}

/// Items that may grow: a reader steps by `stride`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Array<T> {
    /// The first item.
    pub items: *const c_void,
    /// Items.
    pub len: usize,
    /// Bytes from one item to the next, at least the size of `T`.
    pub stride: usize,
    /// The item type as this version knows it.
    pub of: PhantomData<T>,
}

impl<T: Copy> Array<T> {
    /// Points at a slice. Whoever reads the result must do so while the slice lives.
    pub fn new(items: &[T]) -> Self {
        Self { items: items.as_ptr().cast(), len: items.len(), stride: size_of::<T>(), of: PhantomData }
    }

    /// Copies the items out, as far as this version knows their fields; `None` where an item is smaller than that.
    ///
    /// # Safety
    ///
    /// `items` must be valid for `len` steps of `stride` bytes, each step aligned for `T`.
    pub unsafe fn read(self) -> Option<Vec<T>> {
        if self.len == 0 {
            return Some(Vec::new());
        }
        if self.items.is_null() || self.stride < size_of::<T>() {
            return None;
        }
        // SAFETY: the caller promises `len` readable steps; a step holds at least a `T`.
        let item = |index| unsafe { self.items.byte_add(index * self.stride).cast::<T>().read() };
        Some((0..self.len).map(item).collect())
    }
}

/// What is judged.
#[repr(C)]
pub struct Sample {
    /// Bytes of this struct as the host knows it.
    pub struct_size: u32,
    /// Zero.
    pub flags: u32,
    /// The sample's name.
    pub id: Str,
    /// The last user turn.
    pub instruction: Str,
    /// Alpaca's second field; empty for conversations.
    pub input: Str,
    /// The last coach turn.
    pub output: Str,
    /// The first system turn.
    pub system: Str,
    /// The language, empty where not stated.
    pub lang: Str,
    /// The conversation.
    pub turns: *const Turn,
    /// Turns.
    pub turns_len: usize,
    /// Anything else, for later.
    pub meta: *const Kv,
    /// Pairs of `meta`.
    pub meta_len: usize,
    /// The facts as pairs.
    pub profile: *const Kv,
    /// Pairs of `profile`.
    pub profile_len: usize,
}

/// One remark.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Finding {
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// Index into the rubric's rules.
    pub rule: u32,
    /// `FIELD_*`.
    pub field: u32,
    /// Zero.
    pub flags: u32,
    /// First byte in the field's text.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// How `fix` is meant: `FIX_*`.
    pub fix_kind: u32,
    /// Whether `fix` may be applied without a person; 0 for no.
    pub applicability: u32,
    /// One clause.
    pub message: Str,
    /// Text that would mend it.
    pub fix: Str,
}

/// Where a plugin reports; owned by the host, valid during one call.
#[repr(C)]
pub struct Sink {
    /// Bytes of this struct as the host knows it.
    pub struct_size: u32,
    /// Zero.
    pub pad: u32,
    /// The host's own.
    pub ctx: *mut c_void,
    /// Takes one finding; `STOP` when the host has enough.
    pub report: unsafe extern "C" fn(*const Sink, *const Finding) -> Status,
    /// Takes the outcome of one rule.
    pub outcome: unsafe extern "C" fn(*const Sink, u32, u32) -> Status,
    /// Takes the message that goes with an error status.
    pub error: unsafe extern "C" fn(*const Sink, Status, Str),
}

/// What the host offers.
#[repr(C)]
pub struct Host {
    /// Bytes of this struct as the host knows it.
    pub struct_size: u32,
    /// The host's minor version.
    pub abi_minor: u32,
    /// The host's own.
    pub ctx: *mut c_void,
    /// The host's name.
    pub name: Str,
    /// The host's version.
    pub version: Str,
    /// The lowest level the host wants to hear.
    pub log_level: u32,
    /// Zero.
    pub pad: u32,
    /// Takes a log line.
    pub log: unsafe extern "C" fn(*const Host, u32, Str, Str),
    /// An extension by id, or null.
    pub get_extension: unsafe extern "C" fn(*const Host, Str) -> *const c_void,
}

/// A judge of an answer as it arrives.
#[repr(C)]
pub struct Stream {
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// Bytes the host must not release yet.
    pub hold_back: u32,
    /// The plugin's own.
    pub data: *mut c_void,
    /// Takes the next whole characters.
    pub push: unsafe extern "C" fn(*mut Stream, Str, *const Sink) -> Status,
    /// Ends the answer.
    pub finish: unsafe extern "C" fn(*mut Stream, *const Sink) -> Status,
    /// Frees the stream.
    pub close: unsafe extern "C" fn(*mut Stream),
}

/// `check`: one sample in, findings and outcomes into the sink.
pub type Check = unsafe extern "C" fn(*const Rubric, *const Sample, *const Sink) -> Status;
/// `stream_open`: a stream for one answer.
pub type StreamOpen = unsafe extern "C" fn(*const Rubric, *const Sample, *const Sink) -> *mut Stream;
/// `get_extension` of a rubric.
pub type RubricExtension = unsafe extern "C" fn(*const Rubric, Str) -> *const c_void;

/// An armed rubric, made by the plugin.
#[repr(C)]
pub struct Rubric {
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// `EXCLUSIVE` or zero.
    pub flags: u32,
    /// The plugin's own.
    pub data: *mut c_void,
    /// Judges one sample; required.
    pub check: Option<Check>,
    /// Opens a stream; may be absent.
    pub stream_open: Option<StreamOpen>,
    /// Frees the rubric; required.
    pub destroy: Option<unsafe extern "C" fn(*mut Rubric)>,
    /// An extension by id; may be absent.
    pub get_extension: Option<RubricExtension>,
}

/// A rule as the plugin describes it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Rule {
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// 0 stable, 1 preview, 2 deprecated.
    pub status: u32,
    /// The fault it finds.
    pub name: Str,
    /// One clause about it.
    pub summary: Str,
    /// Markdown; may be empty.
    pub docs: Str,
}

/// `create`: options in, an armed rubric out.
pub type Create = unsafe extern "C" fn(*const Desc, *const Host, Str, *const Sink, *mut *mut Rubric) -> Status;

/// A rubric as the plugin describes it.
#[repr(C)]
pub struct Desc {
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// Zero.
    pub flags: u32,
    /// The rubric's one word.
    pub name: Str,
    /// One clause about it.
    pub summary: Str,
    /// Pointers to the rules.
    pub rules: *const *const Rule,
    /// Rules.
    pub rules_len: usize,
    /// Arms the rubric; required.
    pub create: Option<Create>,
}

/// The one exported symbol of a plugin.
#[repr(C)]
pub struct Entry {
    /// [`MAGIC`].
    pub magic: [u8; 8],
    /// Bytes of this struct as the plugin knows it.
    pub struct_size: u32,
    /// [`ABI_MAJOR`] of the plugin.
    pub abi_major: u16,
    /// [`ABI_MINOR`] of the plugin.
    pub abi_minor: u16,
    /// The lowest host minor the plugin can work with.
    pub min_host_minor: u16,
    /// Bits of a pointer.
    pub ptr_bits: u16,
    /// [`ENDIAN`].
    pub endian: u32,
    /// `UNWINDS` or zero.
    pub flags: u32,
    /// The plugin's name.
    pub name: Str,
    /// The plugin's version.
    pub version: Str,
    /// What built it.
    pub sdk: Str,
    /// Pointers to the rubrics.
    pub rubrics: *const *const Desc,
    /// Rubrics.
    pub rubrics_len: usize,
    /// Called once before anything else; may be absent.
    pub init: Option<unsafe extern "C" fn(*const Host, Str) -> Status>,
    /// Called once at the end; may be absent.
    pub deinit: Option<unsafe extern "C" fn()>,
    /// An extension by id; may be absent.
    pub get_extension: Option<unsafe extern "C" fn(Str) -> *const c_void>,
}

// SAFETY: plain data that points at statics of the plugin; nothing in it is ever written.
unsafe impl Sync for Rule {}
// SAFETY: as above.
unsafe impl Sync for Desc {}
// SAFETY: as above.
unsafe impl Sync for Entry {}
