//! Making, changing and removing clients in the console and by the interface for programs.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ClientId, ClientSecretId, InstanceId, Scope, Secret};
use model::federation::{AuthMethod, Client, ClientDraft, ClientRefusal, ClientSecret, GrantType};
use model::operation::AuditDraft;
use serde_json::json;
use store::{StoreFault, Tx};
use vault::{Algorithm, ForeignKeys};

/// A client that was made or changed, with a secret that is shown this once.
#[derive(Debug)]
pub struct ClientMade {
    /// The client.
    pub client: Client,
    /// Its new secret, where it needed one.
    pub secret: Option<Secret<String>>,
}

/// Checks what the model cannot: keys and algorithms, which the vault knows.
pub(crate) fn check_draft(draft: &ClientDraft) -> Result<(), String> {
    draft.check()?;
    if Algorithm::parse(&draft.id_token_alg).is_none() {
        return Err("id_token_alg is one of RS256, ES256, EdDSA".into());
    }
    match &draft.options.jwks {
        Some(text) => ForeignKeys::parse(text.as_bytes())
            .map(|_| ())
            .map_err(str::to_owned),
        None => Ok(()),
    }
}

/// A client in the words of the audit log: everything but secrets.
pub(crate) fn in_audit(client: &Client) -> String {
    json!({
        "auth_method": client.auth_method.as_str(),
        "redirect_uris": client.redirect_uris,
        "post_logout_redirect_uris": client.post_logout_redirect_uris,
        "backchannel_logout_uri": client.backchannel_logout_uri,
        "grant_types": client.grant_types.iter().map(|g: &GrantType| g.as_str()).collect::<Vec<_>>(),
        "scopes": client.scopes,
        "id_token_alg": client.id_token_alg,
        "options": client.options,
    })
    .to_string()
}

/// An entry of the audit log about a client.
pub(crate) fn entry(admin: &Administrator, action: &'static str, client: &Client) -> AuditDraft {
    admin.did(action, format!("client {}", client.oauth_client_id))
}

impl Engine {
    /// A new secret, and its row.
    pub(crate) fn new_secret(&self) -> (Secret<String>, ClientSecret) {
        let text = self.chance().token();
        let row = self.secret_row(&text);
        (text.into(), row)
    }

    /// The row of a secret.
    pub(crate) fn secret_row(&self, text: &str) -> ClientSecret {
        let now = self.now();
        ClientSecret {
            id: ClientSecretId::new(now, self.chance()),
            hash: self.digest(text).to_vec(),
            created_at: now,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        }
    }

