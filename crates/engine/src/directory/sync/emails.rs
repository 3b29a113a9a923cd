//! Addresses that more than one contact has.

use super::Halt;
use super::run::scope_of;
use crate::Engine;
use kernel::{ConflictId, ContactId, PsaConnectionId, Scope};
use model::directory::sync::{ConflictKind, Holder, judge_email};
use model::directory::{ContactState, PsaConnection};
use store::directory::{companies, contacts, contacts_held, psa_conflicts};
use store::{StoreFault, Tx};

/// Addresses that share a transaction.
const STEP: usize = 50;

/// A contact of an address, and the connection of her first record.
async fn holder(
    tx: &mut Tx,
    scope: Scope,
    id: ContactId,
) -> Result<Option<(Holder, Option<PsaConnectionId>)>, StoreFault> {
    let Some(contact) = contacts::find(tx, scope, id).await? else {
        return Ok(None);
    };
    let sources = contacts::sources(tx, id).await?;
    let mut of = Vec::new();
    for source in &sources {
        let known = of.iter().any(|(held, _)| *held == source.company_id);
        if source.state == ContactState::Active && !known {
            let company = companies::find(tx, scope, source.company_id).await?;
            let name = company.map_or_else(String::new, |c| c.name.as_str().to_owned());
            of.push((source.company_id, name));
        }
    }
    let holder = Holder {
        contact: id,
        name: contact.display_name(),
        companies: of,
    };
    Ok(Some((holder, sources.first().map(|s| s.connection_id))))
}

impl Engine {
    /// Raises and closes the questions about addresses, by their keys.
    pub(super) async fn judge_emails(
        &self,
        tx: &mut Tx,
        connection: &PsaConnection,
        keys: &[String],
    ) -> Result<(), StoreFault> {
        let (scope, now) = (scope_of(connection), self.now());
        for key in keys {
            let ids = contacts::with_email(tx, scope, key).await?;
            let mut held = psa_conflicts::of_subject(tx, scope, key).await?;
            held.retain(|c| {
                matches!(
                    c.conflict.kind,
                    ConflictKind::DuplicateEmail | ConflictKind::SeveralCompanies
                )
            });
            if ids.len() < 2 && held.is_empty() {
                continue;
            }
            let (mut holders, mut of) = (Vec::new(), None);
            for id in ids {
                if let Some((holder, from)) = holder(tx, scope, id).await? {
                    holders.push(holder);
                    of = of.or(from);
                }
            }
            let found = judge_email(key, &holders);
            let of = of.unwrap_or(connection.id);
            for known in &held {
                let same = |c: &model::directory::sync::Conflict| {
                    c.kind == known.conflict.kind && known.connection_id == of
                };
                if !found.as_ref().is_some_and(same) {
                    psa_conflicts::close(tx, known.id).await?;
                }
            }
            if let Some(conflict) = found {
                let id = ConflictId::new(now, self.chance());
                psa_conflicts::raise(tx, id, (scope, of, 0), &conflict, now).await?;
            }
        }
        Ok(())
    }

    /// Looks at every address that two have, and at every question that is open.
    pub(super) async fn judge_all_emails(&self, connection: &PsaConnection) -> Result<(), Halt> {
        let scope = scope_of(connection);
        let (mut keys, mut after) = (Vec::new(), String::new());
        let mut tx = self.db.read().await?;
        loop {
            let page = contacts_held::duplicate_emails(&mut tx, scope, &after, 1_000).await?;
            let Some(last) = page.last().cloned() else {
                break;
            };
            after = last;
            keys.extend(page);
        }
        let mut last = ConflictId([0; 16]);
        loop {
            let page = psa_conflicts::about_emails(&mut tx, connection.id, last, 1_000).await?;
            let Some(end) = page.last().map(|c| c.id) else {
                break;
            };
            last = end;
            keys.extend(page.into_iter().map(|c| c.conflict.subject));
        }
        drop(tx);
        keys.sort();
        keys.dedup();
        for step in keys.chunks(STEP) {
            let (engine, connection, step) = (self.clone(), connection.clone(), step.to_vec());
            self.db
                .write(move |tx| {
                    Box::pin(async move { engine.judge_emails(tx, &connection, &step).await })
                })
                .await?;
        }
        Ok(())
    }
}
