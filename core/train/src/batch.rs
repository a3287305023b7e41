//! Sequences of tokens laid end to end, without padding.

use std::ops::Range;

/// A conversation in tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The tokens.
    pub tokens: Vec<u32>,
    /// Whether each token is to be learnt from those before it.
    pub is_target: Vec<bool>,
}

impl Line {
    /// How many tokens are to be learnt; the first never is, for nothing comes before it.
    pub fn targets(&self) -> usize {
        self.is_target.iter().skip(1).filter(|is_target| **is_target).count()
    }
}

/// Lines end to end, each attending to itself alone.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) tokens: Vec<u32>,
    pub(crate) positions: Vec<u32>,
    pub(crate) segments: Vec<Range<usize>>,
    /// The rows that predict a target.
    pub(crate) rows: Vec<usize>,
    /// What those rows should predict.
    pub(crate) targets: Vec<u32>,
}

impl Batch {
    /// Lays lines end to end.
    pub fn new<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Self {
        let mut batch = Self::default();
        for line in lines {
            let start = batch.tokens.len();
            batch.tokens.extend(&line.tokens);
            batch.positions.extend(0..line.tokens.len() as u32);
            batch.segments.push(start..batch.tokens.len());
            let pairs = line.tokens.iter().zip(&line.is_target).enumerate().skip(1);
            for (index, (token, _)) in pairs.filter(|(_, (_, is_target))| **is_target) {
                batch.rows.push(start + index - 1);
                batch.targets.push(*token);
            }
        }
        batch
    }

    /// How many tokens it holds.
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }

    /// How many of them are to be learnt.
    pub fn targets(&self) -> usize {
        self.targets.len()
    }
}

/// Which lines each micro-batch of an epoch holds: in this order, up to `limit` tokens, but at least one line.
pub(crate) fn fill(order: &[usize], lines: &[Line], limit: usize) -> Vec<Vec<usize>> {
    let mut batches = vec![];
    let (mut batch, mut tokens) = (vec![], 0);
    for &index in order {
        let len = lines[index].tokens.len();
        if !batch.is_empty() && tokens + len > limit {
            batches.push(std::mem::take(&mut batch));
            tokens = 0;
        }
        batch.push(index);
        tokens += len;
    }
    batches.extend((!batch.is_empty()).then_some(batch));
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(tokens: &[u32], first_target: usize) -> Line {
        Line { tokens: tokens.into(), is_target: (0..tokens.len()).map(|index| index >= first_target).collect() }
    }

    #[test]
    fn positions_start_again_and_no_line_predicts_the_next_ones_first_token() {
        let batch = Batch::new([&line(&[5, 6, 7], 0), &line(&[8, 9], 1)]);
        assert_eq!(batch.positions, [0, 1, 2, 0, 1]);
        assert_eq!(batch.segments, [0..3, 3..5]);
        assert_eq!(batch.rows, [0, 1, 3]);
        assert_eq!(batch.targets, [6, 7, 9]);
    }

    #[test]
    fn every_line_is_in_one_batch_and_none_is_too_full() {
        let lines: Vec<Line> = [3, 9, 4, 4, 1, 8].iter().map(|len| line(&vec![1; *len], 0)).collect();
        let batches = fill(&[0, 1, 2, 3, 4, 5], &lines, 8);
        assert_eq!(batches, [vec![0], vec![1], vec![2, 3], vec![4], vec![5]]);
    }
}
