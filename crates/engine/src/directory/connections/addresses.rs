//! The allow-list: which addresses the firewall before a PSA must let in.

use super::known;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::PsaConnectionId;
use model::directory::{AllowList, ConnectionRefusal, PsaConnection, allow_list};

impl Engine {
    /// A connection, and the addresses that its PSA is called from: by where it stands, those of the
    /// regions of the partner's own modules first (X-07).
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn psa_addresses(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<(PsaConnection, AllowList), Failure<ConnectionRefusal>> {
        let connection = {
            let mut tx = self.db.read().await?;
            known(&mut tx, admin.scope, id).await?
        };
        let modules = self.list_modules(admin).await?;
        let own: Vec<String> = modules.into_iter().filter_map(|m| m.region).collect();
        let psa = &self.settings().psa;
        let list = allow_list(connection.deployment(), &psa.by_region(), &psa.hosted, &own);
        Ok((connection, list))
    }
}
