//! What can go wrong before a sample is judged, in words for the person who must mend it.

use std::io;
use std::path::PathBuf;

use crate::health::Trouble;

/// Why a gate cannot be opened, or why its judgements must not be trusted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {path}: {cause}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file that people write is not what it should be.
    #[error("{path} is not a valid {what}:\n{cause}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        /// What the parser said, with the line.
        cause: Box<toml::de::Error>,
    },
    /// A policy's name is not the name of a file beside the others.
    #[error("there is no policy `{policy}`: {folder} holds {known}")]
    NoPolicy {
        /// The name asked for.
        policy: String,
        /// Where policies live.
        folder: PathBuf,
        /// The names there.
        known: String,
    },
    /// A name cannot be a folder, a symbol and half of a rule's name at once.
    #[error("{path}: `{name}` cannot name a rubric: use one word of small letters, digits and `_`")]
    Name {
        /// The file with the name.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A policy lists a rubric twice, or none.
    #[error("{path}: {reason}")]
    Policy {
        /// The policy.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A policy gives a severity to a rule that none of its rubrics has.
    #[error("{path} gives a severity to `{rule}`, but its rubrics have no such rule; they have {known}")]
    NoSuchRule {
        /// The policy.
        path: PathBuf,
        /// The rule.
        rule: String,
        /// The rules there are.
        known: String,
    },
    /// A pack stands in a folder of another name.
    #[error("{path} names its rubric `{name}`, but its folder is `{folder}`: make the two equal")]
    Folder {
        /// The pack.
        path: PathBuf,
        /// The name it states.
        name: String,
        /// The folder's name.
        folder: String,
    },
    /// A pack and its plugin do not have the same rules.
    #[error("{pack} and plugin `{plugin}` disagree about the rules: {difference}")]
    Rules {
        /// The pack.
        pack: PathBuf,
        /// The plugin.
        plugin: String,
        /// Which side lacks what.
        difference: String,
    },
    /// Cargo could not build the plugins.
    #[error("cargo could not build the plugins {packages}: {message}")]
    Cargo {
        /// The packages.
        packages: String,
        /// What cargo said.
        message: String,
    },
    /// A package does not make a library that can be loaded.
    #[error(
        "cargo built `{package}` for {pack}, but reported no library to load: give it `crate-type = [\"cdylib\", \"lib\"]`"
    )]
    NoLibrary {
        /// The pack.
        pack: PathBuf,
        /// The package.
        package: String,
    },
    /// The C compiler could not build a plugin.
    #[error("cannot compile {path} with `{command}`: {message}")]
    Compile {
        /// The source.
        path: PathBuf,
        /// The command.
        command: String,
        /// What it said.
        message: String,
    },
    /// A pack builds from source where there is no source tree.
    #[error(
        "{pack} builds its plugin with cargo, but {project} has no Cargo.toml: name a built library, `plugin = {{ file = \"..\" }}`"
    )]
    NoSourceTree {
        /// The pack.
        pack: PathBuf,
        /// The project.
        project: PathBuf,
    },
    /// There is no folder for private copies of libraries.
    #[error("there is no folder for private copies of plugins: set XDG_CACHE_HOME or HOME")]
    NoCache,
    /// A file is not a library that this machine can load.
    #[error("{path} is not a library that can be loaded: {reason}")]
    NotLibrary {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A library is not the one that was locked.
    #[error("plugin `{plugin}` ({path}) {reason}: check where it comes from, then run `spotter plugin lock`")]
    Locked {
        /// The plugin.
        plugin: String,
        /// Its library.
        path: PathBuf,
        /// How it differs from the lock file.
        reason: String,
    },
    /// The system refused to load a library.
    #[error("cannot load plugin `{plugin}` from {path}: {cause}")]
    Load {
        /// The plugin.
        plugin: String,
        /// Its library.
        path: PathBuf,
        /// What the system said.
        cause: libloading::Error,
    },
    /// A library has no entry for the plugin.
    #[error(
        "plugin `{plugin}` ({path}) exports no symbol `{symbol}`: does its `export_rubric!` line carry the name `{plugin}`?"
    )]
    NoSymbol {
        /// The plugin.
        plugin: String,
        /// Its library.
        path: PathBuf,
        /// The symbol.
        symbol: String,
    },
    /// A plugin's entry or description is not acceptable.
    #[error("plugin `{plugin}` ({path}) is refused: {reason}")]
    Refused {
        /// The plugin.
        plugin: String,
        /// Its library.
        path: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// A plugin does not accept its pack's options.
    #[error("plugin `{plugin}` does not accept the [options] of {pack}: {message}")]
    Arm {
        /// The plugin.
        plugin: String,
        /// The pack.
        pack: PathBuf,
        /// What the plugin said.
        message: String,
    },
    /// A lexicon is not what it should be.
    #[error("{0}")]
    Lexicon(spotter_text::Error),
    /// Calls failed, so samples were blocked that nobody judged.
    #[error("{}", describe(.0))]
    Unhealthy(Vec<Trouble>),
}

fn describe(troubles: &[Trouble]) -> String {
    let lines: Vec<String> = troubles.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
