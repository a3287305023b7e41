//! Libraries from one C source: compiled once for each content of the source's folder.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, folders, hash};

const FLAGS: [&str; 6] = ["-std=c11", "-O2", "-shared", "-fPIC", "-Wall", "-I"];
const INCLUDE: &str = "core/contract/include";

/// Compiles a source, unless this very content was compiled before, and returns the library.
pub(super) fn build(project: &Path, name: &str, source: &Path) -> Result<PathBuf, Error> {
    let source = project.join(source);
    let compiler = std::env::var_os("CC").filter(|cc| !cc.is_empty()).unwrap_or_else(|| "cc".into());
    let key = key(project, &source, &compiler)?;
    let folder = folders::built(project)?.join("spotter-c");
    let library = folder.join(format!("lib{name}-{key}{}", std::env::consts::DLL_SUFFIX));
    if library.is_file() {
        return Ok(library);
    }
    let unwritable = |cause| Error::Write { path: library.clone(), cause };
    fs::create_dir_all(&folder).map_err(unwritable)?;
    // Another process may compile the same source: each writes its own file, and the last rename wins.
    let aside = library.with_extension(format!("{}.tmp", std::process::id()));
    compile(&compiler, project, &source, &aside)?;
    fs::rename(&aside, &library).map_err(unwritable)?;
    Ok(library)
}

fn compile(compiler: &OsStr, project: &Path, source: &Path, out: &Path) -> Result<(), Error> {
    // CC may hold a wrapper and its compiler, as in `ccache cc`.
    let words: Vec<OsString> = compiler.to_string_lossy().split_whitespace().map(OsString::from).collect();
    let (program, rest) = words.split_first().map_or((OsStr::new("cc"), &[][..]), |(first, rest)| (first, rest));
    let mut command = Command::new(program);
    command.args(rest).args(FLAGS).arg(project.join(INCLUDE)).arg(source).arg("-o").arg(out);
    let shown = format!("{} {} {INCLUDE}", compiler.to_string_lossy(), FLAGS.join(" "));
    let failed = |message| Error::Compile { path: source.to_owned(), command: shown, message };
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(failed(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end()))),
        Err(cause) => Err(failed(format!("it cannot be started: {cause}"))),
    }
}

/// A short hash over the compiler's name, its flags, the header, and every C file beside the source.
fn key(project: &Path, source: &Path, compiler: &OsStr) -> Result<String, Error> {
    let mut parts = vec![compiler.as_encoded_bytes().to_vec(), FLAGS.join(" ").into_bytes()];
    parts.push(folders::read(&project.join(INCLUDE).join("spotter_rubric.h"))?);
    parts.push(folders::read(source)?);
    let beside = source.parent().unwrap_or(project);
    for name in folders::list(beside)? {
        let path = beside.join(&name);
        if path.extension().is_some_and(|kind| kind == "h" || kind == "c") {
            parts.push(name.into_bytes());
            parts.push(folders::read(&path)?);
        }
    }
    let mut key = hash::sha256_of_parts(parts.iter().map(Vec::as_slice));
    key.truncate(16);
    Ok(key)
}
