//! The launcher: the small list behind the icon in a module's banner (S4-24 to S4-26).

use askama::Template;

use super::{MyModules, Tile};
use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};
use crate::words::Words;

/// The modules that she may open, and the way to the hub.
#[derive(Template, Clone, Default)]
#[template(path = "hub/launcher.html")]
pub struct Launcher {
    /// What it says.
    pub words: Words,
    /// The modules.
    pub tiles: Vec<Tile>,
    /// The home of the hub.
    pub hub_href: String,
}

impl Page for Launcher {
    fn heading(&self) -> String {
        self.words.my_modules().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl Launcher {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            tiles: vec![],
            hub_href: "/".into(),
        };
        let long = Tile {
            href: "/open/mod_2".into(),
            glyph: "CN".into(),
            title: LONG_COMPANY.into(),
            detail: LONG_WORD.into(),
        };
        vec![
            (
                "typical",
                Self {
                    tiles: MyModules::sample_tiles(words),
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    tiles: vec![long; 14],
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
