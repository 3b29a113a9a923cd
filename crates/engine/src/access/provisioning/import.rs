//! The accounts of a module are read: whole, page by page, and taken over only when all of it came.

use super::call::Endpoint;
use crate::access::{Hand, PolicyRefused};
use crate::outside::{Outside, Undelivered};
use crate::{Broken, Engine};
use kernel::{LinkId, ModuleAccountId, Timestamp};
use model::access::{LinkState, ModuleAccount, ModuleLink};
use model::operation::Message;
use scim::ResourceKind;
use scim::client::{Answer, Outcome, Peer, page, read_page};
use serde_json::Value;
use std::collections::BTreeMap;

/// Accounts that one call asks for.
const PAGE: usize = 200;
/// Most accounts of one tenant that are read.
const MOST: usize = 20_000;
/// The extension in which a module says of an account what SCIM has no word for.
const MODULE_USER: &str = "urn:vestibule:scim:ModuleUser";

impl Engine {
    /// Asks for the accounts of a link to be read again; they are read after the commit.
    ///
    /// # Errors
    /// [`crate::access::LinkPolicyRefusal::NoLink`].
    pub async fn ask_for_accounts(&self, hand: &Hand, id: LinkId) -> Result<(), PolicyRefused> {
        let (engine, hand) = (self.clone(), hand.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let link = engine.link_in_hand(tx, &hand, id).await?;
                    engine.enqueue_reading(tx, &link).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The same in the caller's transaction; a module that shows its accounts to nobody is left alone.
    pub(crate) async fn enqueue_reading(
        &self,
        tx: &mut store::Tx,
        link: &ModuleLink,
    ) -> Result<(), Broken> {
        let message = Message::ReadAccounts {
            link: link.id,
            tenant: link.tenant.name.clone(),
        };
        self.enqueue(tx, Some(link.partner_id), &message).await?;
        Ok(())
    }

    /// Reads the accounts of a link. What was known stays until all of it came: a module that breaks
    /// off in the middle has not lost its people.
    pub(crate) async fn read_accounts(
        &self,
        id: LinkId,
        outside: &dyn Outside,
    ) -> Result<(), Undelivered> {
        let broken = |b: Broken| Undelivered::Later(b.to_string());
        let mut tx = self.db.read().await.map_err(Broken::from).map_err(broken)?;
        let link = store::access::links::find(&mut tx, id).await;
        let link = link.map_err(Broken::from).map_err(broken)?;
        let Some(link) = link.filter(|l| l.state == LinkState::Active) else {
            return Ok(());
        };
        let endpoint = self.endpoint_of(&mut tx, link).await.map_err(broken)?;
        drop(tx);
        let Some(endpoint) = endpoint else {
            return Ok(());
        };
        let peers = self.read_peers(&endpoint, outside).await?;
        self.take_accounts(&endpoint, peers).await.map_err(broken)
    }

    async fn read_peers(
        &self,
        endpoint: &Endpoint,
        outside: &dyn Outside,
    ) -> Result<Vec<Peer>, Undelivered> {
        let mut peers: BTreeMap<String, Peer> = BTreeMap::new();
        let mut start = 1;
        loop {
            let request = page(ResourceKind::User, start, PAGE);
            let answer = self
                .call_scim(endpoint, request, outside)
                .await
                .map_err(|b| Undelivered::Later(b.to_string()))?
                .map_err(Undelivered::Later)?;
            let read = read_page(
                &Answer {
                    status: answer.status,
                    etag: answer.etag.as_deref(),
                    retry_after: answer.retry_after.as_deref(),
                    body: &answer.body,
                },
                ResourceKind::User,
                PAGE,
                self.now(),
            );
            let page = match read {
                Outcome::Done(page) => page,
                Outcome::Refused(no) => {
                    let why = format!("the module answered {}: {}", no.status, no.detail);
                    return Err(Undelivered::Later(why));
                }
                Outcome::Unusable(why) => return Err(Undelivered::Later(why.into())),
                _ => return Err(Undelivered::Later("the module cannot answer now".into())),
            };
            let (total, came) = (page.total, page.peers.len());
            peers.extend(
                page.peers
                    .into_iter()
                    .map(|p| (p.id.as_str().to_owned(), p)),
            );
            start += came;
            if came == 0 || peers.len() >= total.min(MOST) {
                // Absent is not gone: only a list that is whole says who is not there any more.
                return if peers.len() >= total.min(MOST) {
                    Ok(peers.into_values().collect())
                } else {
                    Err(Undelivered::Later("the list of accounts broke off".into()))
                };
            }
        }
    }

    async fn take_accounts(&self, endpoint: &Endpoint, peers: Vec<Peer>) -> Result<(), Broken> {
        let now = self.now();
        let accounts: Vec<ModuleAccount> = peers
            .into_iter()
            .map(|peer| account_of(endpoint, peer, ModuleAccountId::new(now, self.chance())))
            .collect();
        // Many small transactions, so that nobody else's write waits for thousands of rows; what is
        // not there any more goes with the last.
        for part in accounts.chunks(500) {
            let part = part.to_vec();
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        for account in &part {
                            store::access::accounts::put(tx, account, now).await?;
                        }
                        Ok::<_, Broken>(())
                    })
                })
                .await?;
        }
        // Who is known at several partners may be different now, and the module keeps that too.
        let (engine, link) = (self.clone(), endpoint.link.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::access::accounts::forget_unseen(tx, link.id, now).await?;
                    store::access::links::note_imported(tx, link.id, now).await?;
                    engine.raise_and_tell(tx, &link).await
                })
            })
            .await?;
        // And whoever's account is not as the hub believed it to be is looked at.
        self.sweep_link(endpoint.link.id).await?;
        Ok(())
    }
}

/// The hub's copy of an account. Who may change login settings follows from the roles that the module
/// has told of in its manifest, or from its own word.
pub(super) fn account_of(endpoint: &Endpoint, peer: Peer, id: ModuleAccountId) -> ModuleAccount {
    let said = peer.extensions.get(MODULE_USER).and_then(Value::as_object);
    let flag = |name: &str| {
        let value = said.and_then(|s| s.get(name));
        value.and_then(Value::as_bool).unwrap_or(false)
    };
    let by_role = peer.roles.iter().any(|key| {
        endpoint
            .manifest
            .role(key)
            .is_some_and(|r| r.security_admin)
    });
    let seconds = said
        .and_then(|s| s.get("lastLocalLogin"))
        .and_then(Value::as_i64);
    let shown = |text: Option<String>| scim::client::shown(&text.unwrap_or_default());
    let username = shown(peer.user_name);
    let name = shown(peer.display_name);
    ModuleAccount {
        id,
        partner_id: endpoint.link.partner_id,
        link_id: endpoint.link.id,
        remote_id: peer.id.as_str().to_owned(),
        email: shown(peer.emails.and_then(|all| all.into_iter().next())),
        display_name: if name.is_empty() {
            username.clone()
        } else {
            name
        },
        username,
        active: peer.active.unwrap_or(true),
        security_admin: by_role || flag("securityAdmin"),
        roles: peer.roles,
        primary: flag("primary"),
        email_at_several: flag("emailAtSeveral"),
        last_local_login_at: seconds.map(Timestamp::from_unix_seconds),
        made_by_hub: false,
        etag: peer.version.unwrap_or_default(),
    }
}
