//! Where each of her modules opens, and which account of hers it opens (S2-20, S2-42).

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::guard::SignedIn;
use crate::view::hub::{ModuleUrlRow, MyModuleUrls};
use crate::view::{Notice, Tone};
use model::access::{AccountLinkKind, LinkRefusal};
use unified_login::RegionCheck;

const HERE: &str = "/settings/module-urls";

/// `GET /settings/module-urls`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let (words, signed) = (ctx.words(), &ctx.who.0);
    let (shell, _) = shell(words.clone(), &ctx.app, signed, HERE).await?;
    let own = ctx.app.engine.my_module_urls(signed).await?;
    let rows = own
        .into_iter()
        .flat_map(|module| {
            let row = ModuleUrlRow {
                module: module.name,
                address: module.address,
                region: module.region.unwrap_or_default(),
                belongs_to: match module.check {
                    RegionCheck::Wrong { belongs_to } => belongs_to,
                    RegionCheck::Fits | RegionCheck::Unknown => String::new(),
                },
                ..ModuleUrlRow::default()
            };
            if module.bonds.is_empty() {
                return vec![row];
            }
            let bonds = module.bonds.into_iter();
            let with = |bond: engine::access::OwnBond| ModuleUrlRow {
                account: bond.account,
                tenant: bond.link.tenant.name,
                since: words.at(bond.bond.created_at),
                link: match bond.bond.kind {
                    AccountLinkKind::Explicit => bond.link.id.to_string(),
                    // What the hub finds by itself it would find again.
                    AccountLinkKind::Matched | AccountLinkKind::Created => String::new(),
                },
                ..row.clone()
            };
            bonds.map(with).collect()
        })
        .collect();
    let notice = (ctx.query().get("unlinked") == "yes")
        .then(|| Notice::new(Tone::Good, words.module_urls_unlinked()));
    let view = MyModuleUrls {
        shell,
        notice,
        rows,
    };
    page(200, &view)
}

/// `POST /settings/module-urls`: the account is hers at the hub no longer.
pub async fn unlink(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    let signed = &ctx.who.0;
    check_form_token(&ctx.app, signed, &form)?;
    let link = form.get("link").parse();
    let link = link.map_err(|_| Failed::of(&LinkRefusal::AccountNotLinked))?;
    let (partner, person) = (signed.affiliation.partner_id, signed.affiliation.id);
    ctx.app.engine.end_my_bond(partner, person, link).await?;
    Ok(see_other("/settings/module-urls?unlinked=yes"))
}
