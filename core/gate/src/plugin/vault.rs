//! Private copies of libraries, under the hash of their content.
//!
//! What is loaded is the copy: replacing or overwriting the original cannot pull the code from under a running
//! program, and a changed library has another path, for `dlopen` of the same path returns the old code.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::{Error, folders, hash};

/// Keeps a copy of a library and returns its path.
pub(super) fn keep(built: &Path, name: &str, sha256: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let folder = built.join("spotter-plugins").join(sha256);
    make_private(&folder).map_err(|cause| Error::Write { path: folder.clone(), cause })?;
    let path = folder.join(format!("lib{name}{}", std::env::consts::DLL_SUFFIX));
    let is_kept = folders::read_if_there(&path)?.is_some_and(|kept| hash::sha256(&kept) == sha256);
    if !is_kept {
        folders::write(&path, bytes)?;
    }
    Ok(path)
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o777 != 0o700 {
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mends_a_copy_that_was_changed() {
        let built = tempfile::tempdir().unwrap();
        let sha256 = hash::sha256(b"library");
        let path = keep(built.path(), "x", &sha256, b"library").unwrap();
        fs::write(&path, b"something else").unwrap();
        assert_eq!(keep(built.path(), "x", &sha256, b"library").unwrap(), path);
        assert_eq!(fs::read(&path).unwrap(), b"library");
        let mode = fs::metadata(path.parent().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
