//! Every operation: against its plain form, against finite differences, and on any number of threads.

mod operations;
mod reference;
mod threads;
