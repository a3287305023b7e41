//! Reading Turkish, English and Arabic coaching text.
//!
//! Text is read once for each sample, and every rubric shares the reading. The road of a turn:
//!
//! ```text
//! source -> folded text with a map back -> tokens -> segments (sentence, item, heading, row)
//!        -> quantities, mentions, patterns -> scopes, conditions, acts, equations -> Document
//! ```
//!
//! What the analyser knows by itself is language: numbers, units, the forms of a Turkish noun, cues of negation
//! (`lang/*.toml`). What a rubric cares about, foods, drugs, phrases, comes from its [`Lexicon`].
//!
//! ```
//! use spotter_contract::{Lang, Role, Sample, Scope, Turn};
//! use spotter_text::{Analyser, Lexicon};
//!
//! let terms = "[[term]]\nkind = 'food'\nname = 'chicken'\nterms = ['tavuk']\nclasses = ['flesh', 'poultry']\n";
//! let analyser = Analyser::new(Lexicon::parse(&[("dietary/tr.toml", Lang::Tr, terms)])?)?;
//! let turns = vec![Turn::new(Role::Coach, "Tavuğun yerine 150 g tofu kullanın.")];
//! let sample = Sample { turns, ..Sample::default() };
//! let document = analyser.read(&sample);
//! assert_eq!(document.mentions[0].scope, Scope::Replaced);
//! assert_eq!((document.quantities[0].value, document.quantities[0].unit), (150.0, Some("g")));
//! # Ok::<(), spotter_text::Error>(())
//! ```

mod analyser;
mod bound;
mod condition;
mod context;
mod equation;
mod error;
mod facts;
mod figure;
mod foods;
mod grammar;
mod lang;
mod lexicon;
mod measure;
mod mention;
mod normalise;
mod notation;
mod number;
mod numeral;
mod paradigm;
mod pattern;
mod quantity;
mod scope;
mod segment;
mod skip;
mod table;
mod terms;
mod tokens;
mod trie;
mod unit;
mod verb;
mod vocabulary;
mod words;

pub use analyser::Analyser;
pub use error::Error;
pub use lang::{detect, shares};
pub use lexicon::Lexicon;
pub use normalise::{fold, fold_ascii};
pub use terms::{Found, Terms, Wanted};
pub use vocabulary::{common_words, is_common};
