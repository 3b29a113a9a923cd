//! Rows of links of tenants, and of what modules say of themselves.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{InstanceId, LinkId, PartnerId, Scope, Timestamp};
use model::access::{LinkState, ModuleLink};
use unified_login::{LoginPolicy, Manifest};

statements! {
    INSERT_MODULE_LINK = "INSERT INTO module_link (id, partner_id, instance_id, origin, tenant, tenant_id, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    RESUME_LINK = "UPDATE module_link SET state = 'active', tenant = $3, policy = $4, version = version + 1, seq = seq + 1, linked_by = $5, module_admin = $6, linked_at = $7, ended_at = NULL WHERE partner_id = $1 AND id = $2 AND state = 'suspended'";
    END_LINK = "UPDATE module_link SET state = 'suspended', policy = $3, version = version + 1, ended_at = $4 WHERE partner_id = $1 AND id = $2 AND state = 'active'";
    SET_LOGIN_POLICY = "UPDATE module_link SET policy = $4, version = version + 1 WHERE partner_id = $1 AND id = $2 AND version = $3";
    RAISE_VERSION = "UPDATE module_link SET version = version + 1 WHERE partner_id = $1 AND id = $2";
    RAISE_ALL = "UPDATE module_link SET version = version + $1, seq = seq + $1";
    NEXT_SEQ = "UPDATE module_link SET seq = seq + 1 WHERE id = $1";
    NOTE_SEEN = "UPDATE module_link SET last_seen_at = $2 WHERE id = $1";
    NOTE_IMPORTED = "UPDATE module_link SET imported_at = $2 WHERE id = $1";
    GET_LINK = "SELECT id, partner_id, instance_id, origin, tenant, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at, ended_at, last_seen_at, imported_at FROM module_link WHERE partner_id = $1 AND id = $2";
    FIND_MODULE_LINK = "SELECT id, partner_id, instance_id, origin, tenant, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at, ended_at, last_seen_at, imported_at FROM module_link WHERE id = $1";
    LINKS_OF_INSTANCE = "SELECT id, partner_id, instance_id, origin, tenant, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at, ended_at, last_seen_at, imported_at FROM module_link WHERE partner_id = $1 AND instance_id = $2 ORDER BY id LIMIT 1000";
    LINKS_OF_PARTNER = "SELECT id, partner_id, instance_id, origin, tenant, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at, ended_at, last_seen_at, imported_at FROM module_link WHERE partner_id = $1 ORDER BY id LIMIT 1000";
    ACTIVE_LINKS = "SELECT id, partner_id, instance_id, origin, tenant, state, one_to_one, policy, version, seq, linked_by, module_admin, linked_at, ended_at, last_seen_at, imported_at FROM module_link WHERE state = 'active' AND id > $1 ORDER BY id LIMIT 200";
    OWNER_OF_TENANT = "SELECT partner_id FROM module_link WHERE origin = $1 AND tenant_id = $2 AND state = 'active'";
    OPEN_DOOR = "UPDATE module_instance SET unified_login = $3 WHERE partner_id = $1 AND id = $2";
    SET_MANIFEST = "INSERT INTO module_manifest (instance_id, partner_id, manifest, read_at) VALUES ($1, $2, $3, $4) ON CONFLICT (instance_id) DO UPDATE SET manifest = $3, read_at = $4";
    GET_MANIFEST = "SELECT manifest, read_at FROM module_manifest WHERE partner_id = $1 AND instance_id = $2";
    FORGET_TASKS = "DELETE FROM provision_task WHERE partner_id = $1 AND link_id IN (SELECT id FROM module_link WHERE instance_id = $2)";
    FORGET_BONDS = "DELETE FROM account_link WHERE partner_id = $1 AND link_id IN (SELECT id FROM module_link WHERE instance_id = $2)";
    FORGET_EXCEPTIONS = "DELETE FROM login_exception WHERE partner_id = $1 AND link_id IN (SELECT id FROM module_link WHERE instance_id = $2)";
    FORGET_ACCOUNTS = "DELETE FROM module_account WHERE partner_id = $1 AND link_id IN (SELECT id FROM module_link WHERE instance_id = $2)";
    FORGET_LINKS = "DELETE FROM module_link WHERE partner_id = $1 AND instance_id = $2";
    DELETE_MANIFEST = "DELETE FROM module_manifest WHERE instance_id = $1";
}

