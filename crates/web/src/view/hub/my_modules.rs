//! My Modules: what she may open, and why not what she may not (S4-23, X-21).

use askama::Template;

use super::Shell;
use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_WORD, MOMENT},
};
use crate::words::Words;
use model::access::EntryRefusal;

/// One module that she may open.
#[derive(Clone, Default)]
pub struct Tile {
    /// Where it opens.
    pub href: String,
    /// One or two letters for the picture.
    pub glyph: String,
    /// Name of the module.
    pub title: String,
    /// What tells it from others: region, last use. May be empty.
    pub detail: String,
}

/// One module of her partner that she may not open.
#[derive(Clone, Default)]
pub struct Unavailable {
    /// Name of the module.
    pub title: String,
    /// Stable code of the refusal.
    pub code: String,
    /// Why, for her.
    pub sentence: String,
    /// What mends it, and who can.
    pub remedy: String,
}

/// The home of the hub. The search form is a GET with `q`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_modules.html")]
pub struct MyModules {
    /// The frame.
    pub shell: Shell,
    /// What she searched for; empty for all.
    pub query: String,
    /// What she may open.
    pub tiles: Vec<Tile>,
    /// What she may not open.
    pub unavailable: Vec<Unavailable>,
    /// When and from where she signed in the last time, in words.
    pub last_sign_in: Option<String>,
}

impl Page for MyModules {
    fn heading(&self) -> String {
        self.shell.words.my_modules().into()
    }

    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyModules {
    pub(crate) fn sample_tiles(words: &Words) -> Vec<Tile> {
        let tile = |glyph: &str, title: &str, detail: &str| Tile {
            href: "/open/mod_1".into(),
            glyph: glyph.into(),
            title: title.into(),
            detail: detail.into(),
        };
        vec![
            tile("PP", "Partner Portal", "US"),
            tile("SD", "Service Desk", &words.by_group("Technicians")),
            tile("CP", "Client Portal", ""),
            tile("RM", "Remote Monitoring", "EU"),
        ]
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(words, "/modules"),
            ..Self::default()
        };
        let closed = |title: &str, refusal: EntryRefusal| {
            let (sentence, remedy) = words.told(&refusal);
            Unavailable {
                title: title.into(),
                code: kernel::Refusal::code(&refusal).into(),
                sentence,
                remedy,
            }
        };
        let when = words.at(MOMENT);
        let typical = Self {
            tiles: Self::sample_tiles(words),
            unavailable: vec![closed("Billing Console", EntryRefusal::NotGranted)],
            last_sign_in: Some(words.last_sign_in(&words.browser("Firefox on Linux"), &when)),
            ..empty.clone()
        };
        let long_tile = Tile {
            href: "/open/mod_2".into(),
            glyph: "CN".into(),
            title: LONG_COMPANY.into(),
            detail: words.by_group(LONG_COMPANY),
        };
        let long = Self {
            shell: Shell::sample_long(words, "/modules"),
            tiles: (0..40)
                .map(|n| match n % 4 {
                    0 => long_tile.clone(),
                    1 => Tile {
                        title: LONG_WORD.into(),
                        detail: String::new(),
                        ..long_tile.clone()
                    },
                    2 => Tile {
                        glyph: "北".into(),
                        title: "北海道サービスデスク".into(),
                        ..long_tile.clone()
                    },
                    _ => Self::sample_tiles(words).remove(0),
                })
                .collect(),
            unavailable: vec![
                closed(LONG_COMPANY, EntryRefusal::NotAtPartner),
                closed(LONG_WORD, EntryRefusal::WrongPopulation),
            ],
            ..typical.clone()
        };
        vec![
            ("typical", typical.clone()),
            (
                "found",
                Self {
                    query: "portal".into(),
                    tiles: Self::sample_tiles(words)
                        .into_iter()
                        .filter(|t| t.title.contains("Portal"))
                        .collect(),
                    unavailable: vec![],
                    ..typical.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    query: "payroll".into(),
                    tiles: vec![],
                    unavailable: vec![],
                    ..typical.clone()
                },
            ),
            (
                "only-unavailable",
                Self {
                    tiles: vec![],
                    ..typical
                },
            ),
            ("long", long),
            ("empty", empty),
        ]
    }
}
