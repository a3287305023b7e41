//! The arguments of every verb, with their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use spotter_report::Format;

/// Evaluation and safety gates for small fitness and nutrition coaches.
#[derive(Parser)]
#[command(name = "spotter", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// The project's folder [default: the nearest one upwards that holds `rubrics/`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Say more on standard error (-v, -vv)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// What to do
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXIT_CODES: &str = "Exit codes: 0 pass, 1 blocked or regressed, 2 usage or configuration, 3 inconclusive, \
4 the run itself failed (endpoint, plugin, disk).";

/// The verbs.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// The whole road, from seeds to a judged adapter; a killed run resumes
    Pipeline(Pipeline),
    /// Make and mend training data
    #[command(subcommand)]
    Data(DataVerb),
    /// Train an adapter, or a base model from scratch, as a recipe says
    #[command(after_help = "Example: spotter train data/recipes/coach.toml")]
    Train(Train),
    /// Let a model answer the questions of a file or a suite
    #[command(
        after_help = "Example: spotter infer testsuites/prompts --model data/models/coach-mini --out answers.jsonl"
    )]
    Infer(Infer),
    /// Print what the text layer sees, one JSON line a sample
    #[command(after_help = "Example: echo '{\"turns\":[{\"coach\":\"Günde 2 L su iç.\"}]}' | spotter text -")]
    Text(Text),
    /// Judge samples, one verdict a sample
    #[command(
        after_help = "Examples:\n  spotter check answers.jsonl\n  spotter check train.jsonl --gate training --format jsonl | jq .verdict"
    )]
    Check(Check),
    /// Run a suite against a model or stored answers and write a run
    #[command(
        after_help = "Example: spotter eval testsuites --model data/models/coach-mini --adapter data/out/adapter --out run.json"
    )]
    Eval(Eval),
    /// Compare two runs, case by case
    #[command(after_help = "Example: spotter diff base.json adapter.json")]
    Diff(Diff),
    /// Look after rubric plugins
    #[command(subcommand)]
    Plugin(PluginVerb),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The verbs of `spotter data`.
#[derive(Subcommand)]
pub(crate) enum DataVerb {
    /// Write conversations from the offline grammar or an OpenAI-compatible server
    #[command(after_help = "Example: spotter data generate --records 1000 --seed 7 --out raw.jsonl")]
    Generate(Generate),
    /// Drop what is broken, unsafe or ungrounded, each with its rule and reason
    #[command(after_help = "Example: spotter data clean raw.jsonl --out clean.jsonl")]
    Clean(Clean),
    /// Join several files into one
    Merge(Merge),
    /// Drop exact and near duplicates, keeping the best of each group
    Dedupe(Dedupe),
    /// Say whether a data set is ready to train
    Audit(Audit),
}

/// The verbs of `spotter plugin`.
#[derive(Subcommand)]
pub(crate) enum PluginVerb {
    /// Show what is loaded: rubrics, versions, rules, hashes
    List(List),
}

/// How documents are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Documents {
    /// One JSON object a sample, on one line
    Jsonl,
    /// The same on many lines, for people
    Pretty,
}

/// How verdicts are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verdicts {
    /// A table of what was found, for people
    Table,
    /// One JSON object a sample
    Jsonl,
}

/// `spotter pipeline`
#[derive(Args)]
pub(crate) struct Pipeline {
    /// What to run
    #[arg(long, default_value = "spotter.toml", value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Run every stage again, even where nothing has changed
    #[arg(long)]
    pub(crate) force: bool,
}

/// `spotter data generate`
#[derive(Args)]
pub(crate) struct Generate {
    /// Where the conversations go
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Who writes them
    #[arg(long, value_enum, default_value = "offline")]
    pub(crate) provider: Provider,
    /// How many
    #[arg(long, default_value_t = 1_000)]
    pub(crate) records: u64,
    /// The seed: the same seed writes the same file
    #[arg(long, default_value_t = 7)]
    pub(crate) seed: u64,
    /// Which faults are planted
    #[arg(long, value_enum, default_value = "default")]
    pub(crate) preset: Preset,
    /// What a server may cost at most, in millionths of a dollar
    #[arg(long, value_name = "N")]
    pub(crate) budget_micro_dollars: Option<u64>,
    /// Where it is written which record has which fault [default: OUT with the ending .faults.jsonl]
    #[arg(long, value_name = "FILE")]
    pub(crate) sidecar: Option<PathBuf>,
}

/// Who writes the conversations.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Provider {
    /// A scenario grammar, without any network
    Offline,
    /// An OpenAI-compatible server (`OPENAI_BASE_URL`, `OPENAI_MODEL`, `OPENAI_API_KEY`, also from `.env`)
    Openai,
}

/// Which faults the offline provider plants.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Preset {
    /// A known share of every kind
    Default,
    /// None
    None,
    /// The bad habits of the embedded base model
    Habits,
}

