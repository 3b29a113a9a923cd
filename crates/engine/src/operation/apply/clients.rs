//! Client registrations of a set-up file.

use super::file::ClientFile;
use super::{ApplyFault, Work};
use crate::federation::clients::{auth_method_words, check_draft};
use kernel::{ClientId, InstanceId, Scope, Span};
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
        self.check_secret(wanted, &draft, known.as_ref())?;
        let now = self.engine.now();
        let mut client = Client::of(
            known
                .as_ref()
                .map_or_else(|| ClientId::new(now, self.engine.chance()), |k| k.id),
            scope.partner(),
            instance,
            draft,
            known.as_ref().map_or(now, |k| k.created_at),
        );
        let (sign, action) = match &known {
            None => {
                store::federation::clients::insert(tx, &client).await?;
                ('+', "client.made")
            }
            Some(known) => {
                client.secrets = known.secrets.clone();
                if *known != client {
                    store::federation::clients::update(tx, &client).await?;
                }
                ('~', "client.changed")
            }
        };
        let another = self.secret(tx, &client, wanted).await?;
        if known.as_ref() == Some(&client) && !another {
            return Ok(());
        }
        let what = if another && known.is_some() {
            " with another secret"
        } else {
            ""
        };
        let text = format!("client {}{what}", client.oauth_client_id);
        self.note(tx, Some(scope.partner()), sign, action, text)
            .await
    }

    fn check_secret(
        &self,
        wanted: &ClientFile,
        draft: &ClientDraft,
        known: Option<&Client>,
    ) -> Result<(), ApplyFault> {
        let now = self.engine.now();
        let text = match (&wanted.secret, draft.auth_method.by_secret()) {
            (Some(_), false) => &format!(
                "a client with auth_method {} has no secret",
                draft.auth_method.as_str()
            ),
            // It is stored by a fast digest, so it must be too long to be guessed.
            (Some(secret), true) if !(32..=512).contains(&secret.reveal().len()) => {
                "a client secret has 32 to 512 characters; make one with: openssl rand -hex 32"
            }
            (None, true) if !known.is_some_and(|k| k.secrets.iter().any(|s| s.live(now))) => {
                "a new client needs secret or secret_env, or another auth_method"
            }
            _ if wanted.secret_overlap_hours > 90 * 24 => {
                "secret_overlap_hours is 2160 at most, which are 90 days"
            }
            _ => return Ok(()),
        };
        Err(self.fault(wanted.line, text))
    }

    /// Brings the secrets to what the file says: one that is good already stays as it is; a new one
    /// ends the others, at once or after the hours that the file gives them. True when it changed.
    async fn secret(
        &mut self,
        tx: &mut Tx,
        client: &Client,
        wanted: &ClientFile,
    ) -> Result<bool, ApplyFault> {
        let now = self.engine.now();
        let live = client.secrets.iter().filter(|s| s.live(now));
        if !client.auth_method.by_secret() {
            let mut any = false;
            for old in live {
                store::federation::secrets::revoke(tx, client.id, old.id, now).await?;
                any = true;
            }
            return Ok(any);
        }
        let Some(secret) = &wanted.secret else {
            return Ok(false);
        };
        let row = self.engine.secret_row(secret.reveal());
        if live.clone().any(|s| s.hash == row.hash) {
            return Ok(false);
        }
        let until = now + Span::hours(wanted.secret_overlap_hours.into());
        // At most two are good at the same time: the newest of the old ones may go on.
        let mut old: Vec<_> = live.collect();
        old.sort_by_key(|s| std::cmp::Reverse((s.created_at, s.id)));
        for (n, old) in old.into_iter().enumerate() {
            if n == 0 && wanted.secret_overlap_hours > 0 {
                let until = old.expires_at.map_or(until, |end| end.min(until));
                store::federation::secrets::end_at(tx, old.id, until).await?;
            } else {
                store::federation::secrets::revoke(tx, client.id, old.id, now).await?;
            }
        }
        store::federation::secrets::insert(tx, client.id, &row).await?;
        Ok(true)
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
            Some(word) => AuthMethod::parse(word)
                .ok_or_else(|| bad(format!("auth_method is one of {}", auth_method_words())))?,
        };
        let grant_types = match &wanted.grant_types {
            None if people => vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
            None => vec![GrantType::ClientCredentials],
            Some(words) => words
                .iter()
                .map(|w| GrantType::parse(w).ok_or_else(|| bad(format!("{w:?} is not one of authorization_code, refresh_token, client_credentials, urn:ietf:params:oauth:grant-type:device_code"))))
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
            options: wanted.options(),
            has_instance: people,
        };
        check_draft(&draft).map_err(bad)?;
        Ok(draft)
    }
}
