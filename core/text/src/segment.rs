//! Cutting a text into what is read on its own: sentences, list items, headings, table rows, strings of JSON.

use spotter_contract::SentenceKind;

use crate::grammar::Grammar;
use crate::normalise::Folded;
use crate::tokens::{Kind, Token};

/// A stretch of tokens that is read on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// What it is.
    pub(crate) kind: SentenceKind,
    /// The heading it stands under, or the key of its value in JSON, as a position in the list of segments.
    pub(crate) heading: Option<usize>,
    /// How many tokens at its beginning are a bullet or a list number.
    pub(crate) bullet: usize,
    /// The header row of its table, as a position in the list of segments.
    pub(crate) header: Option<usize>,
}

/// The segments of a text, in order.
pub(crate) fn segments(source: &str, folded: &Folded, tokens: &[Token], grammar: &Grammar) -> Vec<Segment> {
    let mut cutter = Cutter { source, folded, tokens, grammar, segments: Vec::new(), heading: None, header: None };
    cutter.lines();
    cutter.segments
}

struct Cutter<'a> {
    source: &'a str,
    folded: &'a Folded,
    tokens: &'a [Token],
    grammar: &'a Grammar,
    segments: Vec<Segment>,
    heading: Option<usize>,
    header: Option<usize>,
}

