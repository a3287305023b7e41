//! The conditional rubric.
