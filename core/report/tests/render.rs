//! Every way to write a table or a page down, as snapshots.

use spotter_report::{Cell, Colour, Comparison, Format, Page, Passage, Rate, Screen, Table, Tone};

fn table() -> Table {
    let mut table = Table::new("Base against adapter", &["rule", "language", "broken", "p", "change", "note"]);
    table.row([
        Cell::from("dietary/forbidden-ingredient"),
        "tr".into(),
        Rate::new(41, 60).into(),
        Cell::probability(0.070_312_5),
        Cell::number(-12.3456, 1),
        "tavuk göğsü | et".into(),
    ]);
    table.row([
        Cell::from("medical/dose"),
        "ar".into(),
        Rate::new(0, 0).into(),
        Cell::probability(2.274e-13),
        Cell::number(3.0, 1),
        "\"صدر دجاج\", مشوي".into(),
    ]);
    table
}

fn page() -> Page {
    let mut page = Page::new("Release <1>", Tone::Bad, "fail: 2 of 60 cases broke & none was fixed");
    let left = Passage { caption: "base".into(), text: "Izgara tofu, 150 g.".into(), ..Passage::default() };
    let right = Passage {
        caption: "adapter".into(),
        text: "Izgara tavuk göğsü, 150 g.".into(),
        spans: vec![7..21, 23..28],
        notes: vec!["dietary/forbidden-ingredient: `tavuk göğsü` is poultry".into()],
    };
    let comparison = Comparison { title: "Chicken".into(), question: "Öğle için ne yiyeyim?".into(), left, right };
    page.heading("Slices").table(&table()).paragraph("ماذا آكل؟").heading("Broke").comparison(&comparison);
    page.folded_comparison(&comparison);
    page
}

#[test]
fn a_table_in_every_format() {
    for format in Format::ALL {
        insta::assert_snapshot!(format!("table_as_{}", format.name()), table().render(*format));
    }
}

#[test]
fn a_narrow_terminal_wraps() {
    let text = table().terminal(Screen { width: Some(60), colour: Colour::Off });
    assert!(text.lines().skip(1).all(|line| line.chars().count() <= 60), "{text}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let colourful = table().terminal(Screen { width: None, colour: Colour::On });
    assert!(colourful.contains("\u{1b}[1m"));
    assert!(!table().terminal(Screen::PLAIN).contains('\u{1b}'));
}

#[test]
fn a_page_stands_alone() {
    let html = page().render();
    insta::assert_snapshot!("page", html);
    assert!(!html.contains("http") && !html.contains("<script"), "a page needs neither network nor script");
}

#[test]
fn the_json_is_read_back() {
    let rows: serde_json::Value = serde_json::from_str(&table().render(Format::Json)).unwrap();
    assert_eq!(rows[0]["broken"]["of"], 60);
    assert_eq!(rows[0]["change"], -12.3);
}

#[test]
fn formats_are_known_by_name() {
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(*format));
    }
    assert!("xml".parse::<Format>().unwrap_err().contains("markdown"));
}
