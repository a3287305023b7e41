//! The corners of Python that chat templates lean on: `json.dumps` and `strftime`.

use std::fmt::Write;

use serde_json::Value;

/// How [`dumps`] writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) indent: Option<usize>,
    pub(crate) escapes: Escapes,
    pub(crate) order: Order,
}

/// Which characters of a text are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// Those that JSON forbids.
    Needed,
    /// Those, and all beyond ASCII.
    NonAscii,
}

/// The order of an object's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they came.
    Given,
    /// By their text.
    Sorted,
}

/// JSON with Python's separators: `", "` and `": "`, or lines when it is indented.
pub(crate) fn dumps(value: &Value, style: Style) -> String {
    let mut out = String::new();
    write_value(&mut out, value, style, 0);
    out
}

fn write_value(out: &mut String, value: &Value, style: Style, depth: usize) {
    match value {
        Value::String(text) => write_text(out, text, style.escapes),
        Value::Array(list) if list.is_empty() => out.push_str("[]"),
        Value::Object(map) if map.is_empty() => out.push_str("{}"),
        Value::Array(list) => {
            out.push('[');
            for (index, value) in list.iter().enumerate() {
                separate(out, style, index, depth + 1);
                write_value(out, value, style, depth + 1);
            }
            end_line(out, style, depth);
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            if style.order == Order::Sorted {
                entries.sort_by_key(|(key, _)| *key);
            }
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                separate(out, style, index, depth + 1);
                write_text(out, key, style.escapes);
                out.push_str(": ");
                write_value(out, value, style, depth + 1);
            }
            end_line(out, style, depth);
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn separate(out: &mut String, style: Style, index: usize, depth: usize) {
    match (style.indent, index) {
        (None, 0) => {}
        (None, _) => out.push_str(", "),
        (Some(_), 0) => end_line(out, style, depth),
        (Some(_), _) => {
            out.push(',');
            end_line(out, style, depth);
        }
    }
}

fn end_line(out: &mut String, style: Style, depth: usize) {
    if let Some(indent) = style.indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent * depth));
    }
}

fn write_text(out: &mut String, text: &str, escapes: Escapes) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            letter if letter < ' ' || (escapes == Escapes::NonAscii && !letter.is_ascii()) => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// `strftime` of one fixed moment, 1 January 2026 00:00, so that a prompt never depends on the day it is rendered.
pub(crate) fn strftime_pinned(format: &str) -> String {
    let mut out = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let code = match letters.next() {
            Some('-') => letters.next().map(|code| (code, true)),
            code => code.map(|code| (code, false)),
        };
        let Some((code, unpadded)) = code else { break };
        let part = match code {
            'Y' => "2026",
            'y' => "26",
            'm' | 'd' if unpadded => "1",
            'm' | 'd' => "01",
            'B' => "January",
            'b' => "Jan",
            'A' => "Thursday",
            'a' => "Thu",
            'j' => "001",
            'H' | 'M' | 'S' if unpadded => "0",
            'H' | 'M' | 'S' => "00",
            'I' => "12",
            'p' => "AM",
            '%' => "%",
            _ => "",
        };
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { indent: None, escapes: Escapes::Needed, order: Order::Given };

    #[test]
    fn json_is_written_as_python_writes_it() {
        let value = serde_json::json!({"b": [1, 2.5, null], "a": "<göğüs> & 'x' \"y\"\n", "c": {}});
        assert_eq!(dumps(&value, PLAIN), r#"{"b": [1, 2.5, null], "a": "<göğüs> & 'x' \"y\"\n", "c": {}}"#);
        let ascii = Style { escapes: Escapes::NonAscii, order: Order::Sorted, ..PLAIN };
        let value = serde_json::json!({"b": "💪", "a": "ğ"});
        assert_eq!(dumps(&value, ascii), r#"{"a": "\u011f", "b": "\ud83d\udcaa"}"#);
    }

    #[test]
    fn indented_json_has_no_blank_after_its_commas() {
        let value = serde_json::json!({"a": [1, 2]});
        let written = dumps(&value, Style { indent: Some(2), ..PLAIN });
        assert_eq!(written, "{\n  \"a\": [\n    1,\n    2\n  ]\n}");
    }

    #[test]
    fn the_date_of_a_prompt_never_moves() {
        assert_eq!(strftime_pinned("%d %b %Y, %-d 100%%"), "01 Jan 2026, 1 100%");
    }
}
