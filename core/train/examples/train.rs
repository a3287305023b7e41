//! Follows a recipe: `cargo run --release -p spotter-train --example train -- RECIPE`, from the repository's root.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use spotter_train::{Progress, Recipe, run};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: train RECIPE")?;
    let recipe = Recipe::open(Path::new(&path))?;
    let mut report = std::io::stderr();
    let summary = run(&recipe, Path::new("."), &mut |progress| {
        let Progress { step, of, loss, tokens_per_second, rate, .. } = progress;
        let valid = progress.valid.map_or(String::new(), |valid| format!(" valid {valid:.4}"));
        if step % 10 == 0 || step == 1 || progress.valid.is_some() {
            let _ =
                writeln!(report, "{step}/{of} loss {loss:.4}{valid} {tokens_per_second:.0} tokens/s rate {rate:.2e}");
        }
    })?;
    writeln!(std::io::stderr(), "{summary:#?}")?;
    Ok(())
}
