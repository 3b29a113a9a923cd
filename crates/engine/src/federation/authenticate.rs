//! A client proves who it is.

use crate::{Engine, Failure};
use model::federation::{AuthMethod, Client};
use protocol::oidc::client_auth::{self, Presented};
use protocol::oidc::{Fault, FaultCode, Parameters};

impl Engine {
    /// The client of a request to the token, introspection or revocation endpoint. A secret is
    /// taken in the header or in the form, whichever the client's library prefers: neither is
    /// weaker than the other.
    ///
    /// # Errors
    /// `invalid_client` or `invalid_request`.
    pub(crate) async fn authenticate_client(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Client, Failure<Fault>> {
        let bad = || {
            Failure::Refused(Fault::new(
                FaultCode::InvalidClient,
                "client authentication failed",
            ))
        };
        let presented = client_auth::read(authorization, parameters).map_err(Failure::Refused)?;
        let mut tx = self.db.read().await?;
        let client = store::federation::clients::find(&mut tx, presented.client_id())
            .await?
            .ok_or_else(bad)?;
        drop(tx);
        let proved = match (&presented, client.auth_method, &client.secret_hash) {
            (Presented::Public { .. }, AuthMethod::None, _) => true,
            (
                Presented::Basic { secret, .. } | Presented::Post { secret, .. },
                AuthMethod::SecretBasic | AuthMethod::SecretPost,
                Some(hash),
            ) => kernel::secret::same(&self.digest(secret.reveal()), hash),
            _ => false,
        };
        if proved { Ok(client) } else { Err(bad()) }
    }
}
