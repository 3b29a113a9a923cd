//! Connections to PSAs, as masters administer them.

mod addresses;
mod forget;
mod list;
mod pause;
mod reach;
mod rights;
mod save;
mod test;
mod typed;

pub use list::{PsaConnectionCard, PsaConnectionFolder};
pub use reach::{ReachCount, ReachView};
pub use rights::{RightsRefusal, RightsReport, RightsRow};
pub use test::{TestReport, TestStep};
pub use typed::PsaDraftRefusal;

use crate::Failure;
use kernel::{PsaConnectionId, Scope};
use model::directory::{ConnectionRefusal, PsaConnection};
use store::Tx;
use store::directory::psa_connections;

/// A connection of a partner, or the refusal that there is none.
pub(crate) async fn known(
    tx: &mut Tx,
    scope: Scope,
    id: PsaConnectionId,
) -> Result<PsaConnection, Failure<ConnectionRefusal>> {
    psa_connections::find(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(ConnectionRefusal::Unknown))
}

/// A connection in the audit log: where to, as whom, about what; never a key.
fn in_words(connection: &PsaConnection) -> String {
    serde_json::json!({
        "vendor": connection.vendor.as_str(),
        "name": connection.name.as_str(),
        "host": connection.host,
        "company": connection.company,
        "account": connection.account,
        "api_member": connection.api_member,
        "own_client_id": !connection.client_id.is_empty(),
        "associated_companies": connection.associated.len(),
        "hidden_types": connection.filter.hidden_types,
        "hidden_statuses": connection.filter.hidden_statuses,
        "state": connection.state.as_str(),
    })
    .to_string()
}
