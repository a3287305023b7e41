//! The structs of the extension `spotter.analysis/1`: the host's reading of a sample.

use super::{Array, Sample, Str};

/// A sentence of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Sentence {
    /// Position of the turn.
    pub turn: u32,
    /// Number of a [`crate::SentenceKind`].
    pub kind: u32,
    /// Number of a [`crate::Lang`].
    pub lang: u32,
    /// Zero.
    pub pad: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
}

/// A quantity of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Quantity {
    /// Position of the turn.
    pub turn: u32,
    /// Number of a [`crate::QuantityKind`].
    pub kind: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// The value or the lower end.
    pub value: f64,
    /// The upper end, with `HAS_HIGH`.
    pub high: f64,
    /// The other reading, with `HAS_OTHER`.
    pub other: f64,
    /// `HAS_*`.
    pub flags: u32,
    /// Zero.
    pub pad: u32,
    /// The unit, with `HAS_UNIT`.
    pub unit: Str,
}

/// A mention of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Mention {
    /// Position of the turn.
    pub turn: u32,
    /// Number of a [`crate::MentionKind`].
    pub kind: u32,
    /// Number of a [`crate::Scope`].
    pub scope: u32,
    /// Zero.
    pub pad: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// English name.
    pub name: Str,
    /// Classes joined with commas.
    pub classes: Str,
}

/// A condition of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Condition {
    /// Position of the turn.
    pub turn: u32,
    /// 1 to 3.
    pub level: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
}

/// An act of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Act {
    /// Position of the turn.
    pub turn: u32,
    /// Number of a [`crate::ActKind`].
    pub act: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// Type or object; empty for none.
    pub detail: Str,
}

/// An equation of the document.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Equation {
    /// Position of the turn.
    pub turn: u32,
    /// Zero.
    pub pad: u32,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
    /// Result as written.
    pub stated: f64,
    /// Result as computed.
    pub computed: f64,
    /// Allowed difference.
    pub tolerance: f64,
}

/// The host's reading of a sample.
#[repr(C)]
pub struct Document {
    /// Bytes of this struct as the host knows it.
    pub struct_size: u32,
    /// Number of a [`crate::Lang`].
    pub lang: u32,
    /// Sentences.
    pub sentences: Array<Sentence>,
    /// Quantities.
    pub quantities: Array<Quantity>,
    /// Mentions.
    pub mentions: Array<Mention>,
    /// Conditions.
    pub conditions: Array<Condition>,
    /// Acts.
    pub acts: Array<Act>,
    /// Equations.
    pub equations: Array<Equation>,
}

/// Extension `spotter.analysis/1`.
#[repr(C)]
pub struct Analysis {
    /// Bytes of this struct as the host knows it.
    pub struct_size: u32,
    /// Zero.
    pub pad: u32,
    /// The document of the very sample that `check` received, or null.
    pub document: unsafe extern "C" fn(*const Analysis, *const Sample) -> *const Document,
}
