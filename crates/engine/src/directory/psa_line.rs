//! The way to the PSA of a connection: one client for each, kept, since it holds tokens and what was
//! learnt.

use crate::outside::psa::{Psa, PsaAccess};
use crate::{Broken, Engine};
use kernel::{PsaConnectionId, Secret};
use model::directory::{PsaConnection, PsaVendor};
use protocol::psa::bms::Region;
use protocol::psa::connectwise::{BaseUrl, Login};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use vault::Place;

/// The keys of a connection: sealed as one, never shown.
#[derive(Clone, Debug)]
pub struct PsaKeys {
    /// The public key of ConnectWise; empty for BMS.
    pub public: Secret<String>,
    /// The private key, or the password.
    pub private: Secret<String>,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    public: String,
    private: String,
}

type Lines = HashMap<PsaConnectionId, ([u8; 32], Arc<dyn Psa>)>;

/// The clients of this node, each with a digest of what it was opened with.
#[derive(Default)]
pub(crate) struct PsaLines(Mutex<Lines>);

impl PsaLines {
    fn locked(&self) -> std::sync::MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a client: its connection is gone.
    pub(crate) fn hang_up(&self, id: PsaConnectionId) {
        self.locked().remove(&id);
    }
}

fn place(id: &PsaConnectionId) -> Place<'_> {
    Place {
        table: "psa_connection",
        column: "sealed_keys",
        row: &id.0,
    }
}

impl Engine {
    /// Seals keys for the row of a connection.
    pub(crate) fn seal_psa_keys(
        &self,
        id: PsaConnectionId,
        keys: &PsaKeys,
    ) -> Result<Vec<u8>, Broken> {
        let text = serde_json::to_vec(&Sealed {
            public: keys.public.reveal().clone(),
            private: keys.private.reveal().clone(),
        })
        .map_err(|_| Broken::Damaged("keys of a PSA"))?;
        Ok(self.sealer.seal(place(&id), &text, self.chance())?)
    }

    /// Opens the keys of a row.
    pub(crate) fn open_psa_keys(
        &self,
        id: PsaConnectionId,
        sealed: &[u8],
    ) -> Result<PsaKeys, Broken> {
        let text = self.sealer.open(place(&id), sealed)?;
        let held: Sealed =
            serde_json::from_slice(&text).map_err(|_| Broken::Damaged("keys of a PSA"))?;
        Ok(PsaKeys {
            public: Secret::new(held.public),
            private: Secret::new(held.private),
        })
    }

    /// What a client of a connection with these keys is opened with. The parts were checked when they
    /// were saved.
    pub(crate) fn psa_access(
        &self,
        connection: &PsaConnection,
        keys: &PsaKeys,
    ) -> Result<PsaAccess, Broken> {
        let damaged = || Broken::Damaged("connection to a PSA");
        Ok(match connection.vendor {
            PsaVendor::ConnectWise => PsaAccess::ConnectWise {
                base: BaseUrl::parse(&connection.host).map_err(|_| damaged())?,
                login: Login::new(
                    &connection.company,
                    &keys.public,
                    &keys.private,
                    self.client_id_of(connection),
                )
                .map_err(|_| damaged())?,
            },
            PsaVendor::Bms => PsaAccess::Bms {
                region: Region::parse(&connection.host).map_err(|_| damaged())?,
                tenant: connection.company.clone(),
                username: connection.account.clone(),
                password: keys.private.clone(),
            },
        })
    }

    /// The GUID of the integration: the connection's own, else the operator's.
    pub(crate) fn client_id_of<'a>(&'a self, connection: &'a PsaConnection) -> &'a str {
        match connection.client_id.as_str() {
            "" => &self.settings().psa.connectwise_client_id,
            own => own,
        }
    }

    /// The client of a connection. It is opened anew when the connection or its keys were changed, here
    /// or on another node.
    pub(crate) async fn psa(&self, connection: &PsaConnection) -> Result<Arc<dyn Psa>, Broken> {
        let id = connection.id;
        let sealed = {
            let mut tx = self.db.read().await?;
            store::directory::psa_connections::keys(&mut tx, id).await?
        };
        let (sealed, _) = sealed.ok_or(Broken::Damaged("connection to a PSA"))?;
        let parts: [&[u8]; 6] = [
            &sealed,
            connection.vendor.as_str().as_bytes(),
            connection.host.as_bytes(),
            connection.company.as_bytes(),
            connection.account.as_bytes(),
            self.client_id_of(connection).as_bytes(),
        ];
        let digest = vault::digest::sha256(&parts.join(&0_u8));
        let held = self.psa_lines.locked().get(&id).cloned();
        if let Some((_, psa)) = held.filter(|(known, _)| *known == digest) {
            return Ok(psa);
        }
        let keys = self.open_psa_keys(id, &sealed)?;
        let psa = self.psa_clients.open(&self.psa_access(connection, &keys)?);
        self.psa_lines.locked().insert(id, (digest, psa.clone()));
        Ok(psa)
    }
}
