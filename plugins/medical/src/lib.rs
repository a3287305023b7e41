//! The medical rubric.