fn policy_text(policy: &LoginPolicy) -> String {
    serde_json::to_string(policy).unwrap_or_else(|_| "{}".into())
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read(c: &mut Columns<'_>) -> Result<ModuleLink, StoreFault> {
    Ok(ModuleLink {
        id: LinkId(c.id()?),
        partner_id: PartnerId(c.id()?),
        instance_id: InstanceId(c.id()?),
        origin: c.text()?,
        tenant: c.parsed(|t| serde_json::from_str(t).ok())?,
        state: c.parsed(LinkState::parse)?,
        one_to_one: c.flag()?,
        policy: c.parsed(|t| serde_json::from_str(t).ok())?,
        version: u64::try_from(c.int()?).unwrap_or_default(),
        seq: u64::try_from(c.int()?).unwrap_or_default(),
        linked_by: c.text()?,
        module_admin: c.text()?,
        linked_at: c.time()?,
        ended_at: c.time_or_null()?,
        last_seen_at: c.time_or_null()?,
        imported_at: c.time_or_null()?,
    })
}

/// Adds a link.
///
/// # Errors
/// [`StoreFault::Taken`] when the tenant, or the instance where one is all it may have, is linked.
pub async fn insert(tx: &mut Tx, link: &ModuleLink) -> Result<(), StoreFault> {
    let values = [
        link.id.0.into(),
        link.partner_id.0.into(),
        link.instance_id.0.into(),
        link.origin.as_str().into(),
        tenant_text(link).into(),
        link.tenant.id.as_str().into(),
        link.state.as_str().into(),
        link.one_to_one.into(),
        policy_text(&link.policy).into(),
        count(link.version).into(),
        count(link.seq).into(),
        link.linked_by.as_str().into(),
        link.module_admin.as_str().into(),
        link.linked_at.into(),
    ];
    tx.run(&INSERT_MODULE_LINK, &values).await.map(|_| ())
}

fn tenant_text(link: &ModuleLink) -> String {
    serde_json::to_string(&link.tenant).unwrap_or_else(|_| "{}".into())
}

/// Brings a suspended link back; false when it was not suspended.
///
/// # Errors
/// [`StoreFault::Taken`] as above.
pub async fn resume(tx: &mut Tx, link: &ModuleLink) -> Result<bool, StoreFault> {
    let values = [
        link.partner_id.0.into(),
        link.id.0.into(),
        tenant_text(link).into(),
        policy_text(&link.policy).into(),
        link.linked_by.as_str().into(),
        link.module_admin.as_str().into(),
        link.linked_at.into(),
    ];
    Ok(tx.run(&RESUME_LINK, &values).await? > 0)
}

/// Suspends an active link with everything off; false when it was not active.
///
/// # Errors
/// [`StoreFault`], as in all below.
pub async fn end(
    tx: &mut Tx,
    scope: Scope,
    id: LinkId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let off = policy_text(&LoginPolicy::default());
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        off.into(),
        now.into(),
    ];
    Ok(tx.run(&END_LINK, &values).await? > 0)
}

/// Sets the policy of a link that is still of this version; false when it has changed since.
///
/// # Errors
/// See above.
pub async fn set_policy(
    tx: &mut Tx,
    scope: Scope,
    id: LinkId,
    version: u64,
    policy: &LoginPolicy,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        count(version).into(),
        policy_text(policy).into(),
    ];
    Ok(tx.run(&SET_LOGIN_POLICY, &values).await? > 0)
}

/// Notes that something of what the module is told has changed.
///
/// # Errors
/// See above.
pub async fn raise_version(tx: &mut Tx, scope: Scope, id: LinkId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&RAISE_VERSION, &values).await.map(|_| ())
}

/// Raises versions and sequences of all links by so much: after a restore modules must not take what
/// comes for older than what they keep.
///
/// # Errors
/// See above.
pub async fn raise_all(tx: &mut Tx, by: u64) -> Result<u64, StoreFault> {
    tx.run(&RAISE_ALL, &[count(by).into()]).await
}

