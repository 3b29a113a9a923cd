//! Deleting a mapping: it and its settings go, both companies and every ticket stay (S3-117).

use super::{held, in_words};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{MappingId, PsaConnectionId};
use model::directory::{CompanyMapping, MappingRefusal};
use store::directory::{company_mapping_list, company_mappings, psa_due};

impl Engine {
    /// Deletes a mapping; what it was, so that it can be made again.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`], `Unknown`.
    pub async fn delete_mapping(
        &self,
        admin: &Administrator,
        connection: PsaConnectionId,
        id: MappingId,
    ) -> Result<CompanyMapping, Failure<MappingRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let was = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let scope = admin.scope;
                    let connection = held(tx, scope, connection).await?;
                    let listed = company_mapping_list::find(tx, scope, id)
                        .await?
                        .filter(|l| l.mapping.connection_id == connection.id)
                        .ok_or(Failure::Refused(MappingRefusal::Unknown))?;
                    company_mappings::delete(tx, scope, id).await?;
                    psa_due::mark(tx, connection.id, listed.mapping.psa_company).await?;
                    let entry = admin.did("company_mapping.deleted", id);
                    let words = in_words(&listed.mapping, &listed.company);
                    engine.record(tx, entry.change(words, ""));
                    Ok(listed.mapping)
                })
            })
            .await;
        self.nudge_psa.notify_one();
        was
    }
}
