# Formats, lints and tests; run it before you push.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace

# The whole road, on the embedded default.
pipeline:
    cargo run --release -- pipeline

# Accepts changed snapshots after a look at each.
review:
    cargo insta review

# Trains the embedded base model from scratch (about an hour on two cores).
coach-mini:
    cargo run --release -- data generate --preset habits --records 48000 --seed 20260101 --out data/out/coach-mini.jsonl
    cargo run --release -- train data/models/coach-mini/recipe.toml
