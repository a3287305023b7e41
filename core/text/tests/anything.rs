//! Whatever the text, a reading ends, and its spans lie on characters of the text.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use proptest::prelude::*;
use spotter_contract::{Lang, Role, Sample, Span, Turn};
use spotter_text::{Analyser, Lexicon};

fn analyser() -> Analyser {
    let tr = "[[term]]\nkind = 'food'\nname = 'meat'\nterms = ['et', 'süt', 'tavuk göğsü']\n[[phrase]]\nact = 'dose'\npatterns = ['? # * mg~']\n";
    let tr = tr.replace("? # * mg~", "# * mg~");
    let ar = "[[term]]\nkind = 'drug'\nname = 'insulin'\nterms = ['أنسولين']\n";
    Analyser::new(Lexicon::parse(&[("x/tr.toml", Lang::Tr, &tr), ("x/ar.toml", Lang::Ar, ar)]).unwrap()).unwrap()
}

fn check(analyser: &Analyser, text: &str) {
    let turns = vec![Turn::new(Role::User, text), Turn::new(Role::Coach, text)];
    let sample = Sample { turns, ..Sample::default() };
    let document = analyser.read(&sample);
    let sentences = document.sentences.iter().map(|one| (one.turn, one.span));
    let quantities = document.quantities.iter().map(|one| (one.turn, one.span));
    let mentions = document.mentions.iter().map(|one| (one.turn, one.span));
    let acts = document.acts.iter().map(|one| (one.turn, one.span));
    let equations = document.equations.iter().map(|one| (one.turn, one.span));
    let lists: [Vec<(usize, Span)>; 5] =
        [sentences.collect(), quantities.collect(), mentions.collect(), acts.collect(), equations.collect()];
    for list in lists {
        assert!(list.is_sorted_by_key(|(turn, span)| (*turn, span.start)), "{text:?}: {list:?}");
        assert!(
            list.iter().all(|(_, span)| span.start < span.end && text.get(span.start..span.end).is_some()),
            "{text:?}"
        );
    }
    assert!(document.quantities.iter().all(|quantity| quantity.value.is_finite()));
    analyser.facts(&sample);
}

#[test]
fn hostile_texts_are_read() {
    let analyser = analyser();
    for text in [
        "",
        "\u{0}",
        "((((((((((=",
        "1/1/1/1/1",
        "%%%%",
        "=====",
        "- - - -",
        "{\"a\": \"b",
        "\u{301}\u{301}",
        "1".repeat(400).as_str(),
        "٢٥٪\u{200f}",
        "½½½ 1 1/2/3",
        "x 3 x 3 x",
        "3x3x3x3",
        "\n\n\n#\n|a|b|",
    ] {
        check(&analyser, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        thread_local!(static ANALYSER: Analyser = analyser());
        ANALYSER.with(|analyser| check(analyser, &text));
    }

    #[test]
    fn any_text_of_these_letters_is_read(text in "[0-9 .,:/x×=()%*+\\-'\"#|\n½etsütmgüı\u{301}وبين]{0,60}") {
        thread_local!(static ANALYSER: Analyser = analyser());
        ANALYSER.with(|analyser| check(analyser, &text));
    }
}
