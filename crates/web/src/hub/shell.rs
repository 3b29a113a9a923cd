//! The frame around the pages of a signed-in person.

use crate::app::App;
use crate::context::form_token;
use crate::failure::Failed;
use crate::view::hub::{NavItem, Shell};
use crate::view::{console, initials};
use crate::words::{ENGLISH, Words};
use engine::identity::{AboutMe, Signed};
use model::identity::{HubRole, Population};

/// The frame of a page that speaks English, with this address marked as the current one.
pub async fn shell(app: &App, signed: &Signed, current: &str) -> Result<(Shell, AboutMe), Failed> {
    shell_in(ENGLISH.clone(), app, signed, current).await
}

/// The frame in her words.
pub async fn shell_in(
    words: Words,
    app: &App,
    signed: &Signed,
    current: &str,
) -> Result<(Shell, AboutMe), Failed> {
    let about = app.engine.about_me(signed).await?;
    let home = match signed.identity.population {
        Population::Staff => "/modules",
        Population::Client => "/portal",
    };
    let item = |href: &str, text: &str| NavItem {
        href: href.into(),
        text: text.into(),
        current: href == current,
    };
    let place = &signed.affiliation;
    let mut shell = Shell {
        words: Words::default(),
        partner: place
            .company_name
            .clone()
            .unwrap_or_else(|| place.partner_name.clone()),
        person: signed.identity.display_name.as_str().to_owned(),
        initials: initials(signed.identity.display_name.as_str()),
        email: signed.identity.email.as_str().to_owned(),
        csrf: form_token(app, signed),
        switch_href: about.can_choose.then(|| "/choose".into()),
        nav: vec![
            item(home, words.my_modules()),
            item("/settings", words.my_settings()),
        ],
        console: match place.hub_role {
            Some(HubRole::Master) => console::nav(current),
            _ => Vec::new(),
        },
    };
    if current.starts_with("/settings") {
        shell.nav.extend(
            [
                ("/settings/profile", words.nav_profile()),
                ("/settings/security", words.nav_security()),
                ("/settings/devices", words.nav_devices()),
                ("/settings/activity", words.nav_activity()),
                ("/settings/modules", words.nav_order()),
                ("/settings/language", words.language_heading()),
            ]
            .map(|(href, text)| item(href, text)),
        );
    }
    shell.words = words;
    Ok((shell, about))
}
