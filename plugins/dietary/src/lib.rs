//! The dietary rubric.
