//! Reading records one at a time from JSONL files and JSON arrays of any size.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use spotter_contract::Sample;

use crate::{Error, Fault, Raw};

/// A record of a file: a sample, or what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The line in a JSONL file, the position in a JSON array, from 1.
    pub number: u64,
    /// The text of the record as it stands in the file.
    pub raw: Vec<u8>,
    /// What the record holds.
    pub result: Result<Sample<'static>, Fault>,
}

/// The records of one file or of standard input (`-`), in order. A broken record is an item like any other.
pub struct Reader(Raws);

impl Reader {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Raws::open(path, 0).map(Self)
    }
}

impl Iterator for Reader {
    type Item = Result<Line, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = |raw: Raw| {
            let result = raw.reading().map(|record| record.sample.into_owned());
            Line { number: raw.number, raw: raw.bytes, result }
        };
        self.0.next().map(|raw| raw.map(line))
    }
}

/// The unread records of one file.
pub(crate) struct Raws {
    bytes: Box<dyn BufRead + Send>,
    path: PathBuf,
    input: usize,
    number: u64,
    layout: Layout,
}

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Unknown,
    Lines,
    Array,
    Ended,
}

impl Raws {
    pub(crate) fn open(path: &Path, input: usize) -> Result<Self, Error> {
        let bytes: Box<dyn BufRead + Send> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::with_capacity(1 << 18, File::open(path).map_err(Error::read(path))?))
        };
        Ok(Self { bytes, path: path.to_path_buf(), input, number: 0, layout: Layout::Unknown })
    }

    fn read(&mut self) -> io::Result<Option<Raw>> {
        if self.layout == Layout::Unknown {
            self.layout = self.layout_of_file()?;
        }
        if self.layout == Layout::Array
            && let Some(raw) = self.element()?
        {
            return Ok(Some(raw));
        }
        if self.layout == Layout::Lines { self.line() } else { Ok(None) }
    }

    /// Passes over a byte order mark and blank space; an array begins with its bracket.
    fn layout_of_file(&mut self) -> io::Result<Layout> {
        if self.bytes.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            self.bytes.consume(3);
        }
        while let Some(byte) = self.peek()? {
            match byte {
                b'[' => {
                    self.bytes.consume(1);
                    self.number = 0;
                    return Ok(Layout::Array);
                }
                b'\n' => self.number += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.bytes.consume(1);
        }
        Ok(Layout::Lines)
    }

    fn line(&mut self) -> io::Result<Option<Raw>> {
        loop {
            let mut bytes = Vec::new();
            if self.bytes.read_until(b'\n', &mut bytes)? == 0 {
                self.layout = Layout::Ended;
                return Ok(None);
            }
            self.number += 1;
            let kept = bytes.trim_ascii_end().len();
            bytes.truncate(kept);
            if !bytes.trim_ascii_start().is_empty() {
                return Ok(Some(self.raw(bytes)));
            }
        }
    }

    /// The next element of an array; what follows the array's end is read as lines.
    fn element(&mut self) -> io::Result<Option<Raw>> {
        while let Some(byte) = self.peek()? {
            match byte {
                b']' => {
                    self.bytes.consume(1);
                    self.layout = Layout::Lines;
                    return Ok(None);
                }
                b',' | b' ' | b'\t' | b'\r' | b'\n' => self.bytes.consume(1),
                _ => {
                    self.number += 1;
                    let bytes = self.value()?;
                    return Ok(Some(self.raw(bytes)));
                }
            }
        }
        self.layout = Layout::Ended;
        Ok(None)
    }

    /// The bytes up to the comma or bracket that ends an element.
    fn value(&mut self) -> io::Result<Vec<u8>> {
        let mut value = Vec::new();
        let mut nesting = Nesting::default();
        loop {
            let buffer = self.bytes.fill_buf()?;
            let end = buffer.iter().position(|byte| nesting.ends_at(*byte));
            let used = end.unwrap_or(buffer.len());
            value.extend_from_slice(buffer.get(..used).unwrap_or_default());
            let is_over = end.is_some() || buffer.is_empty();
            self.bytes.consume(used);
            if is_over {
                value.truncate(value.trim_ascii_end().len());
                return Ok(value);
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.bytes.fill_buf()?.first().copied())
    }

    fn raw(&self, bytes: Vec<u8>) -> Raw {
        Raw { input: self.input, number: self.number, bytes }
    }
}

impl Iterator for Raws {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read();
        if read.is_err() {
            self.layout = Layout::Ended;
        }
        read.map_err(Error::read(&self.path)).transpose()
    }
}

/// How deep inside brackets and strings a byte stands.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Nesting {
    fn ends_at(&mut self, byte: u8) -> bool {
        if self.is_escaped {
            self.is_escaped = false;
        } else if self.in_string {
            self.is_escaped = byte == b'\\';
            self.in_string = byte != b'"';
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b',' | b']' if self.depth == 0 => return true,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        false
    }
}

/// The records of several files, one file after the other.
pub(crate) fn read_all(inputs: &[PathBuf]) -> impl Iterator<Item = Result<Raw, Error>> + Send + '_ {
    let open = |(index, path): (usize, &PathBuf)| match Raws::open(path, index) {
        Ok(raws) => (Some(raws), None),
        Err(error) => (None, Some(Err(error))),
    };
    let opened = inputs.iter().enumerate().map(open);
    opened.flat_map(|(raws, error)| raws.into_iter().flatten().chain(error))
}

/// Inputs that can be read twice: standard input is first copied to a file, which goes when the step ends.
pub(crate) struct Settled {
    paths: Vec<PathBuf>,
    copy: Option<PathBuf>,
}

impl Settled {
    /// Copies standard input, if it is among the inputs, to a file beside `out`.
    pub(crate) fn new(inputs: &[PathBuf], out: &Path) -> Result<Self, Error> {
        let is_standard = |path: &PathBuf| path == Path::new("-");
        if !inputs.iter().any(is_standard) {
            return Ok(Self { paths: inputs.to_vec(), copy: None });
        }
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let copy = out.with_file_name(format!(".{name}.stdin"));
        if let Some(folder) = out.parent() {
            std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        let mut file = File::create(&copy).map_err(Error::write(&copy))?;
        io::copy(&mut io::stdin().lock(), &mut file).map_err(Error::write(&copy))?;
        let paths = inputs.iter().map(|path| if is_standard(path) { copy.clone() } else { path.clone() });
        Ok(Self { paths: paths.collect(), copy: Some(copy) })
    }

    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        if let Some(copy) = &self.copy {
            // A copy that stays behind is overwritten by the next run.
            let _ = std::fs::remove_file(copy);
        }
    }
}
