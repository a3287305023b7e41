//! Writes the page of every rule: `cargo run -p spotter-house --bin pages`.
#![expect(clippy::print_stdout, reason = "this program says what it wrote")]

use std::fs;

use spotter_house::{pages, project};

fn main() -> std::io::Result<()> {
    let pages = pages();
    for page in &pages {
        let path = project().join(&page.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &page.text)?;
    }
    println!("{} pages in rubrics/*/rules", pages.len());
    Ok(())
}
