//! The recovery codes, shown once.

use askama::Template;

use crate::view::{Fault, Page};
use crate::words::Words;

/// Shows the codes and asks to keep them. Posts `saved`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/recovery_codes.html")]
pub struct RecoveryCodes {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The codes as they are typed later.
    pub codes: Vec<String>,
    /// Said when the box was not ticked.
    pub confirm_fault: Option<String>,
    /// Where a POST answers with the codes as a text file.
    pub download_action: Option<String>,
}

impl Page for RecoveryCodes {
    fn heading(&self) -> String {
        self.words.codes_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("saved", &self.confirm_fault)])
    }

    fn first_field(&self) -> &'static str {
        ""
    }
}

impl RecoveryCodes {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let codes = [
            "k7mq-2xvd-9trc",
            "p4hn-8bws-3yjf",
            "z6gd-5qkm-7lxv",
            "t9rc-2wsn-4hbp",
            "m3yj-6fkz-8gdq",
            "x5vl-7tpc-2nrw",
            "b8sh-4jym-6kfz",
            "d2gq-9xvt-5clp",
            "w7rn-3bhs-8myj",
            "f6kz-4dgq-2xvt",
        ]
        .map(String::from)
        .to_vec();
        let typical = Self {
            words: words.clone(),
            action: "/recovery-codes".into(),
            codes,
            confirm_fault: None,
            download_action: Some("/recovery-codes/file".into()),
        };
        vec![
            (
                "faulty",
                Self {
                    confirm_fault: Some(words.codes_needed().into()),
                    ..typical.clone()
                },
            ),
            (
                "plain",
                Self {
                    download_action: None,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
