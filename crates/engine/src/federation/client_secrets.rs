//! New secrets for clients, old ones taken away, and what is known of a client.

use super::clients::entry;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ClientId, ClientSecretId, InstanceId, Scope, Secret, Span};
use model::federation::{Attempt, Client, ClientRefusal, ClientSecret, plan_new_secret};
use store::Tx;

/// A client as its administrator sees it.
#[derive(Clone, Debug)]
pub struct ClientCard {
    /// The client; `secrets` has those that are not revoked.
    pub client: Client,
    /// The name of the module that people enter through it.
    pub module: Option<String>,
}

/// All that is known of one client.
#[derive(Clone, Debug)]
pub struct ClientFolder {
    /// The client and its module.
    pub card: ClientCard,
    /// Its secrets, the newest first, with those that are over.
    pub secrets: Vec<ClientSecret>,
    /// What it tried lately, the newest first.
    pub attempts: Vec<Attempt>,
}

impl Engine {
    /// Makes a new secret, which is in the answer and nowhere else afterwards. The old one goes on
    /// for the chosen time, so that the module can be changed in between without a gap.
    ///
    /// # Errors
    /// [`ClientRefusal`]: two secrets are the most.
    pub async fn rotate_secret(
        &self,
        admin: &Administrator,
        id: ClientId,
        old_lives_for: Span,
    ) -> Result<Secret<String>, Failure<ClientRefusal>> {
        let (engine, admin, scope) = (self.clone(), admin.clone(), admin.scope);
        let now = self.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::federation::clients::hold(tx, scope, id).await?;
                    let client = known(tx, scope, id).await?;
                    if !client.auth_method.by_secret() {
                        return Err(Failure::Refused(ClientRefusal::NoSecrets));
                    }
                    let ends = plan_new_secret(&client.secrets, old_lives_for, now)
                        .map_err(Failure::Refused)?;
                    let before: Vec<String> = ends.iter().map(|(id, _)| id.to_string()).collect();
                    for (old, at) in ends {
                        store::federation::secrets::end_at(tx, old, at).await?;
                    }
                    let (text, row) = engine.new_secret();
                    store::federation::secrets::insert(tx, id, &row).await?;
                    let hours = old_lives_for.0 / Span::hours(1).0;
                    let draft = entry(&admin, "client_secret.made", &client)
                        .because(format!("rotated, the old one lives for {hours} hours"))
                        .change(before.join(" "), row.id.to_string());
                    engine.record(tx, draft);
                    Ok(text)
                })
            })
            .await
    }

    /// Takes a secret away at once.
    ///
    /// # Errors
    /// [`ClientRefusal::Absent`], also for one that was revoked before.
    pub async fn revoke_secret(
        &self,
        admin: &Administrator,
        id: ClientId,
        secret: ClientSecretId,
    ) -> Result<(), Failure<ClientRefusal>> {
        let (engine, admin, scope) = (self.clone(), admin.clone(), admin.scope);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let client = known(tx, scope, id).await?;
                    if engine.revoke_row(tx, &admin, &client, secret).await? {
                        Ok(())
                    } else {
                        Err(Failure::Refused(ClientRefusal::Absent))
                    }
                })
            })
            .await
    }

    pub(crate) async fn revoke_row(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        client: &Client,
        secret: ClientSecretId,
    ) -> Result<bool, Broken> {
        let now = self.now();
        let done = store::federation::secrets::revoke(tx, client.id, secret, now).await?;
        if done {
            let draft = entry(admin, "client_secret.revoked", client);
            self.record(tx, draft.change(secret.to_string(), ""));
        }
        Ok(done)
    }

    /// The clients of her partner, each with its module.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_clients(&self, admin: &Administrator) -> Result<Vec<ClientCard>, Broken> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let mut cards = Vec::new();
        for client in store::federation::clients::list(&mut tx, scope).await? {
            cards.push(card(&mut tx, scope, client).await?);
        }
        Ok(cards)
    }

    /// The client through which people enter a module of her partner.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn client_of_module(
        &self,
        admin: &Administrator,
        id: InstanceId,
    ) -> Result<Option<Client>, Broken> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        Ok(store::federation::clients::of_instance(&mut tx, scope, id).await?)
    }

    /// All that is known of a client, its latest attempts of this node and of the others among it.
    ///
    /// # Errors
    /// [`ClientRefusal`].
    pub async fn look_at_client(
        &self,
        admin: &Administrator,
        id: ClientId,
    ) -> Result<ClientFolder, Failure<ClientRefusal>> {
        let scope = admin.scope;
        self.write_client_notes().await?;
        let mut tx = self.db.read().await?;
        let client = known(&mut tx, scope, id).await?;
        Ok(self.client_folder(&mut tx, scope, client).await?)
    }

    /// What is written down about a client.
    pub(crate) async fn client_folder(
        &self,
        tx: &mut Tx,
        scope: Scope,
        client: Client,
    ) -> Result<ClientFolder, Broken> {
        Ok(ClientFolder {
            secrets: store::federation::secrets::list(tx, client.id).await?,
            attempts: store::federation::attempts::list(tx, client.id).await?,
            card: card(tx, scope, client).await?,
        })
    }
}

async fn known(tx: &mut Tx, scope: Scope, id: ClientId) -> Result<Client, Failure<ClientRefusal>> {
    store::federation::clients::get(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(ClientRefusal::Absent))
}

async fn card(tx: &mut Tx, scope: Scope, client: Client) -> Result<ClientCard, Broken> {
    let module = match client.instance_id {
        Some(id) => store::access::modules::find_instance(tx, scope, id).await?,
        None => None,
    };
    Ok(ClientCard {
        module: module.map(|m| m.display_name.as_str().to_owned()),
        client,
    })
}
