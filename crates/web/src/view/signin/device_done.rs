//! Signing in on a device that shows a code: what came of it.

use askama::Template;

use crate::view::Page;
use crate::words::Words;

/// Says what came of it.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_done.html")]
pub struct DeviceDone {
    /// What it says.
    pub words: Words,
    /// The module.
    pub module: String,
    /// Whether it was allowed.
    pub allow: bool,
}

impl Page for DeviceDone {
    fn heading(&self) -> String {
        if self.allow {
            self.words.device_done_heading().into()
        } else {
            self.words.device_denied_heading().into()
        }
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl DeviceDone {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            module: "Partner Portal".into(),
            allow: true,
        };
        let denied = Self {
            allow: false,
            ..typical.clone()
        };
        vec![("typical", typical), ("denied", denied)]
    }
}
