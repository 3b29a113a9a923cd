//! Client registrations of a set-up file.

use super::file::ClientFile;
use super::{ApplyFault, Work};
use kernel::{ClientId, InstanceId, Scope};
use model::federation::{AuthMethod, Client, ClientDraft, GrantType};
use store::Tx;
use vault::Algorithm;

impl Work<'_> {
    pub(super) async fn client(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        instance: Option<InstanceId>,
        wanted: &ClientFile,
    ) -> Result<(), ApplyFault> {
        let draft = self.client_draft(instance, wanted)?;
        let known = store::federation::clients::find(tx, &draft.oauth_client_id).await?;
        if known
            .as_ref()
            .is_some_and(|k| k.partner_id != scope.partner())
        {
            return Err(self.fault(wanted.line, "this client id is taken; choose another"));
        }
        let secret_hash = match (&wanted.secret, draft.auth_method) {
            (Some(_), AuthMethod::None) => {
                return Err(self.fault(wanted.line, "a client with auth_method none has no secret"));
            }
            (None, AuthMethod::None) => None,
            (Some(secret), _) => {
                // It is stored by a fast digest, so it must be too long to be guessed.
                if !(32..=512).contains(&secret.reveal().len()) {
                    return Err(self.fault(wanted.line, "a client secret has 32 to 512 characters; make one with: openssl rand -hex 32"));
                }
                Some(self.engine.digest(secret.reveal()).to_vec())
            }
            (None, _) => match known.as_ref().and_then(|k| k.secret_hash.clone()) {
                Some(hash) => Some(hash),
                None => {
                    return Err(self.fault(
                        wanted.line,
                        "a new client needs secret or secret_env, or auth_method = \"none\"",
                    ));
                }
            },
        };
        let now = self.engine.now();
        let client = Client {
            id: known
                .as_ref()
                .map_or_else(|| ClientId::new(now, self.engine.chance()), |k| k.id),
            partner_id: scope.partner(),
            instance_id: instance,
            oauth_client_id: draft.oauth_client_id,
            auth_method: draft.auth_method,
            secret_hash,
            redirect_uris: draft.redirect_uris,
            post_logout_redirect_uris: draft.post_logout_redirect_uris,
            backchannel_logout_uri: draft.backchannel_logout_uri,
            grant_types: draft.grant_types,
            scopes: draft.scopes,
            id_token_alg: draft.id_token_alg,
            created_at: known.as_ref().map_or(now, |k| k.created_at),
        };
        match known {
            None => {
                store::federation::clients::insert(tx, &client).await?;
                self.note(
                    tx,
                    Some(scope.partner()),
                    '+',
                    "client.made",
                    format!("client {}", client.oauth_client_id),
                )
                .await
            }
            Some(known) if known != client => {
                store::federation::clients::update(tx, &client).await?;
                let what = if known.secret_hash == client.secret_hash {
                    ""
                } else {
                    " with another secret"
                };
                self.note(
                    tx,
                    Some(scope.partner()),
                    '~',
                    "client.changed",
                    format!("client {}{what}", client.oauth_client_id),
                )
                .await
            }
            Some(_) => Ok(()),
        }
    }

    fn client_draft(
        &self,
        instance: Option<InstanceId>,
        wanted: &ClientFile,
    ) -> Result<ClientDraft, ApplyFault> {
        let bad = |m: String| self.fault(wanted.line, m);
        let people = instance.is_some();
        let auth_method = match wanted.auth_method.as_deref() {
            None => AuthMethod::SecretBasic,
            Some(word) => AuthMethod::parse(word).ok_or_else(|| {
                bad("auth_method is one of client_secret_basic, client_secret_post, none".into())
            })?,
        };
        let grant_types = match &wanted.grant_types {
            None if people => vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
            None => vec![GrantType::ClientCredentials],
            Some(words) => words
                .iter()
                .map(|w| GrantType::parse(w).ok_or_else(|| bad(format!("{w:?} is not one of authorization_code, refresh_token, client_credentials"))))
                .collect::<Result<_, _>>()?,
        };
        let id_token_alg = match wanted.id_token_alg.as_deref() {
            // OpenID Connect makes RS256 the default of every client that says nothing, and many
            // libraries take nothing else unless they are told.
            None => Algorithm::RS256,
            Some(word) => Algorithm::parse(word)
                .ok_or_else(|| bad("id_token_alg is one of RS256, ES256, EdDSA".into()))?,
        };
        let scopes = wanted.scopes.clone().unwrap_or_else(|| {
            let standard: &[&str] = if people {
                &["openid", "profile", "email", "offline_access"]
            } else {
                &[]
            };
            standard.iter().map(|s| (*s).to_owned()).collect()
        });
        let draft = ClientDraft {
            oauth_client_id: wanted.id.get_ref().clone(),
            auth_method,
            redirect_uris: wanted.redirect_uris.clone(),
            post_logout_redirect_uris: wanted.post_logout_redirect_uris.clone(),
            backchannel_logout_uri: wanted.backchannel_logout_uri.clone(),
            grant_types,
            scopes,
            id_token_alg: id_token_alg.name().to_owned(),
            has_instance: people,
        };
        draft.check().map_err(bad)?;
        Ok(draft)
    }
}
