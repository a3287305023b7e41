//! What the findings say, in the language of the answer.
//!
//! The names of the types, ready sentences and sources are data of the pack; only the frames of the messages are here.

use serde::Deserialize;
use spotter_contract::{Document, Lang, Localized};

use crate::due::Due;

/// What the pack says about a type of disclaimer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advice {
    /// What it asks of the answer, for messages.
    name: Localized,
    /// A sentence that gives it.
    sentence: Localized,
    /// Who asks for it.
    source: String,
}

impl Advice {
    /// A sentence that gives it.
    pub(crate) fn sentence(&self, lang: Lang) -> &str {
        self.sentence.of(lang)
    }
}

/// What is missing, why, and who asks for it.
pub(crate) fn missing(advice: &Advice, due: &Due, document: &Document) -> String {
    let (lang, source, reason) = (document.lang, &advice.source, &due.reason);
    let name = advice.name.of(lang);
    match lang {
        Lang::Tr => format!("{reason} gerektirdiği halde {name} eksik ({source})"),
        Lang::Ar => format!("لا يوجد {name} مع أن {reason} يستدعي ذلك ({source})"),
        _ => format!("{name} is missing although {reason} calls for it ({source})"),
    }
}

/// Emergency advice that stands too late.
pub(crate) fn late(words: &str, due: &Due, first: usize, document: &Document) -> String {
    let reason = &due.reason;
    match document.lang {
        Lang::Tr => format!("{reason} acil olduğu halde `{words}` ilk {first} cümlede değil; başa alınmalı"),
        Lang::Ar => format!("{reason} أمر عاجل لكن `{words}` ليس في أول {first} من الجمل؛ يجب نقله إلى البداية"),
        _ => format!("{reason} is urgent but `{words}` is not in the first {first} sentences; move it to the start"),
    }
}

/// More disclaimers than anybody reads.
pub(crate) fn excess(words: &str, many: usize, most: usize, document: &Document) -> String {
    match document.lang {
        Lang::Tr => format!("bir yanıtta {many} uyarı cümlesi var, en çok {most} olmalı; `{words}` fazladan"),
        Lang::Ar => format!("في إجابة واحدة {many} جمل تحذير والحد {most}؛ الزائدة `{words}`"),
        _ => format!("{many} sentences of one answer are disclaimers, more than {most}; `{words}` is one too many"),
    }
}

/// A disclaimer in a section that is about something else.
pub(crate) fn misplaced(words: &str, due: &Due, document: &Document) -> String {
    let reason = &due.reason;
    match document.lang {
        Lang::Tr => format!("`{words}` başka bir konunun başlığı altında; {reason} bölümüne ya da sona alınmalı"),
        Lang::Ar => format!("`{words}` تحت عنوان موضوع آخر؛ مكانه مع {reason} أو في النهاية"),
        _ => format!("`{words}` stands under the heading of another matter; it belongs with {reason} or at the end"),
    }
}
