//! Somebody types the code of a device, sees what it wants, and says yes or no.

use crate::identity::Signed;
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{FamilyId, Refusal as _, Scope, Timestamp};
use model::access::{EntryRefusal, ModuleInstance};
use model::federation::{
    AskedClaims, Client, DeviceGrant, DeviceRefusal, DeviceState, Family, GrantType, Purpose,
    read_user_code, show_user_code,
};
use model::identity::{Affiliation, Bucket, SignInRefusal};
use model::operation::{Actor, AuditDraft};
use store::Tx;

/// What she is asked.
#[derive(Clone, Debug)]
pub struct DeviceQuestion {
    /// The code, as the device shows it.
    pub code: String,
    /// The module that the device is of.
    pub module: String,
    /// The network address that it began from.
    pub begun_from: String,
    /// When it began.
    pub begun_at: Timestamp,
}

/// A device that waits, with what was found about it.
struct Waiting {
    code: String,
    grant: DeviceGrant,
    client: Client,
    instance: ModuleInstance,
    /// As whom she would enter, or why she may not.
    place: Result<Affiliation, EntryRefusal>,
}

impl Engine {
    /// What the device of a typed code wants. Every try is charged before it is looked at: codes are
    /// short.
    ///
    /// # Errors
    /// [`DeviceRefusal`], also when she may not enter the module.
    pub async fn look_at_device(
        &self,
        signed: &Signed,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<DeviceQuestion, Failure<DeviceRefusal>> {
        let waiting = self.device_of(signed, typed, visitor).await?;
        if let Err(refusal) = waiting.place {
            self.record_device(&waiting, signed, "module.refused", refusal.code(), visitor)
                .await?;
            return Err(Failure::Refused(DeviceRefusal::Entry(refusal)));
        }
        Ok(DeviceQuestion {
            code: show_user_code(&waiting.code),
            module: waiting.instance.display_name.as_str().to_owned(),
            begun_from: waiting.grant.begun_from,
            begun_at: waiting.grant.created_at,
        })
    }

    /// Allows a device or says no; the name of its module. Everything is looked at anew.
    ///
    /// # Errors
    /// [`DeviceRefusal`].
    pub async fn answer_device(
        &self,
        signed: &Signed,
        typed: &str,
        allow: bool,
        visitor: &Visitor,
    ) -> Result<String, Failure<DeviceRefusal>> {
        let waiting = self.device_of(signed, typed, visitor).await?;
        let hash = self.user_code_digest(&waiting.code);
        let module = waiting.instance.display_name.as_str().to_owned();
        let place = match (allow, &waiting.place) {
            (false, _) => None,
            (true, Ok(place)) => Some(place.clone()),
            (true, Err(refusal)) => {
                return Err(Failure::Refused(DeviceRefusal::Entry(*refusal)));
            }
        };
        let action = if allow {
            "device.allowed"
        } else {
            "device.denied"
        };
        let draft = draft(&waiting, signed, action, visitor);
        let family = place.map(|place| self.family_of_device(&waiting, signed, &place));
        let (engine, now, session) = (self.clone(), self.now(), signed.session.id);
        let client = waiting.client;
        let answered = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    if !store::identity::sessions::hold(tx, session).await? {
                        return Ok::<_, Broken>(false);
                    }
                    let (state, id) = match &family {
                        Some(family) => (DeviceState::Allowed, Some(family.id)),
                        None => (DeviceState::Denied, None),
                    };
                    if !store::federation::devices::answer(tx, hash, state, id, now).await? {
                        return Ok(false);
                    }
                    if let Some(family) = family {
                        store::federation::families::insert(tx, &family).await?;
                        let subject = engine.subject_of(&client, family.affiliation_id);
                        store::federation::clients::note_session(
                            tx, session, client.id, &subject, now,
                        )
                        .await?;
                    }
                    engine.record(tx, draft);
                    Ok(true)
                })
            })
            .await?;
        if answered {
            Ok(module)
        } else {
            Err(Failure::Refused(DeviceRefusal::CodeWrong))
        }
    }

    fn family_of_device(&self, waiting: &Waiting, signed: &Signed, place: &Affiliation) -> Family {
        let (now, lifetimes) = (self.now(), self.settings().tokens);
        let refreshable = waiting
            .client
            .grant_types
            .contains(&GrantType::RefreshToken);
        let scopes = waiting.grant.scopes.clone();
        Family {
            id: FamilyId::new(now, self.chance()),
            partner_id: waiting.client.partner_id,
            client_id: waiting.client.id,
            affiliation_id: place.id,
            session_id: signed.session.id,
            offline: refreshable && scopes.iter().any(|s| s == "offline_access"),
            scopes,
            resources: waiting.grant.resources.clone(),
            asked_claims: AskedClaims::default(),
            auth_time: signed.session.auth_time,
            methods: signed.session.methods.clone(),
            created_at: now,
            expires_at: if refreshable {
                now + lifetimes.refresh_absolute
            } else {
                waiting.grant.expires_at + lifetimes.access
            },
            ended_at: None,
            purpose: Purpose::Entry,
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the client's registration gives the scope"
    )]
    async fn device_of(
        &self,
        signed: &Signed,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Waiting, Failure<DeviceRefusal>> {
        let no = Failure::Refused;
        if !self.settings().protocol.device_flow {
            return Err(no(DeviceRefusal::Off));
        }
        let bucket = Bucket::Account(format!("device:{}", signed.identity.id));
        let buckets = vec![bucket.clone(), Self::address_bucket(visitor)];
        if let Err(wait) = self.charge(buckets).await? {
            return Err(no(DeviceRefusal::Slow(SignInRefusal::TooManyTries(wait))));
        }
        let code = read_user_code(typed).ok_or(no(DeviceRefusal::CodeWrong))?;
        let hash = self.user_code_digest(&code);
        let mut tx = self.db.read().await?;
        let grant = store::federation::devices::find_waiting(&mut tx, hash, self.now())
            .await?
            .ok_or(no(DeviceRefusal::CodeWrong))?;
        let scope = Scope::of(grant.partner_id);
        let client = store::federation::clients::get(&mut tx, scope, grant.client_id)
            .await?
            .ok_or(no(DeviceRefusal::CodeWrong))?;
        let Some(instance) = self.instance_of(&mut tx, scope, &client).await? else {
            return Err(no(DeviceRefusal::CodeWrong));
        };
        let mut places =
            store::identity::affiliations::of_identity(&mut tx, signed.identity.id).await?;
        places.retain(|a| a.partner_id == grant.partner_id);
        let place = places
            .iter()
            .find(|a| a.id == signed.affiliation.id)
            .or_else(|| places.iter().find(|a| a.usable()))
            .or(places.first())
            .cloned();
        let entered = self
            .may_enter(&mut tx, &signed.identity, place.as_ref(), &instance)
            .await?;
        drop(tx);
        let place = match (entered, place) {
            (Ok(_), Some(place)) => Ok(place),
            (Err(refusal), _) => Err(refusal),
            (Ok(_), None) => Err(EntryRefusal::NotAtPartner),
        };
        // The code was right: what she tried before is forgiven.
        let visitor = visitor.clone();
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine
                        .proof_was_right(tx, &bucket, &visitor)
                        .await
                        .map_err(Broken::from)
                })
            })
            .await?;
        Ok(Waiting {
            code,
            grant,
            client,
            instance,
            place,
        })
    }

    async fn instance_of(
        &self,
        tx: &mut Tx,
        scope: Scope,
        client: &Client,
    ) -> Result<Option<ModuleInstance>, Broken> {
        match client.instance_id {
            Some(id) => Ok(store::access::modules::find_instance(tx, scope, id).await?),
            None => Ok(None),
        }
    }

    async fn record_device(
        &self,
        waiting: &Waiting,
        signed: &Signed,
        action: &'static str,
        why: &'static str,
        visitor: &Visitor,
    ) -> Result<(), Broken> {
        let draft = draft(waiting, signed, action, visitor).because(why);
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }
}

/// An entry of the audit log about a device: the module, by whom, and where the device began.
fn draft(
    waiting: &Waiting,
    signed: &Signed,
    action: &'static str,
    visitor: &Visitor,
) -> AuditDraft {
    let begun = serde_json::json!({ "begun_from": waiting.grant.begun_from });
    AuditDraft::new(
        Some(waiting.client.partner_id),
        Actor::Person(signed.affiliation.id.to_string()),
        action,
        waiting.instance.id,
    )
    .change("", begun.to_string())
    .from_address(&visitor.address)
}
