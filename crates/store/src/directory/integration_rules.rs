//! Rows of integration rules, as far as mappings need them.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PartnerId, PartnerName, PsaConnectionId, RuleId, Scope};
use model::directory::IntegrationRule;

statements! {
    INSERT_RULE = "INSERT INTO integration_rule (id, partner_id, connection_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND_RULE = "SELECT id, partner_id, connection_id, name, created_at FROM integration_rule WHERE partner_id = $1 AND id = $2";
    LIST_RULES = "SELECT id, partner_id, connection_id, name, created_at FROM integration_rule WHERE partner_id = $1 AND connection_id = $2 ORDER BY name_key LIMIT 500";
}

fn read(c: &mut Columns<'_>) -> Result<IntegrationRule, StoreFault> {
    Ok(IntegrationRule {
        id: RuleId(c.id()?),
        partner_id: PartnerId(c.id()?),
        connection_id: PsaConnectionId(c.id()?),
        name: c.parsed(|t| PartnerName::parse(t).ok())?,
        created_at: c.time()?,
    })
}

/// Adds a rule.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that name.
pub async fn insert(tx: &mut Tx, rule: &IntegrationRule) -> Result<(), StoreFault> {
    let values = [
        rule.id.0.into(),
        rule.partner_id.0.into(),
        rule.connection_id.0.into(),
        rule.name.as_str().into(),
        rule.name.key().into(),
        rule.created_at.into(),
    ];
    tx.run(&INSERT_RULE, &values).await.map(|_| ())
}

/// A rule of a partner.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: RuleId,
) -> Result<Option<IntegrationRule>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_RULE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The rules of a connection, by name.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
) -> Result<Vec<IntegrationRule>, StoreFault> {
    let values = [scope.partner().0.into(), connection.0.into()];
    let rows = tx.all(&LIST_RULES, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}
