//! The frame around the pages of a signed-in person.

use crate::app::App;
use crate::context::form_token;
use crate::failure::Failed;
use crate::view::hub::{NavItem, Shell};
use crate::view::initials;
use engine::identity::{AboutMe, Signed};
use model::identity::{HubRole, Population};

/// The frame, with this address marked as the current one.
pub async fn shell(app: &App, signed: &Signed, current: &str) -> Result<(Shell, AboutMe), Failed> {
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
        partner: place
            .company_name
            .clone()
            .unwrap_or_else(|| place.partner_name.clone()),
        person: signed.identity.display_name.as_str().to_owned(),
        initials: initials(signed.identity.display_name.as_str()),
        email: signed.identity.email.as_str().to_owned(),
        csrf: form_token(app, signed),
        switch_href: about.can_choose.then(|| "/choose".into()),
        nav: vec![item(home, "My Modules"), item("/settings", "My Settings")],
        console: match place.hub_role {
            Some(HubRole::Master) => Shell::console_nav(current),
            _ => Vec::new(),
        },
    };
    if current.starts_with("/settings") {
        shell.nav.extend(
            [
                ("/settings/profile", "Profile"),
                ("/settings/security", "Security"),
                ("/settings/devices", "Sessions and devices"),
                ("/settings/activity", "Activity"),
                ("/settings/modules", "Order of my modules"),
            ]
            .map(|(href, text)| item(href, text)),
        );
    }
    Ok((shell, about))
}
