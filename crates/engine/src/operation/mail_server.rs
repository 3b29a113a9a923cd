//! The mail server as a root master sets it: typed, tested, then taken into use.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::OutboxId;
use model::identity::Identity;
use model::operation::{MailServerRefusal, MailServerSettings, Message};
use store::Tx;
use vault::Place;

/// Where the two settings are kept.
const IN_USE: &str = "mail_server";
const DRAFT: &str = "mail_server_draft";

/// What is known of the mail server; passwords stay inside.
#[derive(Clone, Debug, Default)]
pub struct MailServerView {
    /// What is in use; none while the settings file counts.
    pub in_use: Option<MailServerSettings>,
    /// What was typed and waits to be taken into use.
    pub draft: Option<MailServerSettings>,
}

fn place(name: &'static str) -> Place<'static> {
    Place {
        table: "installation",
        column: name,
        row: b"value",
    }
}

impl Engine {
    async fn kept_server(
        &self,
        tx: &mut Tx,
        name: &'static str,
    ) -> Result<Option<MailServerSettings>, Broken> {
        let Some(sealed) = store::operation::installation::get(tx, name).await? else {
            return Ok(None);
        };
        let text = self.sealer.open(place(name), &sealed)?;
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| Broken::Damaged("mail server"))
    }

    async fn keep_server(
        &self,
        tx: &mut Tx,
        name: &'static str,
        server: &MailServerSettings,
    ) -> Result<(), Broken> {
        let text = serde_json::to_vec(server).map_err(|_| Broken::Damaged("mail server"))?;
        let sealed = self.sealer.seal(place(name), &text, self.chance())?;
        store::operation::installation::put(tx, name, sealed).await?;
        Ok(())
    }

    /// The server that mails leave by; none for the one of the settings file.
    pub(crate) async fn mail_server_in_use(&self) -> Result<Option<MailServerSettings>, Broken> {
        let mut tx = self.db.read().await?;
        self.kept_server(&mut tx, IN_USE).await
    }

    /// A mail server is the whole installation's: with several partners it is the operator's.
    async fn may_set_mail(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
    ) -> Result<(), Failure<MailServerRefusal>> {
        if store::directory::partners::count(tx).await? > 1 {
            return Err(Failure::Refused(MailServerRefusal::Operators));
        }
        if !admin.root {
            return Err(Failure::Refused(MailServerRefusal::RootOnly));
        }
        Ok(())
    }

    /// What is known of the mail server.
    ///
    /// # Errors
    /// [`MailServerRefusal::Operators`], `RootOnly`.
    pub async fn mail_server(
        &self,
        admin: &Administrator,
    ) -> Result<MailServerView, Failure<MailServerRefusal>> {
        let mut tx = self.db.read().await?;
        self.may_set_mail(&mut tx, admin).await?;
        Ok(MailServerView {
            in_use: self.kept_server(&mut tx, IN_USE).await?,
            draft: self.kept_server(&mut tx, DRAFT).await?,
        })
    }

    /// Keeps what was typed, and sends a test mail by it to her who types. An empty password stands
    /// for the one that is known already for the same host and user name.
    ///
    /// # Errors
    /// [`MailServerRefusal`].
    pub async fn test_mail_server(
        &self,
        admin: &Administrator,
        mut server: MailServerSettings,
        to: &Identity,
    ) -> Result<OutboxId, Failure<MailServerRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let language = to.language.unwrap_or(self.settings().default_language);
        let display_name = to.display_name.as_str().to_owned();
        let to = to.email.as_str().to_owned();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.may_set_mail(tx, &admin).await?;
                    if server.password.is_empty() && !server.username.is_empty() {
                        for name in [DRAFT, IN_USE] {
                            if let Some(known) = engine.kept_server(tx, name).await?
                                && (&known.host, &known.username)
                                    == (&server.host, &server.username)
                            {
                                server.password = known.password;
                                break;
                            }
                        }
                    }
                    server.check().map_err(Failure::Refused)?;
                    engine.keep_server(tx, DRAFT, &server).await?;
                    let whose = Some(admin.scope.partner());
                    let draft = admin
                        .did("mail_server.tested", admin.scope.partner())
                        .change("", in_words(&server));
                    engine.record(tx, draft);
                    let message = Message::TestMail {
                        to,
                        display_name,
                        language,
                        server,
                    };
                    Ok(engine.enqueue(tx, whose, &message).await?)
                })
            })
            .await
    }

    /// Takes what was typed into use.
    ///
    /// # Errors
    /// [`MailServerRefusal::NoDraft`], `Operators`, `RootOnly`.
    pub async fn use_mail_server(
        &self,
        admin: &Administrator,
    ) -> Result<(), Failure<MailServerRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.may_set_mail(tx, &admin).await?;
                    let server = engine
                        .kept_server(tx, DRAFT)
                        .await?
                        .ok_or(Failure::Refused(MailServerRefusal::NoDraft))?;
                    let before = engine.kept_server(tx, IN_USE).await?;
                    engine.keep_server(tx, IN_USE, &server).await?;
                    store::operation::installation::delete(tx, DRAFT).await?;
                    let before = before.as_ref().map_or_else(String::new, in_words);
                    let draft = admin
                        .did("mail_server.changed", admin.scope.partner())
                        .change(before, in_words(&server));
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// Goes back to the server of the settings file.
    ///
    /// # Errors
    /// [`MailServerRefusal::Operators`], `RootOnly`.
    pub async fn forget_mail_server(
        &self,
        admin: &Administrator,
    ) -> Result<(), Failure<MailServerRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.may_set_mail(tx, &admin).await?;
                    let before = engine.kept_server(tx, IN_USE).await?;
                    for name in [IN_USE, DRAFT] {
                        store::operation::installation::delete(tx, name).await?;
                    }
                    let before = before.as_ref().map_or_else(String::new, in_words);
                    let draft = admin
                        .did("mail_server.changed", admin.scope.partner())
                        .because("the settings file counts again")
                        .change(before, "");
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }
}

/// A server in the audit log: everything but the password.
fn in_words(server: &MailServerSettings) -> String {
    serde_json::json!({
        "host": server.host,
        "port": server.port,
        "encryption": server.encryption.as_str(),
        "username": server.username,
        "from": server.from,
    })
    .to_string()
}
