//! The frame around the pages of a signed-in person.

use crate::app::App;
use crate::context::form_token;
use crate::failure::Failed;
use crate::view::hub::Shell;
use crate::view::{console, initials};
use crate::words::Words;
use engine::identity::{AboutMe, Signed};
use model::identity::{HubRole, Population};

/// The frame in her words, with this address marked as the current one.
pub async fn shell(
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
    let place = &signed.affiliation;
    let shell = Shell {
        nav: Shell::nav(&words, home, current),
        words,
        partner: place
            .company_name
            .clone()
            .unwrap_or_else(|| place.partner_name.clone()),
        person: signed.identity.display_name.as_str().to_owned(),
        initials: initials(signed.identity.display_name.as_str()),
        email: signed.identity.email.as_str().to_owned(),
        csrf: form_token(app, signed),
        switch_href: about.can_choose.then(|| "/choose".into()),
        console: match place.hub_role {
            Some(HubRole::Master) => console::nav(current),
            _ => Vec::new(),
        },
    };
    Ok((shell, about))
}
