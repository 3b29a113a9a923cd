//! Rows of client registrations.

use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::{ClientId, InstanceId, PartnerId, SessionId, Timestamp};
use model::federation::{AuthMethod, Client, GrantType};

statements! {
    INSERT_CLIENT = "INSERT INTO oidc_client (id, partner_id, instance_id, oauth_client_id, auth_method, secret_hash, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, grant_types, scopes, id_token_alg, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FIND_CLIENT = "SELECT id, partner_id, instance_id, oauth_client_id, auth_method, secret_hash, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, grant_types, scopes, id_token_alg, created_at FROM oidc_client WHERE oauth_client_id = $1";
    UPDATE_CLIENT = "UPDATE oidc_client SET instance_id = $2, auth_method = $3, secret_hash = $4, redirect_uris = $5, post_logout_redirect_uris = $6, backchannel_logout_uri = $7, grant_types = $8, scopes = $9, id_token_alg = $10 WHERE id = $1";
    CLIENTS_OF_SESSION = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.secret_hash, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.created_at, r.subject FROM relying_session r JOIN oidc_client c ON c.id = r.client_id WHERE r.session_id = $1 ORDER BY c.id LIMIT 1000";
    NAMES_OF_SESSION = "SELECT i.display_name FROM relying_session r JOIN oidc_client c ON c.id = r.client_id JOIN module_instance i ON i.id = c.instance_id WHERE r.session_id = $1 AND c.backchannel_logout_uri IS NOT NULL ORDER BY i.id LIMIT 1000";
    NOTE_RELYING_SESSION = "INSERT INTO relying_session (session_id, client_id, subject, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (session_id, client_id) DO UPDATE SET subject = $3";
    DELETE_OLD_RELYING_SESSIONS = "DELETE FROM relying_session WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.id = relying_session.session_id AND s.expires_at > $1 AND (s.ended_at IS NULL OR s.ended_at > $1))";
    FORGET_RELYING_SESSIONS = "DELETE FROM relying_session WHERE session_id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<Client, StoreFault> {
    Ok(Client {
        id: ClientId(c.id()?),
        partner_id: PartnerId(c.id()?),
        instance_id: c.id_or_null()?.map(InstanceId),
        oauth_client_id: c.text()?,
        auth_method: c.parsed(AuthMethod::parse)?,
        secret_hash: c.blob_or_null()?,
        redirect_uris: c.list()?,
        post_logout_redirect_uris: c.list()?,
        backchannel_logout_uri: c.text_or_null()?,
        grant_types: c
            .list()?
            .iter()
            .filter_map(|g| GrantType::parse(g))
            .collect(),
        scopes: c.list()?,
        id_token_alg: c.text()?,
        created_at: c.time()?,
    })
}

fn settings(client: &Client) -> [Val; 9] {
    [
        client.instance_id.map(|i| i.0).into(),
        client.auth_method.as_str().into(),
        client.secret_hash.clone().into(),
        list_text(&client.redirect_uris).into(),
        list_text(&client.post_logout_redirect_uris).into(),
        client.backchannel_logout_uri.clone().into(),
        list_text(client.grant_types.iter().map(|g| g.as_str())).into(),
        list_text(&client.scopes).into(),
        client.id_token_alg.as_str().into(),
    ]
}

/// Adds a client.
///
/// # Errors
/// [`StoreFault::Taken`] when the `client_id` is taken.
pub async fn insert(tx: &mut Tx, client: &Client) -> Result<(), StoreFault> {
    let [
        instance,
        method,
        secret,
        redirects,
        returns,
        logout,
        grants,
        scopes,
        alg,
    ] = settings(client);
    let values = [
        client.id.0.into(),
        client.partner_id.0.into(),
        instance,
        client.oauth_client_id.as_str().into(),
        method,
        secret,
        redirects,
        returns,
        logout,
        grants,
        scopes,
        alg,
        client.created_at.into(),
    ];
    tx.run(&INSERT_CLIENT, &values).await.map(|_| ())
}

/// Writes what may change of a client.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn update(tx: &mut Tx, client: &Client) -> Result<(), StoreFault> {
    let mut values = vec![client.id.0.into()];
    values.extend(settings(client));
    tx.run(&UPDATE_CLIENT, &values).await.map(|_| ())
}

/// The client of a `client_id`. The one look-up that no partner limits: the protocol names no
/// partner, and the client's own partner is what limits everything after it.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, oauth_client_id: &str) -> Result<Option<Client>, StoreFault> {
    tx.one(&FIND_CLIENT, &[oauth_client_id.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Notes that a client has learned of a session, and under which `sub`.
///
/// # Errors
/// See above.
pub async fn note_session(
    tx: &mut Tx,
    session: SessionId,
    client: ClientId,
    subject: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        session.0.into(),
        client.0.into(),
        subject.into(),
        now.into(),
    ];
    tx.run(&NOTE_RELYING_SESSION, &values).await.map(|_| ())
}

/// The clients that have learned of a session, each with the `sub` it was told.
///
/// # Errors
/// See above.
pub async fn of_session(
    tx: &mut Tx,
    session: SessionId,
) -> Result<Vec<(Client, String)>, StoreFault> {
    tx.all(&CLIENTS_OF_SESSION, &[session.0.into()])
        .await?
        .iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((read(&mut c)?, c.text()?))
        })
        .collect()
}

/// The names of the modules that will be told when a session ends.
///
/// # Errors
/// See above.
pub async fn names_of_session(tx: &mut Tx, session: SessionId) -> Result<Vec<String>, StoreFault> {
    tx.all(&NAMES_OF_SESSION, &[session.0.into()])
        .await?
        .iter()
        .map(|r| r.columns().text())
        .collect()
}

/// Forgets which clients have learned of a session, once they are told of its end.
///
/// # Errors
/// See above.
pub async fn forget_session(tx: &mut Tx, session: SessionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_RELYING_SESSIONS, &[session.0.into()])
        .await
        .map(|_| ())
}

/// Removes the notes about sessions that are gone, or that ended or ran out before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old_sessions(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_RELYING_SESSIONS, &[before.into()]).await
}
