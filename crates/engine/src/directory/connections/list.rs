//! Looking at connections.

use super::{TestReport, known};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::{ConnectionRefusal, PsaCompany, PsaCompanyName, PsaConnection, SyncGlance};
use store::Tx;
use store::directory::{psa_company_choice, psa_connections, psa_forget, psa_mirror, psa_sync};

/// A connection with how it stands.
#[derive(Clone, Debug)]
pub struct PsaConnectionCard {
    /// The connection.
    pub connection: PsaConnection,
    /// How the last test went, and when.
    pub tested: Option<(TestReport, Timestamp)>,
    /// How its reading stands; none while it was never begun.
    pub sync: Option<SyncGlance>,
}

/// All that is known of one connection.
#[derive(Clone, Debug)]
pub struct PsaConnectionFolder {
    /// The connection and how it stands.
    pub card: PsaConnectionCard,
    /// The companies that it is limited to, by name as far as they were met.
    pub associated: Vec<PsaCompanyName>,
    /// How many companies were read.
    pub companies: i64,
    /// How many of them are mapped.
    pub mappings: i64,
    /// How many contacts of the directory have a record there.
    pub contacts: i64,
}

async fn card(tx: &mut Tx, connection: PsaConnection) -> Result<PsaConnectionCard, Broken> {
    let tested = psa_connections::last_test(tx, connection.id).await?;
    // A report that an older version wrote in another way is none.
    let tested = tested.and_then(|(text, at)| Some((serde_json::from_str(&text).ok()?, at)));
    Ok(PsaConnectionCard {
        tested,
        sync: psa_sync::glance(tx, connection.id).await?,
        connection,
    })
}

impl Engine {
    /// The connections of her partner, by name: twenty at most.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_psa_connections(
        &self,
        admin: &Administrator,
    ) -> Result<Vec<PsaConnectionCard>, Broken> {
        let mut tx = self.db.read().await?;
        let mut cards = Vec::new();
        for connection in psa_connections::list(&mut tx, admin.scope).await? {
            cards.push(card(&mut tx, connection).await?);
        }
        Ok(cards)
    }

    /// One connection.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn get_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<PsaConnectionFolder, Failure<ConnectionRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = known(&mut tx, admin.scope, id).await?;
        let ids = &connection.associated;
        let mut associated = psa_company_choice::named(&mut tx, id, ids).await?;
        for missing in ids {
            if !associated.iter().any(|company| company.id == *missing) {
                associated.push(PsaCompanyName {
                    id: *missing,
                    identifier: String::new(),
                    name: format!("Company {missing}"),
                });
            }
        }
        Ok(PsaConnectionFolder {
            associated,
            companies: psa_mirror::count::<PsaCompany>(&mut tx, id).await?,
            mappings: psa_forget::mappings(&mut tx, id).await?,
            contacts: psa_forget::contacts(&mut tx, id).await?,
            card: card(&mut tx, connection).await?,
        })
    }

    /// Companies of a PSA whose name or short name holds a text: fifty at most.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn find_psa_companies(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        text: &str,
    ) -> Result<Vec<PsaCompanyName>, Failure<ConnectionRefusal>> {
        let mut tx = self.db.read().await?;
        known(&mut tx, admin.scope, id).await?;
        Ok(psa_company_choice::find(&mut tx, id, text, 50).await?)
    }
}
