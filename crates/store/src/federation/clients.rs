//! Rows of client registrations.

use super::secrets;
use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{Row, StoreFault, Tx, Val};
use kernel::{ClientId, InstanceId, PartnerId, Scope, SessionId, Timestamp};
use model::federation::{AuthMethod, Client, GrantType};

statements! {
    INSERT_CLIENT = "INSERT INTO oidc_client (id, partner_id, instance_id, oauth_client_id, auth_method, redirect_uris, post_logout_redirect_uris, backchannel_logout_uri, grant_types, scopes, id_token_alg, options, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FIND_CLIENT = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.options, c.created_at, s.id, s.secret_hash, s.created_at, s.expires_at, s.revoked_at, s.last_used_at FROM oidc_client c LEFT JOIN client_secret s ON s.client_id = c.id AND s.revoked_at IS NULL WHERE c.oauth_client_id = $1";
    GET_CLIENT = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.options, c.created_at, s.id, s.secret_hash, s.created_at, s.expires_at, s.revoked_at, s.last_used_at FROM oidc_client c LEFT JOIN client_secret s ON s.client_id = c.id AND s.revoked_at IS NULL WHERE c.partner_id = $1 AND c.id = $2";
    LIST_CLIENTS = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.options, c.created_at, s.id, s.secret_hash, s.created_at, s.expires_at, s.revoked_at, s.last_used_at FROM oidc_client c LEFT JOIN client_secret s ON s.client_id = c.id AND s.revoked_at IS NULL WHERE c.partner_id = $1 ORDER BY c.oauth_client_id, s.id LIMIT 2000";
    CLIENT_OF_INSTANCE = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.options, c.created_at, s.id, s.secret_hash, s.created_at, s.expires_at, s.revoked_at, s.last_used_at FROM oidc_client c LEFT JOIN client_secret s ON s.client_id = c.id AND s.revoked_at IS NULL WHERE c.partner_id = $1 AND c.instance_id = $2 ORDER BY c.id, s.id";
    UPDATE_CLIENT = "UPDATE oidc_client SET instance_id = $2, auth_method = $3, redirect_uris = $4, post_logout_redirect_uris = $5, backchannel_logout_uri = $6, grant_types = $7, scopes = $8, id_token_alg = $9, options = $10 WHERE id = $1";
    HOLD_CLIENT = "UPDATE oidc_client SET id = id WHERE partner_id = $1 AND id = $2";
    CLIENTS_OF_SESSION = "SELECT c.id, c.partner_id, c.instance_id, c.oauth_client_id, c.auth_method, c.redirect_uris, c.post_logout_redirect_uris, c.backchannel_logout_uri, c.grant_types, c.scopes, c.id_token_alg, c.options, c.created_at, r.subject FROM relying_session r JOIN oidc_client c ON c.id = r.client_id WHERE r.session_id = $1 ORDER BY c.id LIMIT 1000";
    NOTE_RELYING_SESSION = "INSERT INTO relying_session (session_id, client_id, subject, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (session_id, client_id) DO UPDATE SET subject = $3";
    DELETE_OLD_RELYING_SESSIONS = "DELETE FROM relying_session WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.id = relying_session.session_id AND s.expires_at > $1 AND (s.ended_at IS NULL OR s.ended_at > $1))";
    FORGET_RELYING_SESSIONS = "DELETE FROM relying_session WHERE session_id = $1";
    DELETE_CODES_OF_CLIENT = "DELETE FROM authorization_code WHERE family_id IN (SELECT id FROM token_family WHERE client_id = $1)";
    DELETE_REFRESH_OF_CLIENT = "DELETE FROM refresh_token WHERE family_id IN (SELECT id FROM token_family WHERE client_id = $1)";
    DELETE_FAMILIES_OF_CLIENT = "DELETE FROM token_family WHERE client_id = $1";
    DELETE_SESSIONS_OF_CLIENT = "DELETE FROM relying_session WHERE client_id = $1";
    DELETE_SECRETS_OF_CLIENT = "DELETE FROM client_secret WHERE client_id = $1";
    DELETE_ATTEMPTS_OF_CLIENT = "DELETE FROM client_attempt WHERE client_id = $1";
    DELETE_PUSHED_OF_CLIENT = "DELETE FROM pushed_request WHERE client_id = $1";
    DELETE_DEVICES_OF_CLIENT = "DELETE FROM device_grant WHERE client_id = $1";
    DELETE_CLIENT = "DELETE FROM oidc_client WHERE id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<Client, StoreFault> {
    Ok(Client {
        id: ClientId(c.id()?),
        partner_id: PartnerId(c.id()?),
        instance_id: c.id_or_null()?.map(InstanceId),
        oauth_client_id: c.text()?,
        auth_method: c.parsed(AuthMethod::parse)?,
        secrets: Vec::new(),
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
        options: c.parsed(|t| serde_json::from_str(t).ok())?,
        created_at: c.time()?,
    })
}

