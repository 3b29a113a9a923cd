//! The allow-list of a connection, on a page and as a file.

use super::members::csv_cell;
use super::psa_connection::{head, id_of};
use super::reading::shell;
use crate::answer::{Answer, bytes, header, page};
use crate::context::Ctx;
use crate::guard::Master;
use crate::view::console::{AddressLine, PsaAddressesPage};
use axum::http::header::CONTENT_DISPOSITION;
use model::directory::{AllowedAddress, Deployment};

fn line(row: &AllowedAddress) -> AddressLine {
    AddressLine {
        region: row.region.clone().unwrap_or_default(),
        address: row.address.to_string(),
    }
}

/// `GET /console/psa/{connection}/addresses`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let found = ctx.app.engine.psa_addresses(&ctx.who.1, id_of(&ctx)?);
    let (connection, list) = found.await?;
    let (own, others): (Vec<_>, Vec<_>) = list.rows.iter().partition(|row| row.yours);
    let view = PsaAddressesPage {
        shell: shell(&ctx, "/console/psa").await?,
        head: head(&connection, "/addresses"),
        host: connection.host,
        hosted: list.deployment == Deployment::Hosted,
        rows: own.into_iter().map(line).collect(),
        others: others.into_iter().map(line).collect(),
    };
    page(200, &view)
}

/// `GET /console/psa/{connection}/addresses.csv`: the addresses that this PSA lets in.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let found = ctx.app.engine.psa_addresses(&ctx.who.1, id_of(&ctx)?);
    let (connection, list) = found.await?;
    let mut text = String::from("host,deployment,demand,region,address\r\n");
    for row in list.rows.iter().filter(|row| row.yours) {
        let cells = [
            csv_cell(&connection.host),
            list.deployment.as_str().to_owned(),
            list.deployment.demand().to_owned(),
            csv_cell(row.region.as_deref().unwrap_or_default()),
            row.address.to_string(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok(header(
        bytes("text/csv; charset=utf-8", text),
        CONTENT_DISPOSITION,
        "attachment; filename=\"psa-addresses.csv\"",
    ))
}
