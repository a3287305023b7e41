//! An armed rubric: one instance of a plugin, replaced when it panics, disabled when it keeps panicking.

#![expect(unsafe_code, reason = "calls into a plugin")]

use std::ptr;
use std::sync::{Mutex, PoisonError, RwLock};

use spotter_contract::abi::{self, Status, Str};
use spotter_contract::{Outcome, Sample};

use super::call;
use super::{Lowered, Plugin};
use crate::collector::{Collector, Fault, describe};

/// How often an instance is made anew after a panic.
const MAX_REPLACEMENTS: u32 = 3;

/// A rubric that can judge.
pub(crate) struct Rubric {
    plugin: &'static Plugin,
    options: String,
    state: RwLock<State>,
    /// Held during a call where the plugin wants one call at a time.
    turnstile: Mutex<()>,
}

/// How a rubric stands.
enum State {
    /// An instance is at work; so many were replaced before it.
    Armed { instance: Instance, replaced: u32 },
    /// No instance is left, and why.
    Disabled(String),
}

/// What one call came to.
enum Called {
    Done(Result<Vec<Outcome>, Fault>),
    /// The instance panicked in this call.
    Panicked(Fault, u32),
    /// The instance refuses because it panicked in another thread's call.
    Stale(u32),
}

impl Rubric {
    /// Arms a plugin with the options of its pack.
    ///
    /// # Errors
    ///
    /// Returns what the plugin says about the options.
    pub(crate) fn arm(plugin: &'static Plugin, options: &str) -> Result<Self, String> {
        let instance = Instance::new(plugin, options)?;
        let state = RwLock::new(State::Armed { instance, replaced: 0 });
        Ok(Self { plugin, options: options.to_owned(), state, turnstile: Mutex::new(()) })
    }

    /// Whether the rubric panicked too often.
    pub(crate) fn is_disabled(&self) -> bool {
        matches!(*self.state.read().unwrap_or_else(PoisonError::into_inner), State::Disabled(_))
    }

    /// The outcome of every rule about one sample, or why there is none.
    pub(crate) fn judge(&self, lowered: &Lowered) -> Result<Vec<Outcome>, Fault> {
        loop {
            match self.call(lowered) {
                Called::Done(result) => return result,
                Called::Panicked(fault, replaced) => {
                    self.replace(replaced, &fault.message);
                    return Err(fault);
                }
                // This ends: every round replaces the instance or finds it replaced, and that happens at most
                // `MAX_REPLACEMENTS` times before the rubric is disabled.
                Called::Stale(replaced) => self.replace(replaced, "it refused every call"),
            }
        }
    }

    fn call(&self, lowered: &Lowered) -> Called {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let (instance, replaced) = match &*state {
            State::Armed { instance, replaced } => (instance, *replaced),
            State::Disabled(why) => return Called::Done(Err(Fault { rule: None, message: why.clone() })),
        };
        let _turn = instance.is_exclusive().then(|| self.turnstile.lock().unwrap_or_else(PoisonError::into_inner));
        let (status, collector) = instance.check(lowered, self.plugin);
        match (status, collector.finish(status)) {
            (abi::E_PANIC, Err(fault)) => Called::Panicked(fault, replaced),
            (abi::E_STATE, Err(_)) => Called::Stale(replaced),
            (_, result) => Called::Done(result),
        }
    }

    /// Makes the instance anew, unless another thread has done so since.
    fn replace(&self, seen: u32, why: &str) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let State::Armed { replaced, .. } = &*state else {
            return;
        };
        if *replaced != seen {
            return;
        }
        *state = if seen == MAX_REPLACEMENTS {
            State::Disabled(format!("it is disabled after {} failed instances; the last: {why}", MAX_REPLACEMENTS + 1))
        } else {
            match Instance::new(self.plugin, &self.options) {
                Ok(instance) => State::Armed { instance, replaced: seen + 1 },
                Err(message) => State::Disabled(format!("it is disabled, for it cannot be armed again: {message}")),
            }
        };
    }
}

/// What `create` made; destroyed when dropped.
struct Instance(*mut abi::Rubric);

// SAFETY: the header allows `check` from any thread, and `destroy` from any thread that has the object to itself.
unsafe impl Send for Instance {}
// SAFETY: as above; exclusive instances are called under a lock.
unsafe impl Sync for Instance {}

impl Instance {
    fn new(plugin: &Plugin, options: &str) -> Result<Self, String> {
        let mut made = ptr::null_mut();
        let nothing = Sample::default();
        let collector = Collector::new(&plugin.name, &nothing, &[]);
        let (status, collector) = call::with_sink(collector, |sink| {
            // SAFETY: the loader checked `create`; host, description and the place for the result are live.
            unsafe { (plugin.create)(plugin.desc.0, call::host(), Str::new(options), sink, &raw mut made) }
        });
        if status != abi::OK {
            return Err(match (status, collector.said()) {
                (abi::E_CONFIG, Some(said)) => said,
                (status, said) => describe(status, said.as_deref()),
            });
        }
        Self(made).checked()
    }

    /// Refuses what cannot be called or freed. Nothing is freed then: there is no telling how.
    fn checked(self) -> Result<Self, String> {
        // SAFETY: `create` returned success, so its result is null or a rubric.
        let reason = match unsafe { self.0.as_ref() } {
            None => "it returned success, but no rubric",
            Some(rubric) if (rubric.struct_size as usize) < size_of::<abi::Rubric>() => {
                "it returned a rubric that is smaller than this version's"
            }
            Some(rubric) if rubric.check.is_none() || rubric.destroy.is_none() => {
                "it returned a rubric without `check` or without `destroy`"
            }
            Some(_) => return Ok(self),
        };
        std::mem::forget(self);
        Err(reason.to_owned())
    }

    fn is_exclusive(&self) -> bool {
        self.get().flags & abi::EXCLUSIVE != 0
    }

    fn check<'a>(&self, lowered: &Lowered<'a>, plugin: &'a Plugin) -> (Status, Collector<'a>) {
        let collector = Collector::new(&plugin.name, lowered.source(), &plugin.rules);
        let Some(check) = self.get().check else {
            return (abi::E_UNSUPPORTED, collector);
        };
        // SAFETY: the rubric is live, and sample and sink are live until the call returns.
        call::with_sink(collector, |sink| unsafe { check(self.0, lowered.as_ptr(), sink) })
    }

    fn get(&self) -> &abi::Rubric {
        // SAFETY: `checked` saw that it is not null; it lives until `drop`.
        unsafe { &*self.0 }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if let Some(destroy) = self.get().destroy {
            // SAFETY: exactly once, for what `create` made.
            unsafe { destroy(self.0) };
        }
    }
}