/// Rows of clients joined with their secrets, a client's rows one after another.
fn read_joined(rows: &[Row]) -> Result<Vec<Client>, StoreFault> {
    let mut clients: Vec<Client> = Vec::new();
    for row in rows {
        let mut c = row.columns();
        let client = read(&mut c)?;
        let secret = secrets::read_or_null(&mut c)?;
        match clients.last_mut().filter(|known| known.id == client.id) {
            Some(known) => known.secrets.extend(secret),
            None => clients.push(Client {
                secrets: secret.into_iter().collect(),
                ..client
            }),
        }
    }
    Ok(clients)
}

fn settings(client: &Client) -> [Val; 9] {
    [
        client.instance_id.map(|i| i.0).into(),
        client.auth_method.as_str().into(),
        list_text(&client.redirect_uris).into(),
        list_text(&client.post_logout_redirect_uris).into(),
        client.backchannel_logout_uri.clone().into(),
        list_text(client.grant_types.iter().map(|g| g.as_str())).into(),
        list_text(&client.scopes).into(),
        client.id_token_alg.as_str().into(),
        serde_json::to_string(&client.options)
            .unwrap_or_else(|_| "{}".into())
            .into(),
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
        redirects,
        returns,
        logout,
        grants,
        scopes,
        alg,
        options,
    ] = settings(client);
    let values = [
        client.id.0.into(),
        client.partner_id.0.into(),
        instance,
        client.oauth_client_id.as_str().into(),
        method,
        redirects,
        returns,
        logout,
        grants,
        scopes,
        alg,
        options,
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
    let rows = tx.all(&FIND_CLIENT, &[oauth_client_id.into()]).await?;
    Ok(read_joined(&rows)?.pop())
}

/// A client of a partner.
///
/// # Errors
/// See above.
pub async fn get(tx: &mut Tx, scope: Scope, id: ClientId) -> Result<Option<Client>, StoreFault> {
    let rows = tx
        .all(&GET_CLIENT, &[scope.partner().0.into(), id.0.into()])
        .await?;
    Ok(read_joined(&rows)?.pop())
}

/// The clients of a partner by their `client_id`, about a thousand at most.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<Client>, StoreFault> {
    read_joined(&tx.all(&LIST_CLIENTS, &[scope.partner().0.into()]).await?)
}

/// The client through which people enter a module instance.
///
/// # Errors
/// See above.
pub async fn of_instance(
    tx: &mut Tx,
    scope: Scope,
    id: InstanceId,
) -> Result<Option<Client>, StoreFault> {
    let rows = tx
        .all(
            &CLIENT_OF_INSTANCE,
            &[scope.partner().0.into(), id.0.into()],
        )
        .await?;
    Ok(read_joined(&rows)?.into_iter().next())
}

/// Holds the row of a client until the transaction ends, so that two who change its secrets at the
/// same moment do so one after the other. False when there is none.
///
/// # Errors
/// See above.
pub async fn hold(tx: &mut Tx, scope: Scope, id: ClientId) -> Result<bool, StoreFault> {
    let held = tx
        .run(&HOLD_CLIENT, &[scope.partner().0.into(), id.0.into()])
        .await?;
    Ok(held > 0)
}

/// Removes a client with everything that came of it.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, id: ClientId) -> Result<(), StoreFault> {
    for statement in [
        &DELETE_CODES_OF_CLIENT,
        &DELETE_REFRESH_OF_CLIENT,
        &DELETE_FAMILIES_OF_CLIENT,
        &DELETE_SESSIONS_OF_CLIENT,
        &DELETE_SECRETS_OF_CLIENT,
        &DELETE_ATTEMPTS_OF_CLIENT,
        &DELETE_PUSHED_OF_CLIENT,
        &DELETE_DEVICES_OF_CLIENT,
        &DELETE_CLIENT,
    ] {
        tx.run(statement, &[id.0.into()]).await?;
    }
    Ok(())
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
