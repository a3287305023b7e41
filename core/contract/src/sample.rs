//! What is judged: the turns of a conversation and the facts about its user.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Facts;
use crate::code::codes;

codes! {
    /// Who speaks in a turn.
    Role {
        /// The instructions that come before the conversation.
        System = 0 "system",
        /// The person who asks.
        User = 1 "user",
        /// The model that answers.
        Coach = 2 "coach",
        /// The result of a tool call.
        Tool = 3 "tool",
    }
}

codes! {
    /// The language of a text.
    Lang {
        /// Turkish.
        Tr = 0 "tr",
        /// English.
        En = 1 "en",
        /// Arabic.
        Ar = 2 "ar",
        /// More than one of the three, each with a fair share.
        Mixed = 3 "mixed",
        /// None of the three, or too little text to tell.
        Other = 4 "other",
    }
}

/// One turn of a conversation. In files it is written `{ user = ".." }` or `{ coach = ".." }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Spoken<'static>", into = "Spoken<'a>")]
pub struct Turn<'a> {
    /// Who speaks.
    pub role: Role,
    /// What is said, UTF-8.
    pub text: Cow<'a, str>,
}

impl<'a> Turn<'a> {
    /// A turn of `role` that says `text`.
    pub fn new(role: Role, text: impl Into<Cow<'a, str>>) -> Self {
        Self { role, text: text.into() }
    }
}

/// A conversation to judge, with what is known about its user.
///
/// The text is borrowed inside a plugin and owned in the host; `Sample<'static>` is what files hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample<'a> {
    /// A name that is unique in its file; it may be empty.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub id: Cow<'a, str>,
    /// The language the sample claims to be in, if it claims one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// What is known about the user.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts<'a>,
    /// The conversation, oldest turn first.
    pub turns: Vec<Turn<'a>>,
}

impl Sample<'_> {
    /// The coach's turns with their positions, oldest first: what rubrics usually judge.
    pub fn answers(&self) -> impl DoubleEndedIterator<Item = (usize, &str)> {
        self.of(Role::Coach)
    }

    /// The user's turns with their positions, oldest first.
    pub fn questions(&self) -> impl DoubleEndedIterator<Item = (usize, &str)> {
        self.of(Role::User)
    }

    /// The last answer with its position, if there is one.
    pub fn answer(&self) -> Option<(usize, &str)> {
        self.answers().next_back()
    }

    /// The last question with its position, if there is one.
    pub fn question(&self) -> Option<(usize, &str)> {
        self.questions().next_back()
    }

    /// The text of a turn, or the empty text when there is no such turn.
    pub fn text(&self, turn: usize) -> &str {
        self.turns.get(turn).map_or("", |turn| &turn.text)
    }

    /// The same sample with text of its own.
    pub fn into_owned(self) -> Sample<'static> {
        let own = |turn: Turn| Turn { role: turn.role, text: Cow::Owned(turn.text.into_owned()) };
        Sample {
            id: Cow::Owned(self.id.into_owned()),
            lang: self.lang,
            facts: self.facts.into_owned(),
            turns: self.turns.into_iter().map(own).collect(),
        }
    }

    fn of(&self, role: Role) -> impl DoubleEndedIterator<Item = (usize, &str)> {
        let speaks = move |(index, turn): (usize, &'_ Turn)| (turn.role == role).then_some(index);
        let turns = self.turns.iter().enumerate().filter_map(speaks);
        turns.map(|index| (index, self.text(index)))
    }
}

/// The shape of a turn in files.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Spoken<'a> {
    System(Cow<'a, str>),
    User(Cow<'a, str>),
    Coach(Cow<'a, str>),
    Tool(Cow<'a, str>),
}

impl<'a> From<Spoken<'a>> for Turn<'a> {
    fn from(spoken: Spoken<'a>) -> Self {
        match spoken {
            Spoken::System(text) => Self { role: Role::System, text },
            Spoken::User(text) => Self { role: Role::User, text },
            Spoken::Coach(text) => Self { role: Role::Coach, text },
            Spoken::Tool(text) => Self { role: Role::Tool, text },
        }
    }
}

impl<'a> From<Turn<'a>> for Spoken<'a> {
    fn from(turn: Turn<'a>) -> Self {
        match turn.role {
            Role::System => Self::System(turn.text),
            Role::User => Self::User(turn.text),
            Role::Coach => Self::Coach(turn.text),
            Role::Tool => Self::Tool(turn.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_written_as_who_and_what() {
        let turn = Turn::new(Role::Coach, "Izgara tavuk göğsü, 150 g.");
        let written = serde_json::to_string(&turn).unwrap();
        assert_eq!(written, r#"{"coach":"Izgara tavuk göğsü, 150 g."}"#);
        assert_eq!(serde_json::from_str::<Turn>(&written).unwrap(), turn);
    }

    #[test]
    fn the_last_answer_is_the_one_that_counts() {
        let turns = vec![
            Turn::new(Role::User, "a"),
            Turn::new(Role::Coach, "b"),
            Turn::new(Role::User, "c"),
            Turn::new(Role::Coach, "d"),
        ];
        let sample = Sample { turns, ..Sample::default() };
        assert_eq!(sample.answer(), Some((3, "d")));
        assert_eq!(sample.question(), Some((2, "c")));
        assert_eq!(sample.answers().count(), 2);
    }
}
