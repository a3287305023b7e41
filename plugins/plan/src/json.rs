//! JSON values that know where they stand in the text.

use spotter_contract::Span;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// A name of an object with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) at: Span,
    pub(crate) node: Node,
}

impl Node {
    /// The value of a name; the last one where the name repeats, as in most readers.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().rev().find(|member| member.name == name).map(|member| &member.node)
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members(&self) -> &[Member] {
        if let Kind::Object(members) = &self.kind { members } else { &[] }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Node] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }

    /// What the value is, in a word of JSON.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a string",
            Kind::List(_) => "an array",
            Kind::Object(_) => "an object",
        }
    }
}

/// A place in the answer: the bytes, and the JSON pointer (RFC 6901) that leads there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) path: String,
}

/// A value that was read, with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) at: Place,
}

/// A node with the pointer that leads to it.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'n> {
    pub(crate) node: &'n Node,
    pub(crate) path: String,
}

impl<'n> Cursor<'n> {
    /// The node at the end of a pointer.
    pub(crate) fn new(node: &'n Node, path: &str) -> Self {
        Self { node, path: path.to_owned() }
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        self.node.get(name).map(|node| Self { node, path: join(&self.path, name) })
    }

    /// The items of the list of a name; none where there is no list.
    pub(crate) fn items(&self, name: &str) -> Vec<Self> {
        self.get(name).map(|list| list.elements()).unwrap_or_default()
    }

    /// The items of this list.
    pub(crate) fn elements(&self) -> Vec<Self> {
        let item = |(index, node)| Self { node, path: format!("{}/{index}", self.path) };
        self.node.items().iter().enumerate().map(item).collect()
    }

    /// The number of a name.
    pub(crate) fn number(&self, name: &str) -> Option<Placed<f64>> {
        let found = self.get(name)?;
        let Kind::Number(value) = found.node.kind else { return None };
        Some(Placed { value, at: found.place() })
    }

    /// The text of a name.
    pub(crate) fn text(&self, name: &str) -> Option<Placed<String>> {
        self.get(name)?.as_text()
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, name: &str) -> Vec<Placed<String>> {
        self.items(name).iter().filter_map(Self::as_text).collect()
    }

    /// Where the node stands.
    pub(crate) fn place(&self) -> Place {
        Place { span: self.node.span, path: self.path.clone() }
    }

    fn as_text(&self) -> Option<Placed<String>> {
        let Kind::Text(value) = &self.node.kind else { return None };
        Some(Placed { value: value.clone(), at: self.place() })
    }
}

/// A pointer that goes one name further.
pub(crate) fn join(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}
