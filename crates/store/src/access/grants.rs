//! Rows of grants.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{GroupId, InstanceId, Scope};
use model::access::{Grant, GrantPath};
use model::identity::AffiliationId;

statements! {
    INSERT_GRANT = "INSERT INTO access_grant (id, partner_id, instance_id, holder_kind, holder_id, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (instance_id, holder_id) DO NOTHING";
    DELETE_GRANT = "DELETE FROM access_grant WHERE partner_id = $1 AND instance_id = $2 AND holder_id = $3";
    DELETE_GRANTS_OF_HOLDER = "DELETE FROM access_grant WHERE partner_id = $1 AND holder_id = $2";
    GRANTS_OF_HOLDER = "SELECT instance_id FROM access_grant WHERE partner_id = $1 AND holder_id = $2 ORDER BY instance_id LIMIT 10000";
    LIST_GRANTS = "SELECT holder_kind, holder_id FROM access_grant WHERE partner_id = $1 AND instance_id = $2 ORDER BY holder_id LIMIT 100000";
    GRANTS_OF_AFFILIATION = "SELECT g.instance_id, NULL, NULL FROM access_grant g WHERE g.partner_id = $1 AND g.holder_id = $2 UNION ALL SELECT g.instance_id, a.id, a.name FROM group_affiliation x JOIN access_group a ON a.id = x.group_id JOIN access_grant g ON g.holder_id = a.id WHERE x.affiliation_id = $2 AND g.partner_id = $1 LIMIT 10000";
}

/// Gives a grant; false when the holder had it.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, grant: &Grant) -> Result<bool, StoreFault> {
    let values = [
        grant.id.0.into(),
        grant.partner_id.0.into(),
        grant.instance_id.0.into(),
        grant.holder.kind().into(),
        grant.holder.bytes().into(),
        grant.created_at.into(),
    ];
    Ok(tx.run(&INSERT_GRANT, &values).await? > 0)
}

/// Takes a grant back; false when the holder had none.
///
/// # Errors
/// See above.
pub async fn delete(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
    holder: [u8; 16],
) -> Result<bool, StoreFault> {
    Ok(tx
        .run(
            &DELETE_GRANT,
            &[scope.partner().0.into(), instance.0.into(), holder.into()],
        )
        .await?
        > 0)
}

/// The holders of an instance: kind and id.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    instance: InstanceId,
) -> Result<Vec<(String, [u8; 16])>, StoreFault> {
    let rows = tx
        .all(&LIST_GRANTS, &[scope.partner().0.into(), instance.0.into()])
        .await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.text()?, c.id()?))
        })
        .collect()
}

/// Every grant that reaches somebody, with its way.
///
/// # Errors
/// See above.
pub async fn of_affiliation(
    tx: &mut Tx,
    scope: Scope,
    id: AffiliationId,
) -> Result<Vec<(InstanceId, GrantPath)>, StoreFault> {
    let rows = tx
        .all(
            &GRANTS_OF_AFFILIATION,
            &[scope.partner().0.into(), id.bytes().into()],
        )
        .await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            let instance = InstanceId(c.id()?);
            let group = c.id_or_null()?.map(GroupId);
            let name = c.text_or_null()?;
            let path = match group.zip(name) {
                Some((group, name)) => GrantPath::Group(group, name),
                None => GrantPath::Direct,
            };
            Ok((instance, path))
        })
        .collect()
}

/// Takes all grants of a holder back.
///
/// # Errors
/// See above.
pub async fn delete_of_holder(
    tx: &mut Tx,
    scope: Scope,
    holder: [u8; 16],
) -> Result<u64, StoreFault> {
    let values = [scope.partner().0.into(), holder.into()];
    tx.run(&DELETE_GRANTS_OF_HOLDER, &values).await
}

/// The instances that a holder was granted itself, not by a group.
///
/// # Errors
/// See above.
pub async fn of_holder(
    tx: &mut Tx,
    scope: Scope,
    holder: [u8; 16],
) -> Result<Vec<InstanceId>, StoreFault> {
    let values = [scope.partner().0.into(), holder.into()];
    let rows = tx.all(&GRANTS_OF_HOLDER, &values).await?;
    rows.iter()
        .map(|r| Ok(InstanceId(r.columns().id()?)))
        .collect()
}