/// The number of the next event of a link.
///
/// # Errors
/// See above.
pub async fn next_seq(tx: &mut Tx, id: LinkId) -> Result<u64, StoreFault> {
    tx.run(&NEXT_SEQ, &[id.0.into()]).await?;
    Ok(find(tx, id).await?.map_or(0, |link| link.seq))
}

/// Notes that the module asked for its policy.
///
/// # Errors
/// See above.
pub async fn note_seen(tx: &mut Tx, id: LinkId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&NOTE_SEEN, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Notes that the module's accounts were read whole.
///
/// # Errors
/// See above.
pub async fn note_imported(tx: &mut Tx, id: LinkId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&NOTE_IMPORTED, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// A link of a partner.
///
/// # Errors
/// See above.
pub async fn get(tx: &mut Tx, scope: Scope, id: LinkId) -> Result<Option<ModuleLink>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&GET_LINK, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// A link of anybody: for the module itself, whose right to it is looked at next.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: LinkId) -> Result<Option<ModuleLink>, StoreFault> {
    let row = tx.one(&FIND_MODULE_LINK, &[id.0.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The links of an instance, in any state, in the order in which they were made.
///
/// # Errors
/// See above.
pub async fn of_instance(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
) -> Result<Vec<ModuleLink>, StoreFault> {
    let values = [scope.partner().0.into(), instance.0.into()];
    let rows = tx.all(&LINKS_OF_INSTANCE, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// The links of a partner, in any state.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<ModuleLink>, StoreFault> {
    let rows = tx
        .all(&LINKS_OF_PARTNER, &[scope.partner().0.into()])
        .await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Active links of all partners after this one, at most two hundred: for the worker.
///
/// # Errors
/// See above.
pub async fn active(tx: &mut Tx, after: Option<LinkId>) -> Result<Vec<ModuleLink>, StoreFault> {
    let after = after.map_or([0; 16], |id| id.0);
    let rows = tx.all(&ACTIVE_LINKS, &[after.into()]).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Whose a tenant of a module is at this moment.
///
/// # Errors
/// See above.
pub async fn owner_of_tenant(
    tx: &mut Tx,
    origin: &str,
    tenant: &str,
) -> Result<Option<PartnerId>, StoreFault> {
    let values = [origin.into(), tenant.into()];
    let row = tx.one(&OWNER_OF_TENANT, &values).await?;
    row.map(|r| Ok(PartnerId(r.columns().id()?))).transpose()
}

/// Opens or shuts the door of an instance.
///
/// # Errors
/// See above.
pub async fn open_door(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
    open: bool,
) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), instance.0.into(), open.into()];
    tx.run(&OPEN_DOOR, &values).await.map(|_| ())
}

/// Keeps what a module says of itself.
///
/// # Errors
/// See above.
pub async fn set_manifest(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
    manifest: &Manifest,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let text =
        serde_json::to_string(manifest).map_err(|_| StoreFault::Unreadable("a manifest".into()))?;
    let values = [
        instance.0.into(),
        scope.partner().0.into(),
        text.into(),
        now.into(),
    ];
    tx.run(&SET_MANIFEST, &values).await.map(|_| ())
}

/// What a module said of itself, and when.
///
/// # Errors
/// See above.
pub async fn manifest(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
) -> Result<Option<(Manifest, Timestamp)>, StoreFault> {
    let values = [scope.partner().0.into(), instance.0.into()];
    let row = tx.one(&GET_MANIFEST, &values).await?;
    row.map(|r| {
        let mut c = r.columns();
        let manifest = c.parsed(|t| serde_json::from_str(t).ok())?;
        Ok((manifest, c.time()?))
    })
    .transpose()
}

/// Forgets everything about the links of an instance and what its module said, before the instance
/// is deleted.
///
/// # Errors
/// See above.
pub async fn forget_all(tx: &mut Tx, scope: Scope, instance: InstanceId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), instance.0.into()];
    for statement in [
        &FORGET_TASKS,
        &FORGET_BONDS,
        &FORGET_EXCEPTIONS,
        &FORGET_ACCOUNTS,
        &FORGET_LINKS,
    ] {
        tx.run(statement, &values).await?;
    }
    tx.run(&DELETE_MANIFEST, &[instance.0.into()])
        .await
        .map(|_| ())
}
