//! Which account: at which partner, for which company (S4-27, S4-28).

use super::flow::Held;
use super::{Finished, Progress};
use crate::{Broken, Engine, Failure, Visitor};
use model::identity::{Affiliation, AffiliationId, Destination, Flow, SignInRefusal, Step};
use store::Tx;

impl Engine {
    /// The affiliations that a sign-in may end in. A destination at one partner limits them to it;
    /// where she has none there, the others stand, and the door says why she may not enter.
    pub(crate) async fn candidates(
        &self,
        tx: &mut Tx,
        flow: &Flow,
    ) -> Result<Vec<Affiliation>, Broken> {
        let Some(id) = flow.identity_id else {
            return Ok(Vec::new());
        };
        let mut usable = store::identity::affiliations::of_identity(tx, id).await?;
        usable.retain(Affiliation::usable);
        if let Some(partner) = flow.partner() {
            let there: Vec<_> = usable
                .iter()
                .filter(|a| a.partner_id == partner)
                .cloned()
                .collect();
            if !there.is_empty() {
                return Ok(there);
            }
            usable.truncate(1);
        }
        Ok(usable)
    }

    /// What she may choose from, for the page.
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`.
    pub async fn choices(&self, token: &str) -> Result<Vec<Affiliation>, Failure<SignInRefusal>> {
        let held = self.hold_flow_at(token, |s| *s == Step::Choose).await?;
        let mut tx = self.db.read().await?;
        Ok(self.candidates(&mut tx, &held.flow).await?)
    }

    /// Takes the choice.
    ///
    /// # Errors
    /// [`SignInRefusal::NotHers`], `FlowGone`, `FlowStep`.
    pub async fn choose(
        &self,
        token: &str,
        chosen: AffiliationId,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self.hold_flow_at(token, |s| *s == Step::Choose).await?;
        let (engine, visitor) = (self.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let candidates = engine.candidates(tx, &held.flow).await?;
                    if !candidates.iter().any(|a| a.id == chosen) {
                        return Err(Failure::Refused(SignInRefusal::NotHers));
                    }
                    held.flow.affiliation_id = Some(chosen);
                    engine.finish(tx, held, &visitor).await
                })
            })
            .await
    }

    /// Goes on when both factors are proved: accepts the invitation that brought her here, then
    /// asks for a choice or finishes.
    pub(crate) async fn after_proofs(
        &self,
        tx: &mut Tx,
        mut held: Held,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        if let Destination::Accept(link) = &held.flow.destination {
            held.flow.affiliation_id = self
                .accept(tx, link.clone(), held.flow.identity_id, visitor)
                .await?;
        }
        if held.flow.affiliation_id.is_none() {
            let candidates = self.candidates(tx, &held.flow).await?;
            match candidates.as_slice() {
                [] => {
                    // No session begins: she goes back as she came, with the reason.
                    if let Destination::Authorize {
                        inactive: Some(back),
                        ..
                    } = held.flow.destination
                    {
                        return Ok(Progress::Finished(Box::new(Finished {
                            session_token: None,
                            device_token: None,
                            destination: Destination::Back(back),
                        })));
                    }
                    return Err(Failure::Refused(SignInRefusal::NoAffiliation));
                }
                [only] => held.flow.affiliation_id = Some(only.id),
                _ => {
                    held.flow.step = Step::Choose;
                    self.save_flow(tx, &held).await?;
                    return Ok(Progress::Next(Step::Choose));
                }
            }
        }
        self.finish(tx, held, visitor).await
    }
}
