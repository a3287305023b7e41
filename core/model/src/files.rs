//! Reading files with errors that name them.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::Error;

/// The whole text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Read { path: path.into(), source })
}

/// A JSON file.
pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    serde_json::from_str(&text(path)?).map_err(|source| Error::Json { path: path.into(), source })
}