impl Cutter<'_> {
    /// The strings of the JSON that begins at `first` become segments of their own, and so do the stretches between them
    /// with numbers; a value stands under its key. Returns the token after its last.
    fn json(&mut self, first: usize) -> usize {
        let (mut keys, mut key): (Vec<Option<usize>>, Option<usize>) = (Vec::new(), None);
        let (mut open, mut bare, mut at) = (None, first, first);
        while let Some(token) = self.tokens.get(at) {
            let next = at + 1;
            match (token.glyph, open) {
                ('"', None) => {
                    self.put_json(bare, at, key);
                    (open, bare) = (Some(next), next);
                }
                ('"', Some(begin)) if !self.is_escaped(at) => {
                    let is_key = self.tokens.get(next).is_some_and(|next| next.is(':'));
                    let put = self.put_json(begin, at, if is_key { keys.last().copied().flatten() } else { key });
                    key = if is_key { put } else { key };
                    (open, bare) = (None, next);
                }
                ('{' | '[', None) => keys.push(key),
                ('}' | ']', None) => {
                    key = keys.pop().flatten();
                    if keys.is_empty() {
                        self.put_json(bare, next, None);
                        return next;
                    }
                }
                _ => {}
            }
            at = next;
        }
        self.put_json(open.unwrap_or(bare), at, key);
        at
    }

    fn put_json(&mut self, first: usize, after: usize, key: Option<usize>) -> Option<usize> {
        let before = self.segments.len();
        self.heading = key;
        self.put(first, after, SentenceKind::Json, 0);
        self.heading = None;
        (self.segments.len() > before).then_some(before)
    }

    fn is_escaped(&self, at: usize) -> bool {
        let is_slash =
            |back: usize| at.checked_sub(back).and_then(|at| self.tokens.get(at)).is_some_and(|one| one.is('\\'));
        is_slash(1) && !is_slash(2)
    }

    /// Whether JSON begins at a token: a bracket before a string or another bracket.
    fn begins_json(&self, at: usize) -> bool {
        let is_open = |token: &Token| token.is('{') || token.is('[');
        let Some(head) = self.tokens.get(at).filter(|token| is_open(token)) else { return false };
        let rest = self.tokens.get(at + 1..).unwrap_or(&[]);
        let Some(next) = rest.iter().take(3).find(|token| token.kind != Kind::Break) else { return false };
        next.is('"')
            || head.is('[') && next.is('{')
            || head.is('[') && next.is('[') && rest.iter().take(12).any(|token| token.is('"'))
    }

    fn lines(&mut self) {
        let (mut first, mut end) = (0, 0);
        while first < self.tokens.len() {
            if self.begins_json(first) {
                first = self.json(first);
                continue;
            }
            if end < first || end == 0 {
                end = self.line_end(first);
            }
            let json = (first..end).find(|at| self.begins_json(*at));
            let mut after = json.unwrap_or(end);
            let (kind, bullet) = self.kind(first, after);
            while json.is_none() && kind == SentenceKind::Prose && self.runs_on(first, after) {
                after = self.line_end(after + 1);
                end = after;
            }
            self.line(first, after, kind, bullet);
            first = if json.is_some() { after } else { after + 1 };
        }
    }

    fn line_end(&self, first: usize) -> usize {
        let tail = self.tokens.get(first..).unwrap_or(&[]);
        first + tail.iter().position(|token| token.kind == Kind::Break).unwrap_or(tail.len())
    }

    /// What a line is, and how many tokens its bullet has.
    fn kind(&self, first: usize, after: usize) -> (SentenceKind, usize) {
        let line = self.tokens.get(first..after).unwrap_or(&[]);
        let Some(head) = line.first() else { return (SentenceKind::Prose, 0) };
        let ends_with_colon = line.last().is_some_and(|last| last.is(':'));
        if head.is('#') {
            let hashes = line.iter().take_while(|token| token.is('#')).count();
            return (SentenceKind::Heading, hashes);
        }
        if line.iter().filter(|token| token.is('|')).count() >= 2 {
            return (SentenceKind::Row, 0);
        }
        let bullet = bullet(line);
        if ends_with_colon && line.len() <= 14 {
            return (SentenceKind::Heading, bullet);
        }
        if bullet > 0 { (SentenceKind::Item, bullet) } else { (SentenceKind::Prose, 0) }
    }

    /// Whether a line of prose goes on in the next: no full stop, and a small letter follows.
    fn runs_on(&self, first: usize, after: usize) -> bool {
        let (Some(last), Some(next)) = (self.tokens.get(after.wrapping_sub(1)), self.tokens.get(after + 1)) else {
            return false;
        };
        if after <= first || self.kind(after + 1, self.line_end(after + 1)).0 != SentenceKind::Prose {
            return false;
        }
        let is_open = last.kind == Kind::Word || last.is(',');
        is_open && next.kind == Kind::Word && self.is_lower(next)
    }

    fn is_lower(&self, token: &Token) -> bool {
        let span = self.folded.source(token.start as usize, token.end as usize);
        span.of(self.source).chars().next().is_some_and(char::is_lowercase)
    }

    fn line(&mut self, first: usize, after: usize, kind: SentenceKind, bullet: usize) {
        if kind != SentenceKind::Row {
            self.header = None;
        }
        if kind == SentenceKind::Heading {
            self.heading = None;
            self.put(first, after, kind, bullet);
            self.heading = self.segments.len().checked_sub(1);
            return;
        }
        if kind == SentenceKind::Prose && first < after {
            self.heading = None;
        }
        if kind == SentenceKind::Row {
            self.row(first, after);
            return;
        }
        if self.tokens.get(first..after).is_some_and(is_fence) {
            return;
        }
        self.sentences(first, after, kind, bullet);
    }

    /// A row of a table; the row above a line of dashes heads the others.
    fn row(&mut self, first: usize, after: usize) {
        let is_rule =
            |line: &[Token]| line.iter().all(|token| matches!(token.glyph, '|' | '-' | ':' | '=' | '+' | '—'));
        if self.tokens.get(first..after).is_some_and(is_rule) {
            self.header = self.segments.len().checked_sub(1);
            return;
        }
        self.put(first, after, SentenceKind::Row, 0);
    }

    fn sentences(&mut self, first: usize, after: usize, kind: SentenceKind, bullet: usize) {
        let (mut start, mut bullet) = (first, bullet);
        for index in first + bullet..after {
            if self.ends_sentence(index, after) {
                self.put(start, index + 1, kind, bullet);
                (start, bullet) = (index + 1, 0);
            }
        }
        self.put(start, after, kind, bullet);
    }

    fn ends_sentence(&self, index: usize, after: usize) -> bool {
        let Some(token) = self
            .tokens
            .get(index)
            .filter(|token| matches!(token.glyph, '.' | '!' | '?' | '…') && token.kind == Kind::Mark)
        else {
            return false;
        };
        let Some(next) = self.tokens.get(index + 1).filter(|_| index + 1 < after) else { return true };
        if next.is_glued {
            return false;
        }
        if token.glyph != '.' {
            return true;
        }
        let Some(before) = index.checked_sub(1).and_then(|before| self.tokens.get(before)) else { return true };
        match before.kind {
            Kind::Number => !(next.kind == Kind::Word && self.is_lower(next)),
            Kind::Word => {
                !self.is_abbreviation(before)
                    || !(self.is_lower(next) || next.kind == Kind::Number || self.is_title(before))
            }
            _ => true,
        }
    }

    fn is_abbreviation(&self, token: &Token) -> bool {
        let text = token.text(self.folded);
        text.chars().count() == 1 && !text.chars().any(|letter| letter > '\u{24f}')
            || self.grammar.abbreviations.iter().any(|own| own == text)
    }

    /// Whether an abbreviation stands before a name, so that a capital letter does not begin a sentence.
    fn is_title(&self, token: &Token) -> bool {
        matches!(token.text(self.folded), "dr" | "prof" | "doç" | "uzm" | "dyt" | "mr" | "mrs" | "ms" | "av")
    }

    fn put(&mut self, first: usize, after: usize, kind: SentenceKind, bullet: usize) {
        let has_ink =
            self.tokens.get(first..after).is_some_and(|tokens| tokens.iter().any(|token| token.kind != Kind::Break));
        if has_ink {
            let heading = if kind == SentenceKind::Prose { None } else { self.heading };
            let header = self.header.filter(|_| kind == SentenceKind::Row);
            self.segments.push(Segment { first, after, kind, heading, bullet, header });
        }
    }
}

