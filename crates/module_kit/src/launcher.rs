//! The App Launcher in the banner: the person's modules and the way back to the hub. No script and
//! no frame: the hub lets nobody frame it, and cookies of third parties are gone.

use askama::Template;
use serde_json::Value;

use crate::Person;
use crate::unified::{SignedIn, UnifiedLogin};

/// Most modules that are shown.
const MOST: usize = 100;

/// A module of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LauncherEntry {
    pub name: String,
    /// Leads to the hub, which decides anew whether she may open it.
    pub href: String,
}

#[derive(Template)]
#[template(path = "launcher.html")]
struct Launcher<'p> {
    modules: &'p [LauncherEntry],
    through_hub: bool,
    hub: String,
    hub_name: &'p str,
}

impl UnifiedLogin {
    /// The launcher for a banner, as HTML.
    pub fn launcher(&self, signed_in: &SignedIn) -> String {
        let launcher = Launcher {
            modules: &signed_in.modules,
            through_hub: signed_in.through_hub(),
            hub: self.hub_home(),
            hub_name: self.hub_name(),
        };
        launcher.render().unwrap_or_default()
    }

    /// The modules that the hub listed at login. Only addresses of the hub itself are taken: a
    /// launcher is no place for links to anywhere.
    pub(crate) fn modules_of(&self, person: &Person) -> Vec<LauncherEntry> {
        let all = person.claims.get("modules").and_then(Value::as_array);
        let hub = self.hub_home();
        let entry = |value: &Value| {
            let text = |name: &str| value.get(name).and_then(Value::as_str);
            let (name, href) = (text("name")?, text("href")?);
            let sound = (1..=200).contains(&name.len())
                && href.len() <= 2000
                && href.starts_with(&hub)
                && href.bytes().all(|b| b.is_ascii_graphic());
            sound.then(|| LauncherEntry {
                name: name.to_owned(),
                href: href.to_owned(),
            })
        };
        let all = all.map(Vec::as_slice).unwrap_or_default();
        all.iter().take(MOST).filter_map(entry).collect()
    }
}
