//! Loading and saving a sign-in under way.

use super::Finished;
use crate::{Broken, Engine, Failure};
use kernel::Secret;
use model::identity::{Flow, SignInRefusal, Step};
use store::Tx;
use vault::Place;

/// A sign-in under way as it was read; it can be saved only from this version.
pub(crate) struct Held {
    pub hash: [u8; 32],
    pub version: i64,
    pub flow: Flow,
}

/// Where a sign-in stands after a step.
#[derive(Debug)]
pub enum Progress {
    /// This step is due next.
    Next(Step),
    /// Everything is proved; the session has begun.
    Finished(Box<Finished>),
}

type Refused = Failure<SignInRefusal>;

fn place(hash: &[u8; 32]) -> Place<'_> {
    Place {
        table: "sign_in_flow",
        column: "sealed_flow",
        row: hash,
    }
}

impl Engine {
    pub(crate) fn seal_flow(&self, hash: &[u8; 32], flow: &Flow) -> Result<Vec<u8>, Broken> {
        let text = serde_json::to_vec(flow).map_err(|_| Broken::Damaged("flow"))?;
        Ok(self.sealer.seal(place(hash), &text, self.chance())?)
    }

    /// Adds a sign-in in the caller's transaction; the token goes into a cookie and the address.
    pub(crate) async fn insert_flow(
        &self,
        tx: &mut Tx,
        flow: &Flow,
    ) -> Result<Secret<String>, Broken> {
        let token = self.chance().token();
        let hash = self.digest(&token);
        let sealed = self.seal_flow(&hash, flow)?;
        store::identity::flows::insert(tx, hash, sealed, self.now() + Flow::LIFETIME).await?;
        Ok(token.into())
    }

    pub(crate) async fn hold_flow(&self, token: &str) -> Result<Held, Refused> {
        let hash = self.digest(token);
        let mut tx = self.db.read().await?;
        let found = store::identity::flows::find(&mut tx, hash, self.now()).await?;
        let (sealed, version) = found.ok_or(Failure::Refused(SignInRefusal::FlowGone))?;
        let text = self.sealer.open(place(&hash), &sealed)?;
        let flow = serde_json::from_slice(&text).map_err(|_| Broken::Damaged("flow"))?;
        Ok(Held {
            hash,
            version,
            flow,
        })
    }

    /// A sign-in at the step that the caller answers.
    pub(crate) async fn hold_flow_at(
        &self,
        token: &str,
        right: impl Fn(&Step) -> bool,
    ) -> Result<Held, Refused> {
        let held = self.hold_flow(token).await?;
        if right(&held.flow.step) {
            Ok(held)
        } else {
            Err(Failure::Refused(SignInRefusal::FlowStep))
        }
    }

    /// Writes the next step in the caller's transaction.
    pub(crate) async fn save_flow(&self, tx: &mut Tx, held: &Held) -> Result<(), Refused> {
        let sealed = self.seal_flow(&held.hash, &held.flow)?;
        if store::identity::flows::update(tx, held.hash, held.version, sealed).await? {
            Ok(())
        } else {
            Err(Failure::Refused(SignInRefusal::FlowStep))
        }
    }

    /// Writes the next step in a transaction of its own.
    pub(crate) async fn keep_flow(&self, held: Held) -> Result<Progress, Refused> {
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.save_flow(tx, &held).await?;
                    Ok(Progress::Next(held.flow.step))
                })
            })
            .await
    }

    /// A sign-in under way, to be shown.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`].
    pub async fn look_at_sign_in(&self, token: &str) -> Result<Flow, Refused> {
        Ok(self.hold_flow(token).await?.flow)
    }
}