/// Whether a line is the fence of a block of code.
fn is_fence(line: &[Token]) -> bool {
    line.len() <= 4 && line.len() >= 3 && line.iter().take(3).all(|token| token.is('`') || token.is('~'))
}

/// How many tokens at the beginning of a line are a bullet or a list number.
fn bullet(line: &[Token]) -> usize {
    let next_is_apart = |index: usize| line.get(index).is_some_and(|next| !next.is_glued);
    match line {
        [head, ..] if head.kind == Kind::Mark && is_bullet(head.glyph) && next_is_apart(1) => 1,
        [number, mark, ..]
            if number.kind == Kind::Number && (mark.is('.') || mark.is(')')) && mark.is_glued && next_is_apart(2) =>
        {
            2
        }
        _ => 0,
    }
}

fn is_bullet(glyph: char) -> bool {
    matches!(
        glyph,
        '-' | '*'
            | '+'
            | '•'
            | '·'
            | '▪'
            | '◦'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '✓'
            | '✔'
            | '✅'
            | '❌'
            | '→'
            | '—'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokenise;

    fn cut(source: &str) -> Vec<(SentenceKind, String)> {
        let folded = Folded::new(source);
        let tokens = tokenise(&folded);
        let grammar = Grammar::new().unwrap();
        let text = |segment: &Segment| {
            let (first, last) = (tokens[segment.first], tokens[segment.after - 1]);
            folded.source(first.start as usize, last.end as usize).of(source).to_owned()
        };
        segments(source, &folded, &tokens, &grammar).iter().map(|segment| (segment.kind, text(segment))).collect()
    }

    #[test]
    fn stops_inside_numbers_and_abbreviations_do_not_end_a_sentence() {
        let text = "Dr. Ayşe 1.5 kg dedi. 3. gün dinlen! Sonra devam et.";
        let sentences: Vec<String> = cut(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(sentences, ["Dr. Ayşe 1.5 kg dedi.", "3. gün dinlen!", "Sonra devam et."]);
    }

    #[test]
    fn items_follow_their_heading() {
        let kinds: Vec<SentenceKind> =
            cut("Malzemeler:\n- 2 yumurta\n1. süt\n\nAfiyet olsun").into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [SentenceKind::Heading, SentenceKind::Item, SentenceKind::Item, SentenceKind::Prose]);
    }

    #[test]
    fn strings_of_json_are_read_one_by_one() {
        let cut = cut(r#"{"food": "chicken breast", "grams": 150}"#);
        assert!(cut.contains(&(SentenceKind::Json, "chicken breast".to_owned())), "{cut:?}");
    }
}
