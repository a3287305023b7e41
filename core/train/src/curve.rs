//! The loss of a run, as JSONL for programs and SVG for people. It holds no clock values, so that it repeats.

use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::folder::write;

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    /// The step, from 1.
    pub(crate) step: usize,
    /// The mean loss of its target tokens, before the weights moved.
    pub(crate) loss: f64,
    /// The learning rate.
    pub(crate) rate: f32,
    /// The norm of the gradients, before clipping.
    pub(crate) norm: f64,
    /// How many tokens were learnt.
    pub(crate) targets: usize,
    /// The loss on the validation samples after the step, where it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) valid: Option<f64>,
}

impl Point {
    /// The point with its measures rounded to millionths, which JSON gives back to the last bit.
    pub(crate) fn rounded(self) -> Self {
        let round = |value: f64| (value * 1e6).round() / 1e6;
        Self { loss: round(self.loss), norm: round(self.norm), valid: self.valid.map(round), ..self }
    }
}

/// Writes `loss.jsonl` and `loss.svg`.
pub(crate) fn save(folder: &Path, points: &[Point]) -> Result<(), Error> {
    let mut lines = String::new();
    for point in points {
        let line = serde_json::to_string(point)
            .map_err(|source| Error::Write { path: folder.join("loss.jsonl"), source: source.into() })?;
        lines.push_str(&line);
        lines.push('\n');
    }
    write(&folder.join("loss.jsonl"), lines.as_bytes())?;
    write(&folder.join("loss.svg"), svg(points).as_bytes())
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 48.0;

/// A drawing of the loss of every step, its running mean, and the loss on validation samples.
fn svg(points: &[Point]) -> String {
    let steps = points.last().map_or(1, |point| point.step).max(2) as f64;
    let top = points.iter().flat_map(|point| [Some(point.loss), point.valid]).flatten().fold(0.1, f64::max);
    let x = |step: usize| MARGIN + (step as f64 - 1.0) / (steps - 1.0) * (WIDTH - 2.0 * MARGIN);
    let y = |loss: f64| HEIGHT - MARGIN - loss / top * (HEIGHT - 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for tick in 0..=4 {
        let loss = top * f64::from(tick) / 4.0;
        let at = y(loss);
        let (right, label) = (WIDTH - MARGIN, at + 4.0);
        let _ = writeln!(out, "<path d=\"M{MARGIN} {at:.1}H{right}\" stroke=\"#ddd\"/>");
        let _ = writeln!(out, "<text x=\"8\" y=\"{label:.1}\">{loss:.2}</text>");
    }
    let raw = points.iter().map(|point| (x(point.step), y(point.loss)));
    let mean = running_mean(points).into_iter().map(|(step, loss)| (x(step), y(loss)));
    let valid = points.iter().filter_map(|point| Some((x(point.step), y(point.valid?))));
    line(&mut out, raw, "#bcd3ee");
    line(&mut out, mean, "#1f5fa8");
    line(&mut out, valid, "#c2410c");
    let (middle, low) = (WIDTH / 2.0, HEIGHT - 12.0);
    let legend = "steps; blue: training loss and its running mean, red: validation loss";
    let _ = writeln!(out, "<text x=\"{middle}\" y=\"{low}\" text-anchor=\"middle\">{steps:.0} {legend}</text>\n</svg>");
    out
}

fn line(out: &mut String, points: impl Iterator<Item = (f64, f64)>, colour: &str) {
    let points: Vec<String> = points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let points = points.join(" ");
    let _ = writeln!(out, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>");
}

/// The mean of the last twentieth of the steps, at each step.
fn running_mean(points: &[Point]) -> Vec<(usize, f64)> {
    let span = (points.len() / 20).max(1);
    let mean = |end: usize| {
        let part = &points[end.saturating_sub(span)..end];
        let sum: f64 = part.iter().map(|point| point.loss).sum();
        (points[end - 1].step, sum / part.len() as f64)
    };
    (1..=points.len()).map(mean).collect()
}
