//! Forgetting a connection: its keys, what was read, what was mapped. Nothing changes in the PSA.

use super::{in_words, known};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::PsaConnectionId;
use model::directory::ConnectionRefusal;
use store::directory::{psa_connections, psa_forget};

impl Engine {
    /// Forgets a connection. Where companies are mapped by it, `with_mappings` says that these
    /// mappings may go. Companies and contacts of the directory stay; contacts that no other PSA
    /// knows are out of scope.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`], `Mapped`.
    pub async fn forget_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        with_mappings: bool,
    ) -> Result<(), Failure<ConnectionRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let connection = known(tx, admin.scope, id).await?;
                    let mappings = psa_forget::mappings(tx, id).await?;
                    if mappings > 0 && !with_mappings {
                        return Err(Failure::Refused(ConnectionRefusal::Mapped(mappings)));
                    }
                    let contacts = psa_forget::contacts(tx, id).await?;
                    psa_forget::all(tx, id).await?;
                    psa_connections::delete(tx, admin.scope, id).await?;
                    let why = format!("{mappings} mappings, {contacts} contacts came from it");
                    let entry = admin.did("psa_connection.forgotten", id).because(why);
                    engine.record(tx, entry.change(in_words(&connection), ""));
                    Ok(())
                })
            })
            .await?;
        self.psa_lines.hang_up(id);
        Ok(())
    }
}
