//! The sink that a plugin reports to, and the host that it may ask.

#![expect(unsafe_code, reason = "functions that a plugin calls")]

use std::ffi::c_void;
use std::io::Write;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use spotter_contract::abi::{self, Status, Str};

use super::lowered::Held;
use crate::collector::{Collector, Raw};

/// The exit code of a run that failed by itself.
const EXIT_RUN_FAILED: i32 = 4;

/// Runs one call of a plugin with a sink that fills a collector.
///
/// The collector is behind a lock because nothing forbids a plugin to report from several threads.
pub(super) fn with_sink(
    collector: Collector<'_>,
    call: impl FnOnce(*const abi::Sink) -> Status,
) -> (Status, Collector<'_>) {
    let shared = Mutex::new(collector);
    let sink = abi::Sink {
        struct_size: size_of::<abi::Sink>() as u32,
        pad: 0,
        ctx: (&raw const shared).cast_mut().cast(),
        report,
        outcome,
        error,
    };
    let status = call(&raw const sink);
    (status, shared.into_inner().unwrap_or_else(PoisonError::into_inner))
}

unsafe extern "C" fn report(sink: *const abi::Sink, finding: *const abi::Finding) -> Status {
    // SAFETY: a plugin passes on the sink that it was given, during the call that it was given for.
    let answer = unsafe {
        with(sink, |collector| {
            if finding.is_null() || (*finding).struct_size < size_of::<abi::Finding>() as u32 {
                return collector.unreadable("it reported a finding that is smaller than this version's");
            }
            let finding = &*finding;
            collector.finding(&Raw {
                rule: finding.rule,
                field: finding.field,
                start: finding.start,
                end: finding.end,
                message: finding.message.read(),
                fix_kind: finding.fix_kind,
                fix: finding.fix.read(),
            })
        })
    };
    answer.unwrap_or(abi::E_STATE)
}

unsafe extern "C" fn outcome(sink: *const abi::Sink, rule: u32, code: u32) -> Status {
    // SAFETY: as above.
    unsafe { with(sink, |collector| collector.outcome(rule, code)) }.unwrap_or(abi::E_STATE)
}

unsafe extern "C" fn error(sink: *const abi::Sink, _status: Status, message: Str) {
    // SAFETY: as above; the message lives during this call.
    unsafe { with(sink, |collector| collector.error(message.read().unwrap_or("a message that is not UTF-8"))) };
}

/// Hands the collector of a sink to a function; `None` for a null sink.
///
/// # Safety
///
/// The sink must be null or one of [`with_sink`] whose call has not returned.
unsafe fn with<T>(sink: *const abi::Sink, then: impl FnOnce(&mut Collector) -> T) -> Option<T> {
    // SAFETY: the caller promises a live sink.
    let sink = unsafe { sink.as_ref() }?;
    // SAFETY: `ctx` points at the collector in the frame of `with_sink`, which waits for the plugin.
    let shared = unsafe { &*sink.ctx.cast::<Mutex<Collector>>() };
    let mut collector = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(message) = collector.deaf() {
        give_up(&message);
    }
    Some(then(&mut collector))
}

/// Ends the program: a call that does not return cannot be ended otherwise, and must not hang in silence.
fn give_up(message: &str) -> ! {
    // Where standard error is closed, the exit code has to say it alone.
    let _ = writeln!(std::io::stderr(), "spotter: {message}");
    std::process::exit(EXIT_RUN_FAILED)
}

/// The host as plugins see it.
pub(super) fn host() -> *const abi::Host {
    struct Shared<T>(T);
    // SAFETY: plain data that nobody writes.
    unsafe impl<T> Sync for Shared<T> {}
    static HOST: Shared<abi::Host> = Shared(abi::Host {
        struct_size: size_of::<abi::Host>() as u32,
        abi_minor: abi::ABI_MINOR as u32,
        ctx: ptr::null_mut(),
        name: Str::new("spotter"),
        version: Str::new(env!("CARGO_PKG_VERSION")),
        log_level: 1,
        pad: 0,
        log,
        get_extension,
    });
    &raw const HOST.0
}

unsafe extern "C" fn log(_host: *const abi::Host, level: u32, target: Str, message: Str) {
    // SAFETY: the plugin's texts live during this call.
    let (target, message) = unsafe { (target.read().unwrap_or("?"), message.read().unwrap_or("?")) };
    match level {
        0 => tracing::debug!(plugin = target, "{message}"),
        1 => tracing::info!(plugin = target, "{message}"),
        2 => tracing::warn!(plugin = target, "{message}"),
        _ => tracing::error!(plugin = target, "{message}"),
    }
}

unsafe extern "C" fn get_extension(_host: *const abi::Host, id: Str) -> *const c_void {
    static ANALYSIS: abi::Analysis = abi::Analysis { struct_size: size_of::<abi::Analysis>() as u32, pad: 0, document };
    // SAFETY: the plugin's text lives during this call.
    match unsafe { id.read() } {
        Some(abi::ANALYSIS_ID) => (&raw const ANALYSIS).cast(),
        _ => ptr::null(),
    }
}

unsafe extern "C" fn document(_analysis: *const abi::Analysis, sample: *const abi::Sample) -> *const abi::Document {
    // SAFETY: the plugin passes the very sample that it received, and that one begins a `Held`.
    unsafe { Held::document_of(sample) }
}
