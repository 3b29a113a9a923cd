//! Rows of sites.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, PartnerId, PsaConnectionId, SiteId};
use model::directory::Site;

statements! {
    INSERT_SITE = "INSERT INTO site (id, partner_id, company_id, connection_id, psa_id, name, address, main, active, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE_SITE = "UPDATE site SET name = $2, address = $3, main = $4, active = $5 WHERE id = $1";
    SITES_OF_COMPANY = "SELECT id, partner_id, company_id, connection_id, psa_id, name, address, main, active, created_at FROM site WHERE company_id = $1 ORDER BY id LIMIT 2000";
}

fn read(c: &mut Columns<'_>) -> Result<Site, StoreFault> {
    Ok(Site {
        id: SiteId(c.id()?),
        partner_id: PartnerId(c.id()?),
        company_id: CompanyId(c.id()?),
        connection_id: PsaConnectionId(c.id()?),
        psa_id: c.int()?,
        name: c.text()?,
        address: c.text()?.lines().map(str::to_owned).collect(),
        main: c.flag()?,
        active: c.flag()?,
        created_at: c.time()?,
    })
}

/// Adds a site.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, site: &Site) -> Result<(), StoreFault> {
    let values = [
        site.id.0.into(),
        site.partner_id.0.into(),
        site.company_id.0.into(),
        site.connection_id.0.into(),
        site.psa_id.into(),
        site.name.as_str().into(),
        site.address.join("\n").into(),
        site.main.into(),
        site.active.into(),
        site.created_at.into(),
    ];
    tx.run(&INSERT_SITE, &values).await.map(|_| ())
}

/// Writes what the PSA says of it.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, site: &Site) -> Result<(), StoreFault> {
    let values = [
        site.id.0.into(),
        site.name.as_str().into(),
        site.address.join("\n").into(),
        site.main.into(),
        site.active.into(),
    ];
    tx.run(&UPDATE_SITE, &values).await.map(|_| ())
}

/// The sites of a company, of which its partner was proved.
///
/// # Errors
/// See above.
pub async fn of_company(tx: &mut Tx, company: CompanyId) -> Result<Vec<Site>, StoreFault> {
    let rows = tx.all(&SITES_OF_COMPANY, &[company.0.into()]).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}