    /// Makes a client, for a module instance of her partner or for a machine. Its secret is in the
    /// answer and nowhere else afterwards.
    ///
    /// # Errors
    /// [`ClientRefusal`].
    pub async fn make_client(
        &self,
        admin: &Administrator,
        instance: Option<InstanceId>,
        draft: ClientDraft,
    ) -> Result<ClientMade, Failure<ClientRefusal>> {
        let scope = admin.scope;
        let draft = ClientDraft {
            has_instance: instance.is_some(),
            ..draft
        };
        check_draft(&draft).map_err(|m| Failure::Refused(ClientRefusal::Unfit(m)))?;
        let now = self.now();
        let client = Client::of(
            ClientId::new(now, self.chance()),
            scope.partner(),
            instance,
            draft,
            now,
        );
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.insert_client(tx, &admin, client).await })
            })
            .await
    }

    /// Adds a client with its first secret in the caller's transaction.
    pub(crate) async fn insert_client(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        client: Client,
    ) -> Result<ClientMade, Failure<ClientRefusal>> {
        self.check_place(tx, admin.scope, &client).await?;
        match store::federation::clients::insert(tx, &client).await {
            Err(StoreFault::Taken(_)) => return Err(Failure::Refused(ClientRefusal::Taken)),
            other => other?,
        }
        let draft = entry(admin, "client.made", &client);
        self.record(tx, draft.change("", in_audit(&client)));
        let secret = self.first_secret(tx, admin, &client).await?;
        Ok(ClientMade { client, secret })
    }

    /// A secret for a client that needs one and has none.
    async fn first_secret(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        client: &Client,
    ) -> Result<Option<Secret<String>>, Broken> {
        if !client.auth_method.by_secret() {
            return Ok(None);
        }
        let (text, row) = self.new_secret();
        store::federation::secrets::insert(tx, client.id, &row).await?;
        let draft = entry(admin, "client_secret.made", client);
        self.record(tx, draft.change("", row.id.to_string()));
        Ok(Some(text))
    }

    /// A module instance is this partner's own and has one client at most.
    async fn check_place(
        &self,
        tx: &mut Tx,
        scope: Scope,
        client: &Client,
    ) -> Result<(), Failure<ClientRefusal>> {
        let Some(id) = client.instance_id else {
            return Ok(());
        };
        if store::access::modules::find_instance(tx, scope, id)
            .await?
            .is_none()
        {
            return Err(Failure::Refused(ClientRefusal::Absent));
        }
        match store::federation::clients::of_instance(tx, scope, id).await? {
            Some(other) if other.id != client.id => Err(Failure::Refused(ClientRefusal::Unfit(
                "this module has a client already".into(),
            ))),
            _ => Ok(()),
        }
    }

    /// Changes a client; its `client_id` and its module stay. Where it proves itself by secret from
    /// now on and has none, it gets one; where it does no longer, its secrets are revoked.
    ///
    /// # Errors
    /// [`ClientRefusal`].
    pub async fn change_client(
        &self,
        admin: &Administrator,
        id: ClientId,
        draft: ClientDraft,
    ) -> Result<ClientMade, Failure<ClientRefusal>> {
        let (engine, admin, scope) = (self.clone(), admin.clone(), admin.scope);
        let now = self.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::federation::clients::hold(tx, scope, id).await?;
                    let known = store::federation::clients::get(tx, scope, id)
                        .await?
                        .ok_or(Failure::Refused(ClientRefusal::Absent))?;
                    let draft = ClientDraft {
                        oauth_client_id: known.oauth_client_id.clone(),
                        has_instance: known.instance_id.is_some(),
                        ..draft
                    };
                    check_draft(&draft).map_err(|m| Failure::Refused(ClientRefusal::Unfit(m)))?;
                    let mut client = Client::of(
                        known.id,
                        known.partner_id,
                        known.instance_id,
                        draft,
                        known.created_at,
                    );
                    client.secrets = known.secrets.clone();
                    let mut secret = None;
                    if client != known {
                        store::federation::clients::update(tx, &client).await?;
                        let draft = entry(&admin, "client.changed", &client);
                        engine.record(tx, draft.change(in_audit(&known), in_audit(&client)));
                    }
                    if !client.auth_method.by_secret() {
                        for row in std::mem::take(&mut client.secrets) {
                            engine.revoke_row(tx, &admin, &client, row.id).await?;
                        }
                    } else if !client.secrets.iter().any(|s| s.live(now)) {
                        secret = engine.first_secret(tx, &admin, &client).await?;
                    }
                    Ok::<_, Failure<ClientRefusal>>(ClientMade { client, secret })
                })
            })
            .await
    }

    /// Removes a client with its secrets, codes and tokens; nobody enters through it any more.
    ///
    /// # Errors
    /// [`ClientRefusal`].
    pub async fn delete_client(
        &self,
        admin: &Administrator,
        id: ClientId,
    ) -> Result<(), Failure<ClientRefusal>> {
        let (engine, admin, scope) = (self.clone(), admin.clone(), admin.scope);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let client = store::federation::clients::get(tx, scope, id)
                        .await?
                        .ok_or(Failure::Refused(ClientRefusal::Absent))?;
                    engine.delete_client_in(tx, &admin, &client).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The same in the caller's transaction.
    pub(crate) async fn delete_client_in(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        client: &Client,
    ) -> Result<(), Broken> {
        store::federation::clients::delete(tx, client.id).await?;
        let draft = entry(admin, "client.deleted", client);
        self.record(tx, draft.change(in_audit(client), ""));
        Ok(())
    }
}

/// The algorithms that tokens can be signed with, in the order in which they are offered.
pub const TOKEN_ALGORITHMS: [&str; 3] = [
    Algorithm::RS256.name(),
    Algorithm::ES256.name(),
    Algorithm::EdDSA.name(),
];

/// The auth method words that a form or file may name, in the order in which they are offered.
pub(crate) fn auth_method_words() -> String {
    AuthMethod::ALL.map(AuthMethod::as_str).join(", ")
}
