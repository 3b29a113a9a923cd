//! Where somebody is signed in, and which browsers are known to be hers.

use super::{DEVICE_MEMORY, Signed};
use crate::{Broken, Engine, Visitor};
use model::identity::KnownDevice;
use store::Tx;

/// A known browser, and whether it is the one that asks.
#[derive(Clone, Debug)]
pub struct MyDevice {
    /// The browser.
    pub known: KnownDevice,
    /// Whether it is this one.
    pub current: bool,
}

impl Engine {
    /// Ends all sessions of a person but the one that asks; how many.
    pub(crate) async fn end_sessions_but(
        &self,
        tx: &mut Tx,
        signed: &Signed,
        why: &str,
        address: &str,
    ) -> Result<usize, Broken> {
        let mut ended = 0;
        for session in store::identity::sessions::list(tx, signed.identity.id, self.now()).await? {
            if session.id != signed.session.id
                && self.end_session_rows(tx, &session, why, address).await?
            {
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Signs a person out everywhere but here; how many sessions that ended.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn end_other_sessions(
        &self,
        signed: &Signed,
        address: &str,
    ) -> Result<usize, Broken> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine
                        .end_sessions_but(tx, &signed, "ended_by_owner", &address)
                        .await
                })
            })
            .await
    }

    /// The browsers that are known to be hers, newest first.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn my_devices(
        &self,
        signed: &Signed,
        visitor: &Visitor,
    ) -> Result<Vec<MyDevice>, Broken> {
        let here = visitor
            .device_token
            .as_ref()
            .map(|t| self.digest(t.reveal()).to_vec());
        let since = self.now() - DEVICE_MEMORY;
        let mut tx = self.db.read().await?;
        let devices = store::identity::devices::list(&mut tx, signed.identity.id, since).await?;
        Ok(devices
            .into_iter()
            .map(|known| MyDevice {
                current: here.as_ref() == Some(&known.token_hash),
                known,
            })
            .collect())
    }

    /// Forgets a browser: from there she is a stranger again. False when she has no such.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn forget_device(
        &self,
        signed: &Signed,
        token_hash: Vec<u8>,
        address: &str,
    ) -> Result<bool, Broken> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    let forgotten = store::identity::devices::forget(tx, id, &token_hash).await?;
                    if forgotten {
                        let draft = engine.by_herself(&signed, "device.forgotten", id, &address);
                        engine.record(tx, draft);
                    }
                    Ok(forgotten)
                })
            })
            .await
    }
}
