//! Loading a plugin: from a file to an entry that has been checked. A library is never unloaded.

#![expect(unsafe_code, reason = "loads libraries and reads what they point at")]

mod call;
mod lowered;
mod rubric;
mod vault;

use std::collections::BTreeMap;
use std::path::Path;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use spotter_contract::abi::{self, Entry, Str};
use spotter_contract::export::Exported;

pub(crate) use lowered::Lowered;
pub(crate) use rubric::Rubric;

use crate::lock::Lock;
use crate::{Error, elf, folders, hash};

/// More rubrics or rules than this are taken for a broken description.
const MAX_LISTED: usize = 1_000;

/// A rubric that is linked into this program, so that no library is needed.
#[derive(Clone, Copy)]
pub struct Linked(&'static Entry);

impl Linked {
    /// The rubric of a type that `export_rubric!` exports.
    pub fn of<T: Exported>() -> Self {
        Self(T::entry())
    }

    /// The plugin's name.
    pub(crate) fn name(self) -> &'static str {
        // SAFETY: `Exported` promises an entry that points at statics.
        unsafe { self.0.name.read() }.unwrap_or("")
    }
}

/// A plugin whose entry has been checked; it lives as long as the program.
pub(crate) struct Plugin {
    name: String,
    pub(crate) version: String,
    pub(crate) sdk: String,
    pub(crate) abi: String,
    /// SHA-256 of the library, or `linked`.
    pub(crate) library: String,
    /// The rules' names, in the order of reports.
    pub(crate) rules: Vec<String>,
    /// What each rule finds.
    pub(crate) summaries: Vec<String>,
    create: abi::Create,
    desc: Desc,
}

/// A description inside a library that stays loaded.
struct Desc(*const abi::Desc);

// SAFETY: plain data that nobody writes.
unsafe impl Send for Desc {}
// SAFETY: as above.
unsafe impl Sync for Desc {}

/// Loads a plugin from a library, or returns it if this very library is loaded already.
pub(crate) fn load(project: &Path, name: &str, path: &Path, lock: Option<&Lock>) -> Result<&'static Plugin, Error> {
    static LOADED: Mutex<BTreeMap<(String, String), &'static Plugin>> = Mutex::new(BTreeMap::new());
    let bytes = folders::read(path)?;
    let sha256 = hash::sha256(&bytes);
    if let Some(lock) = lock {
        lock.check(name, path, &sha256)?;
    }
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (name.to_owned(), sha256.clone());
    if let Some(plugin) = loaded.get(&key) {
        return Ok(plugin);
    }
    elf::check(&bytes).map_err(|reason| Error::NotLibrary { path: path.to_owned(), reason })?;
    let copy = vault::keep(&folders::built(project)?, name, &sha256, &bytes)?;
    let entry = find_entry(name, path, &copy)?;
    let plugin: &'static Plugin = Box::leak(Box::new(accept(entry, name, path, sha256)?));
    loaded.insert(key, plugin);
    Ok(plugin)
}

/// Accepts a plugin that is linked into this program.
pub(crate) fn link(linked: Linked) -> Result<&'static Plugin, Error> {
    let plugin = accept(linked.0, linked.name(), Path::new("linked into this program"), "linked".to_owned())?;
    Ok(Box::leak(Box::new(plugin)))
}

/// Opens the private copy of a library and finds its entry. Errors name the original.
fn find_entry(name: &str, path: &Path, copy: &Path) -> Result<&'static Entry, Error> {
    // SAFETY: the file is a whole library, and running its constructors is what loading a plugin means.
    let library = unsafe { Library::open(Some(copy), RTLD_NOW | RTLD_LOCAL) };
    let library = library.map_err(|cause| Error::Load { plugin: name.to_owned(), path: path.to_owned(), cause })?;
    let symbol = format!("{}{name}", abi::SYMBOL_PREFIX);
    // SAFETY: the contract says that a symbol of this name is an `Entry`; `accept` checks its first bytes.
    let found = unsafe { library.get::<*const Entry>(symbol.as_str()) }.map(|found| *found);
    // Unloading a library that has run is not sound (thread-local destructors), so it stays, whatever was found.
    std::mem::forget(library);
    match found {
        // SAFETY: it is not null and lies in a library that is never unloaded.
        Ok(entry) if !entry.is_null() && entry.is_aligned() => Ok(unsafe { &*entry }),
        _ => Err(Error::NoSymbol { plugin: name.to_owned(), path: path.to_owned(), symbol }),
    }
}

/// Checks the handshake and the description, calls `init`, and copies out what the host needs.
fn accept(entry: &'static Entry, name: &str, path: &Path, library: String) -> Result<Plugin, Error> {
    let refuse = |reason| Error::Refused { plugin: name.to_owned(), path: path.to_owned(), reason };
    shake_hands(entry).map_err(refuse)?;
    // SAFETY: the handshake went well, so the entry is what the header describes.
    let described = unsafe { describe(entry, name) }.map_err(refuse)?;
    if let Some(init) = entry.init {
        let shown = path.to_string_lossy();
        // SAFETY: the loader calls it once, under its lock, before anything else of the library.
        let status = unsafe { init(call::host(), Str::new(&shown)) };
        if status != abi::OK {
            return Err(refuse(format!("its `init` failed with status {status}")));
        }
    }
    Ok(Plugin { library, ..described })
}