/// `spotter data clean`
#[derive(Args)]
pub(crate) struct Clean {
    /// What to clean; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the kept records go; the dropped ones go beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The fewest characters of an answer
    #[arg(long, default_value_t = 100)]
    pub(crate) min_chars: usize,
    /// The languages an answer may be in
    #[arg(long, value_delimiter = ',', default_value = "tr,en", value_parser = ["tr", "en", "ar"])]
    pub(crate) languages: Vec<String>,
    /// The policy that judges
    #[arg(long, default_value = "training", value_name = "POLICY")]
    pub(crate) gate: String,
}

/// `spotter data merge`
#[derive(Args)]
pub(crate) struct Merge {
    /// What to join, in this order
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the joined records go
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// `spotter data dedupe`
#[derive(Args)]
pub(crate) struct Dedupe {
    /// What to look through
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// Where the kept records go; the dropped ones go beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Two records are near-duplicates when both fields' Jaccard indices lie above this
    #[arg(long, default_value_t = 0.9)]
    pub(crate) threshold: f64,
}

/// `spotter data audit`
#[derive(Args)]
pub(crate) struct Audit {
    /// What to audit
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The folder for audit.txt, .json and .csv
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How the table is printed: table, markdown, csv, json or text
    #[arg(long, default_value = "table")]
    pub(crate) format: Format,
}

/// `spotter train`
#[derive(Args)]
pub(crate) struct Train {
    /// The recipe
    #[arg(value_name = "RECIPE")]
    pub(crate) recipe: PathBuf,
}

/// Which model answers.
#[derive(Args)]
pub(crate) struct Model {
    /// A model's folder (config.json, safetensors, tokenizer.json)
    #[arg(long = "model", id = "model", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// A PEFT adapter's folder
    #[arg(long, value_name = "DIR", requires = "model")]
    pub(crate) adapter: Option<PathBuf>,
    /// Stored answers, as `spotter infer` writes them
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    pub(crate) answers: Option<PathBuf>,
    /// A TOML file that describes an endpoint (candle, openai, ollama or canned)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["model", "answers"])]
    pub(crate) endpoint: Option<PathBuf>,
    /// The most tokens an answer may have
    #[arg(long, default_value_t = 220)]
    pub(crate) max_tokens: usize,
    /// 0 takes the likeliest token each time
    #[arg(long, default_value_t = 0.0)]
    pub(crate) temperature: f64,
    /// The seed of sampling
    #[arg(long, default_value_t = 7)]
    pub(crate) sampling_seed: u64,
}

/// `spotter infer`
#[derive(Args)]
pub(crate) struct Infer {
    /// A suite's folder, or a file of samples whose last turn is the user's
    #[arg(value_name = "PROMPTS")]
    pub(crate) prompts: PathBuf,
    /// Where the answers go
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Which model answers
    #[command(flatten)]
    pub(crate) model: Model,
}

/// `spotter text`
#[derive(Args)]
pub(crate) struct Text {
    /// What to read; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// How documents are printed
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: Documents,
}

/// `spotter check`
#[derive(Args)]
pub(crate) struct Check {
    /// What to judge; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The policy that judges
    #[arg(long, default_value = "release", value_name = "POLICY")]
    pub(crate) gate: String,
    /// How the verdicts are printed
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Verdicts,
}

/// `spotter eval`
#[derive(Args)]
pub(crate) struct Eval {
    /// Folders or files of cases
    #[arg(required = true, value_name = "SUITE")]
    pub(crate) suites: Vec<PathBuf>,
    /// Where the run goes; a killed run is taken up again from there
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The policy that judges
    #[arg(long, default_value = "release", value_name = "POLICY")]
    pub(crate) gate: String,
    /// Which model answers
    #[command(flatten)]
    pub(crate) model: Model,
    /// How the table is printed: table, markdown, csv, json or text
    #[arg(long, default_value = "table")]
    pub(crate) format: Format,
}

/// `spotter diff`
#[derive(Args)]
pub(crate) struct Diff {
    /// The run to compare with
    #[arg(value_name = "BASE")]
    pub(crate) base: PathBuf,
    /// The run to judge
    #[arg(value_name = "CANDIDATE")]
    pub(crate) candidate: PathBuf,
    /// How the tables are printed: table, markdown, csv, json or text
    #[arg(long, default_value = "table")]
    pub(crate) format: Format,
    /// A folder for report.md, .json, .csv and .html
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// `spotter plugin list`
#[derive(Args)]
pub(crate) struct List {
    /// The policy whose rubrics are shown
    #[arg(long, default_value = "release", value_name = "POLICY")]
    pub(crate) gate: String,
    /// How the table is printed: table, markdown, csv, json or text
    #[arg(long, default_value = "table")]
    pub(crate) format: Format,
}
