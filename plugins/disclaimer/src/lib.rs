//! The disclaimer rubric.
