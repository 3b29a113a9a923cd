//! My Modules: what she may open, and why not what she may not (S4-23, X-21).

use askama::Template;

use super::Shell;
use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};

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
        "My Modules".into()
    }
}

impl MyModules {
    pub(crate) fn sample_tiles() -> Vec<Tile> {
        let tile = |glyph: &str, title: &str, detail: &str| Tile {
            href: "/open/mod_1".into(),
            glyph: glyph.into(),
            title: title.into(),
            detail: detail.into(),
        };
        vec![
            tile("PP", "Partner Portal", "US · used 12 minutes ago"),
            tile("SD", "Service Desk", "UK · used today"),
            tile("CP", "Client Portal", "as Example MSP"),
            tile("RM", "Remote Monitoring", "EU · never used"),
        ]
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample("My Modules"),
            ..Self::default()
        };
        let typical = Self {
            tiles: Self::sample_tiles(),
            unavailable: vec![Unavailable {
                title: "Billing Console".into(),
                code: "no_grant".into(),
                sentence: "Nobody has given you this module yet.".into(),
                remedy: "A master can grant it to you, or to a group that you are in.".into(),
            }],
            last_sign_in: Some("yesterday at 17:42 from 192.0.2.14".into()),
            ..empty.clone()
        };
        let long_tile = Tile {
            href: "/open/mod_2".into(),
            glyph: "CN".into(),
            title: LONG_COMPANY.into(),
            detail: format!("as {LONG_COMPANY}"),
        };
        let long = Self {
            shell: Shell::sample_long("My Modules"),
            tiles: (0..40)
                .map(|n| match n % 4 {
                    0 => long_tile.clone(),
                    1 => Tile { title: LONG_WORD.into(), detail: String::new(), ..long_tile.clone() },
                    2 => Tile { glyph: "北".into(), title: "北海道サービスデスク".into(), ..long_tile.clone() },
                    _ => Self::sample_tiles().remove(0),
                })
                .collect(),
            unavailable: vec![
                Unavailable {
                    title: LONG_COMPANY.into(),
                    code: "link_missing".into(),
                    sentence: "Your account here is not yet tied to your account in this module, and more than one account there bears your address, so none was chosen for you.".into(),
                    remedy: "Ask a security admin of the module to say which account is yours. Until then you can still use the module's own login.".into(),
                },
                Unavailable {
                    title: LONG_WORD.into(),
                    code: "no_grant".into(),
                    sentence: "Nobody has given you this module yet.".into(),
                    remedy: String::new(),
                },
            ],
            ..typical.clone()
        };
        vec![
            ("typical", typical.clone()),
            (
                "found",
                Self {
                    query: "portal".into(),
                    tiles: Self::sample_tiles()
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
