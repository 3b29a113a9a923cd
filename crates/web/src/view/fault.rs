//! Fields with their faults, and what every page can say about itself.

use crate::words::{ENGLISH, Words};

/// One field of a form as it is shown: what was typed, and what is wrong with it.
///
/// Nothing that was typed gets lost when a form comes back, except passwords: their `value`
/// is never written into a page.
#[derive(Clone, Default)]
pub struct Field {
    /// What the person typed, unchanged.
    pub value: String,
    /// One sentence: what is wrong and how to mend it.
    pub fault: Option<String>,
}

impl Field {
    /// A field that holds `value` and has no fault.
    pub fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            fault: None,
        }
    }

    /// A field that holds `value` and is at fault.
    pub fn at_fault(value: impl Into<String>, fault: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            fault: Some(fault.into()),
        }
    }
}

/// A fault together with the `id` of the input it belongs to, for the summary on top.
pub struct Fault {
    /// The `id` of the input.
    pub id: &'static str,
    /// The sentence that also stands at the field.
    pub text: String,
}

impl Fault {
    /// Collects the faults that are there, in the order of the form.
    pub(crate) fn collect<const N: usize>(
        fields: [(&'static str, &Option<String>); N],
    ) -> Vec<Self> {
        fields
            .into_iter()
            .filter_map(|(id, fault)| {
                fault.as_ref().map(|text| Self {
                    id,
                    text: text.clone(),
                })
            })
            .collect()
    }
}

/// What the frames ask of every page.
pub trait Page: askama::Template {
    /// The one `<h1>`.
    fn heading(&self) -> String;

    /// The words of the page. The console is English and leaves this as it is.
    fn words(&self) -> &Words {
        &ENGLISH
    }

    /// What the page needs beyond the Content-Security-Policy of every page, as directives; it has to
    /// name `form-action` itself then.
    fn own_policy(&self) -> &'static str {
        ""
    }

    /// The `id` of the form whose fields are kept when another language is chosen; `languages`
    /// for a page that has nothing to keep.
    fn typed_form(&self) -> &'static str {
        "languages"
    }

    /// Faults in the order of the form. More than one brings a summary on top.
    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }

    /// The `id` of the field to start in when nothing is wrong.
    fn first_field(&self) -> &'static str {
        ""
    }

    /// `<title>`: says the fault first, because a screen reader reads the title first.
    fn title(&self) -> String {
        if self.faults().is_empty() {
            self.heading()
        } else {
            self.words().fault_title(&self.heading())
        }
    }

    /// True for the one input that starts with the keyboard: the only one at fault, else the
    /// first. With several faults the summary takes the focus.
    fn starts_in(&self, id: &str) -> bool {
        match self.faults().as_slice() {
            [] => self.first_field() == id,
            [only] => only.id == id,
            _ => false,
        }
    }
}
