//! Writing a file so that a reader sees the old one or the new one, never half of either.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use spotter_contract::Sample;

use crate::{Error, Format};

/// A file of records that appears under its name only when it is complete.
///
/// A path that ends in `.json` becomes one JSON array, any other one record a line.
pub struct Writer {
    file: BufWriter<File>,
    path: PathBuf,
    temp: PathBuf,
    is_array: bool,
    written: u64,
}

impl Writer {
    /// Begins a file beside `path`, and the folder if it is missing.
    ///
    /// # Errors
    ///
    /// When the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let temp = temp_of(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        let file = File::create(&temp).map_err(Error::write(&temp))?;
        let file = BufWriter::with_capacity(1 << 18, file);
        let is_array = path.extension().is_some_and(|extension| extension == "json");
        Ok(Self { file, path: path.to_path_buf(), temp, is_array, written: 0 })
    }

    /// Writes one record that is already JSON on one line.
    ///
    /// # Errors
    ///
    /// When the disk does not take it.
    pub fn line(&mut self, json: &[u8]) -> Result<(), Error> {
        let before: &[u8] = match (self.is_array, self.written) {
            (false, _) => b"",
            (true, 0) => b"[\n",
            (true, _) => b",\n",
        };
        let after: &[u8] = if self.is_array { b"" } else { b"\n" };
        self.written += 1;
        self.put(&[before, json, after])
    }

    /// Writes one sample in a format.
    ///
    /// # Errors
    ///
    /// When the format cannot hold the sample or the disk does not take it.
    pub fn sample(&mut self, sample: &Sample, format: Format) -> Result<(), Error> {
        self.line(format.write(sample)?.as_bytes())
    }

    /// Puts the complete file in its place.
    ///
    /// # Errors
    ///
    /// When the disk does not take it; the old file is then still there.
    pub fn commit(mut self) -> Result<(), Error> {
        if self.is_array {
            self.put(if self.written == 0 { &[b"[]\n"] } else { &[b"\n]\n"] })?;
        }
        self.file.flush().map_err(Error::write(&self.temp))?;
        self.file.get_ref().sync_all().map_err(Error::write(&self.temp))?;
        fs::rename(&self.temp, &self.path).map_err(Error::write(&self.path))
    }

    fn put(&mut self, pieces: &[&[u8]]) -> Result<(), Error> {
        pieces.iter().try_for_each(|piece| self.file.write_all(piece)).map_err(Error::write(&self.temp))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // After `commit` the name is free; after an error the half is of no use to anyone.
        let _ = fs::remove_file(&self.temp);
    }
}

/// Writes a value as indented JSON, whole or not at all.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let mut json = serde_json::to_vec_pretty(value).map_err(Error::parse(path, 1))?;
    json.push(b'\n');
    write_whole(path, &json)
}

/// Writes bytes, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temp = temp_of(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    let mut file = File::create(&temp).map_err(Error::write(&temp))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::write(&temp))?;
    fs::rename(&temp, path).map_err(Error::write(path))
}

/// The file beside the target that holds what is not complete yet.
fn temp_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// The file beside `path` with another ending: `clean.jsonl` and `dropped.jsonl` make `clean.dropped.jsonl`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{ending}"))
}
