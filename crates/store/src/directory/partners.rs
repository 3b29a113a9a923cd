//! Rows of partners.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{Language, PartnerId, PartnerName, Scope};
use model::directory::{Partner, PartnerPolicy, PartnerState};

statements! {
    INSERT_PARTNER = "INSERT INTO partner (id, name, name_key, state, created_at) VALUES ($1, $2, $3, $4, $5)";
    FIND_PARTNER = "SELECT id, name, state, created_at FROM partner WHERE id = $1";
    FIND_PARTNER_BY_KEY = "SELECT id, name, state, created_at FROM partner WHERE name_key = $1";
    LIST_PARTNERS = "SELECT id, name, state, created_at FROM partner ORDER BY id LIMIT 10000";
    ANY_PARTNER = "SELECT 1 FROM partner LIMIT 1";
    PARTNER_LANGUAGE = "SELECT language FROM partner WHERE id = $1";
    SET_PARTNER_LANGUAGE = "UPDATE partner SET language = $2 WHERE id = $1";
    POLICY_OF_PARTNER = "SELECT policy FROM partner WHERE id = $1";
    SET_POLICY = "UPDATE partner SET policy = $2 WHERE id = $1 AND policy = $3";
    COUNT_PARTNERS = "SELECT COUNT(*) FROM partner";
    UPDATE_PARTNER = "UPDATE partner SET name = $2, state = $3 WHERE id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<Partner, StoreFault> {
    Ok(Partner {
        id: PartnerId(c.id()?),
        name: c.parsed(|t| PartnerName::parse(t).ok())?,
        state: c.parsed(PartnerState::parse)?,
        created_at: c.time()?,
    })
}

/// Adds a partner.
///
/// # Errors
/// [`StoreFault::Taken`] when the name, or one that looks like it, is taken.
pub async fn insert(tx: &mut Tx, partner: &Partner) -> Result<(), StoreFault> {
    let values = [
        partner.id.0.into(),
        partner.name.as_str().into(),
        partner.name.key().into(),
        partner.state.as_str().into(),
        partner.created_at.into(),
    ];
    tx.run(&INSERT_PARTNER, &values).await.map(|_| ())
}

/// The partner of an id.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(tx: &mut Tx, id: PartnerId) -> Result<Option<Partner>, StoreFault> {
    tx.one(&FIND_PARTNER, &[id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The partner of a name key, as typed at sign-in.
///
/// # Errors
/// See above.
pub async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Partner>, StoreFault> {
    tx.one(&FIND_PARTNER_BY_KEY, &[key.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Whether there is a partner at all.
///
/// # Errors
/// See above.
pub async fn any(tx: &mut Tx) -> Result<bool, StoreFault> {
    Ok(tx.one(&ANY_PARTNER, &[]).await?.is_some())
}

/// All partners, at most ten thousand, oldest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx) -> Result<Vec<Partner>, StoreFault> {
    tx.all(&LIST_PARTNERS, &[])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Changes how the name is written (not its key) and the state.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, partner: &Partner) -> Result<(), StoreFault> {
    let values = [
        partner.id.0.into(),
        partner.name.as_str().into(),
        partner.state.as_str().into(),
    ];
    tx.run(&UPDATE_PARTNER, &values).await.map(|_| ())
}

/// The language of a partner's invitations; none for the operator's default.
///
/// # Errors
/// See above.
pub async fn language(tx: &mut Tx, id: PartnerId) -> Result<Option<Language>, StoreFault> {
    let row = tx.one(&PARTNER_LANGUAGE, &[id.0.into()]).await?;
    let tag = row.map(|r| r.columns().text_or_null()).transpose()?;
    Ok(tag.flatten().as_deref().and_then(Language::parse))
}

/// Sets that language.
///
/// # Errors
/// See above.
pub async fn set_language(
    tx: &mut Tx,
    id: PartnerId,
    language: Option<Language>,
) -> Result<(), StoreFault> {
    let tag = language.map(|l| l.tag().to_owned());
    tx.run(&SET_PARTNER_LANGUAGE, &[id.0.into(), tag.into()])
        .await
        .map(|_| ())
}

/// The policy of a text; what cannot be read is a fault, not an empty policy: rules are never lost
/// in silence.
pub(crate) fn read_policy(text: &str) -> Option<PartnerPolicy> {
    serde_json::from_str(text).ok()
}

/// The rules of a partner for its people, and the text they are kept as.
///
/// # Errors
/// See above.
pub async fn policy(tx: &mut Tx, scope: Scope) -> Result<(PartnerPolicy, String), StoreFault> {
    let row = tx
        .one(&POLICY_OF_PARTNER, &[scope.partner().0.into()])
        .await?
        .ok_or_else(|| StoreFault::Unreadable("partner".into()))?;
    let text = row.columns().text()?;
    let policy =
        read_policy(&text).ok_or_else(|| StoreFault::Unreadable("policy of a partner".into()))?;
    Ok((policy, text))
}

/// Writes the rules, if they are still what was read; false when somebody else has changed them.
///
/// # Errors
/// See above.
pub async fn set_policy(
    tx: &mut Tx,
    scope: Scope,
    policy: &PartnerPolicy,
    read: &str,
) -> Result<bool, StoreFault> {
    let text = serde_json::to_string(policy).unwrap_or_else(|_| "{}".into());
    let values = [scope.partner().0.into(), text.into(), read.into()];
    Ok(tx.run(&SET_POLICY, &values).await? > 0)
}

/// How many partners there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_PARTNERS, &[]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}
