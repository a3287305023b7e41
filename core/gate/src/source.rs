//! Where libraries come from: cargo, the C compiler, or a file. A path under `target/` is never guessed, for a guess
//! would load yesterday's build.

mod c;
mod cargo;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::Error;
use crate::pack::{Pack, Plugin};

/// The library of each pack, in their order; built where a pack names sources. What was built stays the same for the
/// rest of the program.
pub(crate) fn locate(project: &Path, packs: &[&Pack]) -> Result<Vec<PathBuf>, Error> {
    static BUILT: Mutex<BTreeMap<(PathBuf, String), PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let key = |package: &str| (project.to_owned(), package.to_owned());
    let mut missing = Vec::new();
    for pack in packs {
        if let Plugin::Cargo(package) = &pack.plugin
            && !built.contains_key(&key(package))
        {
            missing.push((*pack, package.as_str()));
        }
    }
    for (package, library) in cargo::build(project, &missing)? {
        built.insert(key(&package), library);
    }
    let locate = |pack: &&Pack| match &pack.plugin {
        Plugin::Cargo(package) => built.get(&key(package)).cloned().ok_or_else(|| no_library(pack, package)),
        Plugin::C(source) => c::build(project, &pack.name, source),
        Plugin::File(file) => Ok(project.join(file)),
    };
    packs.iter().map(locate).collect()
}

fn no_library(pack: &Pack, package: &str) -> Error {
    Error::NoLibrary { pack: pack.path.clone(), package: package.to_owned() }
}
