//! The spotter command line.
fn main() {}
