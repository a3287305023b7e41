//! Findings marked inside the text, for carets do not line up under Arabic.

use std::ops::Range;

/// The text with every span in square brackets: `Izgara [tavuk göğsü], 150 g.`
///
/// Spans that touch or overlap are marked as one; a span that does not fit the text is left out.
pub fn mark(text: &str, spans: impl IntoIterator<Item = Range<usize>>) -> String {
    let show = |piece: Piece| match piece {
        Piece::Plain(text) => text.to_owned(),
        Piece::Marked(text) => format!("[{text}]"),
    };
    pieces(text, spans).into_iter().map(show).collect()
}

/// A stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Outside every span.
    Plain(&'a str),
    /// Inside a span.
    Marked(&'a str),
}

/// The text cut at the borders of the spans; joined, the pieces are the text.
pub(crate) fn pieces(text: &str, spans: impl IntoIterator<Item = Range<usize>>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for span in united(text, spans) {
        let (plain, marked) = (text.get(done..span.start), text.get(span.start..span.end));
        pieces.extend(plain.filter(|plain| !plain.is_empty()).map(Piece::Plain));
        pieces.extend(marked.map(Piece::Marked));
        done = span.end;
    }
    pieces.extend(text.get(done..).filter(|rest| !rest.is_empty()).map(Piece::Plain));
    pieces
}

/// The spans that fit the text, sorted, with overlapping ones made one.
fn united(text: &str, spans: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut spans: Vec<_> =
        spans.into_iter().filter(|span| text.get(span.clone()).is_some_and(|of| !of.is_empty())).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut united: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Izgara tavuk göğsü, 150 g.";

    #[test]
    fn marks_in_order() {
        assert_eq!(mark(TEXT, [23..28, 7..21]), "Izgara [tavuk göğsü], [150 g].");
    }

    #[test]
    fn unites_overlapping_spans() {
        assert_eq!(mark("abcdef", [1..3, 2..4, 4..5]), "a[bcde]f");
    }

    #[test]
    fn leaves_out_spans_that_do_not_fit() {
        assert_eq!(mark("göğüs", [2..4, 0..99, 3..3]), "göğüs");
    }

    #[test]
    fn pieces_join_to_the_text() {
        let text = "صدر دجاج مشوي";
        let joined: String = pieces(text, [0..6, 7..15])
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) | Piece::Marked(text) => text,
            })
            .collect();
        assert_eq!(joined, text);
    }
}
