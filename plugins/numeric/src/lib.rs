//! The numeric rubric.
