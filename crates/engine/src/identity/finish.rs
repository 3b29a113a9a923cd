//! The sign-in ends and the session begins.

use super::Progress;
use super::flow::Held;
use crate::{Engine, Failure, Visitor};
use kernel::{Secret, SessionId};
use model::identity::{Destination, Population, Session, SignInRefusal, Step};
use model::operation::{Actor, AuditDraft};
use store::Tx;

/// What the browser gets at the end.
#[derive(Debug)]
pub struct Finished {
    /// The session cookie; none when a session only changed its account.
    pub session_token: Option<Secret<String>>,
    /// The device cookie.
    pub device_token: Option<Secret<String>>,
    /// Where to go.
    pub destination: Destination,
}

impl Engine {
    /// Ends the flow and begins the session in one transaction. The cookie is always a new one
    /// (attack: session fixation). A session of the same person in the same browser goes on under
    /// its id, so that modules know it; one of another person ends.
    pub(crate) async fn finish(
        &self,
        tx: &mut Tx,
        mut held: Held,
        visitor: &Visitor,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let now = self.now();
        let gone = || Failure::Refused(SignInRefusal::FlowStep);
        let identity_id = held.flow.identity_id.ok_or_else(gone)?;
        let affiliation_id = held.flow.affiliation_id.ok_or_else(gone)?;
        let affiliation = store::identity::affiliations::find(tx, affiliation_id)
            .await?
            .filter(|a| a.identity_id == identity_id && a.usable())
            .ok_or(Failure::Refused(SignInRefusal::NoAffiliation))?;
        // What she proved in this sign-in was changed or taken away since it began.
        if held.flow.of_session.is_none()
            && held.flow.started_at
                < store::identity::identities::proofs_since(tx, identity_id).await?
        {
            return Err(Failure::Refused(SignInRefusal::FlowGone));
        }
        if affiliation.id.population() == Population::Staff
            && !affiliation.policy.lets_in(&visitor.address)
        {
            return Err(Failure::Refused(SignInRefusal::NetworkNotAllowed));
        }
        // The flow stays for its remaining minutes, so that a double click is led to the same place.
        held.flow.step = Step::Done;
        self.save_flow(tx, &held).await?;
        if let Destination::Authorize {
            hint: Some((wanted, back)),
            ..
        } = &held.flow.destination
            && *wanted != identity_id
        {
            held.flow.destination = Destination::Back(back.clone());
        }
        let actor = Actor::Person(affiliation_id.to_string());
        if let Some(session) = held.flow.of_session {
            let moved = store::identity::sessions::set_affiliation(
                tx,
                session,
                affiliation_id,
                affiliation.partner_id,
            )
            .await?;
            if !moved {
                return Err(Failure::Refused(SignInRefusal::FlowGone));
            }
            let draft = AuditDraft::new(
                Some(affiliation.partner_id),
                actor,
                "session.account_chosen",
                session,
            )
            .from_address(&visitor.address);
            self.record(tx, draft);
            let finished = Finished {
                session_token: None,
                device_token: None,
                destination: held.flow.destination,
            };
            return Ok(Progress::Finished(Box::new(finished)));
        }
        let token = self.chance().token();
        let mut session = Session {
            id: SessionId::new(now, self.chance()),
            identity_id,
            affiliation_id,
            partner_id: affiliation.partner_id,
            auth_time: now,
            methods: held.flow.methods.clone(),
            proved_at: now,
            proved_methods: held.flow.methods.clone(),
            created_at: now,
            last_seen_at: now,
            expires_at: now
                + affiliation
                    .policy
                    .lifetimes(self.settings().sessions)
                    .absolute,
            ended_at: None,
            device: visitor.device.clone(),
            address: visitor.address.clone(),
        };
        let before = self.session_of_visitor(tx, visitor).await?;
        let mut goes_on = false;
        if let Some(before) = before.filter(|s| s.alive(now, self.settings().sessions)) {
            if before.identity_id == identity_id {
                session.id = before.id;
                goes_on =
                    store::identity::sessions::reprove(tx, self.digest(&token), &session).await?;
            } else {
                self.end_session_rows(tx, &before, "another_person", &visitor.address)
                    .await?;
            }
        }
        if !goes_on {
            store::identity::sessions::insert(tx, self.digest(&token), &session).await?;
        }
        let device_token = visitor
            .device_token
            .clone()
            .unwrap_or_else(|| self.chance().token().into());
        store::identity::devices::remember(
            tx,
            self.digest(device_token.reveal()),
            identity_id,
            &visitor.device,
            now,
        )
        .await?;
        store::identity::identities::note_sign_in(tx, identity_id, now).await?;
        let methods: Vec<&str> = session.methods.iter().map(|m| m.as_str()).collect();
        let draft = AuditDraft::new(
            Some(affiliation.partner_id),
            actor,
            if goes_on {
                "session.proved_again"
            } else {
                "session.begun"
            },
            session.id,
        )
        .change(
            "",
            serde_json::json!({ "methods": methods, "device": session.device }).to_string(),
        )
        .from_address(&visitor.address);
        self.record(tx, draft);
        metrics::counter!("vestibule_sign_in_total", "result" => "begun").increment(1);
        let finished = Finished {
            session_token: Some(token.into()),
            device_token: Some(device_token),
            destination: held.flow.destination,
        };
        Ok(Progress::Finished(Box::new(finished)))
    }
}