/// Compares the versions. The fields up to `flags` never move, whatever the major version.
fn shake_hands(entry: &Entry) -> Result<(), String> {
    if entry.magic != abi::MAGIC {
        return Err("its entry does not begin with the mark of a rubric plugin".to_owned());
    }
    if entry.endian != abi::ENDIAN || u32::from(entry.ptr_bits) != usize::BITS {
        return Err(format!("it was built for a machine of {} bits or another byte order", entry.ptr_bits));
    }
    let host = format!("{}.{}", abi::ABI_MAJOR, abi::ABI_MINOR);
    if entry.abi_major != abi::ABI_MAJOR {
        return Err(format!(
            "it was built for plugin ABI {}.{} and this Spotter has {host}: build it again with this version's SDK or header",
            entry.abi_major, entry.abi_minor
        ));
    }
    if entry.min_host_minor > abi::ABI_MINOR {
        return Err(format!(
            "it needs plugin ABI {}.{} and this Spotter has {host}: update Spotter",
            abi::ABI_MAJOR,
            entry.min_host_minor
        ));
    }
    check_size("entry", entry.struct_size, size_of::<Entry>())?;
    if entry.flags & abi::UNWINDS == 0 {
        let cure = "build it with `panic = \"unwind\"`; a plugin in C sets SPOT_E_UNWINDS, for nothing in it unwinds";
        return Err(format!("a panic in it would end the whole program: {cure}"));
    }
    Ok(())
}

/// Reads the description of the rubric that carries the plugin's name.
///
/// # Safety
///
/// The entry must have passed [`shake_hands`], and what it points at must live for ever.
unsafe fn describe(entry: &'static Entry, name: &str) -> Result<Plugin, String> {
    let unreadable = |what: &str| format!("its {what} is not UTF-8 text");
    // SAFETY: the caller promises a true entry; the same holds for every block below.
    let own = unsafe { entry.name.read() }.ok_or_else(|| unreadable("name"))?;
    if own != name {
        return Err(format!("its entry is named `{own}`"));
    }
    // SAFETY: as above.
    let descs = unsafe { pointers(entry.rubrics, entry.rubrics_len) }.ok_or("its list of rubrics is broken")?;
    // SAFETY: as above.
    let is_named = |desc: &&&'static abi::Desc| unsafe { desc.name.read() } == Some(name);
    let desc = *descs.iter().find(is_named).ok_or_else(|| format!("it has no rubric named `{name}`"))?;
    check_size("description", desc.struct_size, size_of::<abi::Desc>())?;
    let create = desc.create.ok_or("its description has no `create`")?;
    // SAFETY: as above.
    let listed = unsafe { pointers(desc.rules, desc.rules_len) }.ok_or("its list of rules is broken")?;
    let (mut rules, mut summaries) = (Vec::new(), Vec::new());
    for rule in listed {
        check_size("rule", rule.struct_size, size_of::<abi::Rule>())?;
        // SAFETY: as above.
        let (rule, summary) = unsafe { (rule.name.read(), rule.summary.read()) };
        let (Some(rule), Some(summary)) = (rule, summary) else {
            return Err(unreadable("name of a rule or its summary"));
        };
        if !is_kebab(rule) {
            return Err(format!("its rule `{rule}` is not named in small letters, digits and hyphens"));
        }
        if rules.iter().any(|other| other == rule) {
            return Err(format!("it has two rules named `{rule}`"));
        }
        rules.push(rule.to_owned());
        summaries.push(summary.to_owned());
    }
    // SAFETY: as above.
    let (version, sdk) = unsafe { (entry.version.read(), entry.sdk.read()) };
    Ok(Plugin {
        name: name.to_owned(),
        version: version.ok_or_else(|| unreadable("version"))?.to_owned(),
        sdk: sdk.ok_or_else(|| unreadable("sdk"))?.to_owned(),
        abi: format!("{}.{}", entry.abi_major, entry.abi_minor),
        library: String::new(),
        rules,
        summaries,
        create,
        desc: Desc(ptr::from_ref(desc)),
    })
}

/// A list of pointers to structs; `None` where it cannot be one.
///
/// # Safety
///
/// A list that is not null must have `len` pointers that are null or good for ever.
unsafe fn pointers<T>(list: *const *const T, len: usize) -> Option<Vec<&'static T>> {
    if list.is_null() || len == 0 || len > MAX_LISTED {
        return None;
    }
    // SAFETY: the caller promises `len` pointers.
    let list = unsafe { std::slice::from_raw_parts(list, len) };
    // SAFETY: the caller promises that each is null or good for ever.
    list.iter().map(|item| unsafe { item.as_ref() }).collect()
}

fn check_size(what: &str, stated: u32, known: usize) -> Result<(), String> {
    if (stated as usize) < known {
        return Err(format!("its {what} has {stated} bytes, and plugin ABI {}.0 needs {known}", abi::ABI_MAJOR));
    }
    Ok(())
}

fn is_kebab(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase()) && name.bytes().all(is_inner)
}
