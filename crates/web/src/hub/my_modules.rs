//! My Modules and the launcher: one list, by the decision of the sign-in itself.

use super::shell::shell;
use crate::answer::{Answer, page};
use crate::app::App;
use crate::context::{Ctx, Raw};
use crate::failure::Failed;
use crate::guard::{ClientPerson, SignedIn, Staff};
use crate::view::hub::{Launcher, MyModules, Tile, Unavailable};
use crate::words::Words;
use engine::access::ModuleTile;
use engine::identity::Signed;
use kernel::Refusal;

/// Two letters that stand for a module.
fn glyph(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters: String = match words.as_slice() {
        [one] => one
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(2)
            .collect(),
        many => many
            .iter()
            .filter_map(|w| w.chars().find(|c| c.is_alphanumeric()))
            .take(2)
            .collect(),
    };
    letters.to_uppercase()
}

fn tile(words: &Words, module: &ModuleTile) -> Tile {
    let instance = &module.instance;
    let detail = [
        instance.region.clone(),
        module.via_group.as_ref().map(|g| words.by_group(g)),
    ];
    Tile {
        href: format!("/open/{}", instance.id),
        glyph: glyph(instance.display_name.as_str()),
        title: instance.display_name.as_str().to_owned(),
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

async fn list(raw: &Raw, words: Words, signed: &Signed, current: &str) -> Answer {
    let modules = raw.app.engine.my_modules(signed).await?;
    let (shell, about) = shell(words.clone(), &raw.app, signed, current).await?;
    let query = raw.query().shown("q");
    let wanted = query.trim().to_lowercase();
    let fits = |name: &str| wanted.is_empty() || name.to_lowercase().contains(&wanted);
    let tiles = modules
        .open
        .iter()
        .filter(|m| fits(m.instance.display_name.as_str()))
        .map(|m| tile(&words, m))
        .collect();
    let closed = modules
        .closed
        .iter()
        .filter(|(i, _)| fits(i.display_name.as_str()));
    let unavailable = closed
        .map(|(instance, refusal)| {
            let (sentence, remedy) = words.told(refusal);
            Unavailable {
                title: instance.display_name.as_str().to_owned(),
                code: refusal.code().into(),
                sentence,
                remedy,
            }
        })
        .collect();
    // The newest other session tells her whether somebody else was here.
    let before = about.sessions.iter().find(|s| s.id != signed.session.id);
    let last_sign_in = before.map(|s| {
        let device = words.browser(&s.device);
        words.last_sign_in(&device, &words.at(s.auth_time))
    });
    page(
        200,
        &MyModules {
            shell,
            query,
            tiles,
            unavailable,
            last_sign_in,
        },
    )
}

/// `GET /modules`.
pub async fn show(ctx: Ctx<Staff>) -> Answer {
    list(&ctx.raw, ctx.words(), &ctx.who.0, "/modules").await
}

/// `GET /portal`: the same list for client people, who have no way into the staff's.
pub async fn show_to_client(ctx: Ctx<ClientPerson>) -> Answer {
    list(&ctx.raw, ctx.words(), &ctx.who.0, "/portal").await
}

/// `GET /launcher`: the list that a module links to from its banner (S4-24 to S4-26).
pub async fn launcher(ctx: Ctx<SignedIn>) -> Answer {
    let tiles = launcher_tiles(&ctx.words(), &ctx.app, &ctx.who.0).await?;
    page(
        200,
        &Launcher {
            words: ctx.words(),
            tiles,
            hub_href: "/".into(),
        },
    )
}

async fn launcher_tiles(words: &Words, app: &App, signed: &Signed) -> Result<Vec<Tile>, Failed> {
    Ok(app
        .engine
        .my_modules(signed)
        .await?
        .open
        .iter()
        .map(|m| tile(words, m))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::glyph;

    #[test]
    fn two_letters() {
        for (name, letters) in [
            ("Partner Portal", "PP"),
            ("Backup", "BA"),
            ("a", "A"),
            ("—", ""),
            ("RMM (EU) two", "RE"),
        ] {
            assert_eq!(glyph(name), letters, "{name}");
        }
    }
}
