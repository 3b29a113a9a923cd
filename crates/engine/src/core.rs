//! The engine: what every verb has at hand.

use crate::access::Paces;
use crate::directory::PsaLines;
use crate::federation::keys::KeySet;
use crate::federation::notes::ClientNotes;
use crate::federation::remote_keys::RemoteKeys;
use crate::hashing::HashingPool;
use crate::operation::{CallRates, LastTry};
use crate::outside::psa::PsaClients;
use crate::{Broken, Published, Settings};
use kernel::{Chance, Clock, Language, OutboxId, PartnerId, Secret, Timestamp};
use model::identity::Identity;
use model::operation::{AuditDraft, Mail, Message};
use std::sync::{Arc, RwLock};
use store::{Db, Tx};
use tokio::sync::Notify;
use vault::{KeyEncryptionKey, Place, Sealer, VaultFault};

/// What the composition root hands in.
pub struct Parts {
    /// The database, with its schema up to date.
    pub db: Db,
    /// Opens the sealed data key.
    pub key: KeyEncryptionKey,
    /// Where the moment comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// What the verbs go by.
    pub settings: Settings,
    /// Where keys come from that clients publish themselves.
    pub published: Arc<dyn Published>,
    /// Opens the ways to PSAs.
    pub psa: Arc<dyn PsaClients>,
}

/// The engine; cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

/// What the engine holds; of use to its own verbs only.
pub struct Inner {
    pub(crate) db: Db,
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) key_fingerprint: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) settings: Settings,
    pub(crate) hashing: HashingPool,
    pub(crate) passkeys: Option<vault::passkey::Passkeys>,
    /// Tells push services that it is this hub that wakes a phone.
    pub(crate) push_key: vault::SigningKey,
    pub(crate) keys: RwLock<Arc<KeySet>>,
    pub(crate) nudge: Notify,
    pub(crate) nudge_imports: Notify,
    pub(crate) nudge_fan_out: Notify,
    pub(crate) nudge_events: Notify,
    pub(crate) nudge_provisioning: Notify,
    pub(crate) paces: Paces,
    pub(crate) last_try: LastTry,
    pub(crate) published: Arc<dyn Published>,
    pub(crate) psa_clients: Arc<dyn PsaClients>,
    pub(crate) psa_lines: PsaLines,
    pub(crate) nudge_psa: Notify,
    pub(crate) remote_keys: RemoteKeys,
    pub(crate) client_notes: ClientNotes,
    pub(crate) call_rates: CallRates,
}

impl std::ops::Deref for Engine {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Who stands at the door, as far as the request tells.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The network address, without a port.
    pub address: String,
    /// The browser in words, such as `Firefox on Windows`.
    pub device: String,
    /// The token of the device cookie.
    pub device_token: Option<Secret<String>>,
    /// The token of the session cookie.
    pub session_token: Option<Secret<String>>,
    /// The language that the browser asks for: chosen on a page, else its own.
    pub language: Option<Language>,
}

impl Engine {
    /// Builds the engine: makes the data key and the signing keys at the first start.
    ///
    /// # Errors
    /// [`Broken::Vault`] when the key-encryption key is not the one that this database was made
    /// with; [`Broken::Store`].
    pub async fn new(parts: Parts) -> Result<Self, Broken> {
        let Parts {
            db,
            key,
            clock,
            chance,
            settings,
            published,
            psa,
        } = parts;
        let fresh = key.new_data_key(&*chance)?;
        let wrapped = db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::put_once(tx, "data_key", fresh).await?;
                    store::operation::installation::get(tx, "data_key").await
                })
            })
            .await?
            .ok_or(Broken::Damaged("data_key"))?;
        let key_fingerprint = key.fingerprint();
        let sealer = match key.open(&wrapped) {
            Ok(sealer) => sealer,
            Err(VaultFault::Unsealable) => return Err(other_key(&db, key_fingerprint).await),
            Err(fault) => return Err(fault.into()),
        };
        let push_key = crate::operation::load_push_key(&db, &sealer, &*chance).await?;
        let hashing = HashingPool::new(settings.hashing_threads);
        let sealer = Arc::new(sealer);
        let chaining = sealer.clone();
        db.chain_audit_with(move |bytes| chaining.mac("audit", &[bytes]));
        let engine = Self(Arc::new(Inner {
            db,
            sealer,
            key_fingerprint,
            clock,
            chance,
            passkeys: vault::passkey::Passkeys::at(&settings.issuer),
            settings,
            hashing,
            push_key,
            keys: RwLock::new(Arc::new(KeySet::default())),
            nudge: Notify::new(),
            nudge_imports: Notify::new(),
            nudge_fan_out: Notify::new(),
            nudge_events: Notify::new(),
            nudge_provisioning: Notify::new(),
            paces: Paces::default(),
            last_try: LastTry::default(),
            published,
            psa_clients: psa,
            psa_lines: PsaLines::default(),
            nudge_psa: Notify::new(),
            remote_keys: RemoteKeys::default(),
            client_notes: ClientNotes::default(),
            call_rates: CallRates::default(),
        }));
        engine.note_fingerprint().await?;
        // Rotating is the running hub's part: a command beside it may go by other settings.
        engine.load_or_make_keys().await?;
        Ok(engine)
    }

    /// Writes down which key file opens this database, so that another one can be told apart.
    async fn note_fingerprint(&self) -> Result<(), Broken> {
        use store::operation::installation::{get, put};
        let known = get(&mut self.db.read().await?, KEY_FINGERPRINT).await?;
        if known.as_deref() == Some(self.key_fingerprint.as_bytes()) {
            return Ok(());
        }
        let own = self.key_fingerprint.clone().into_bytes();
        let write = self
            .db
            .write(move |tx| Box::pin(async move { put(tx, KEY_FINGERPRINT, own).await }));
        Ok(write.await?)
    }

    /// The current moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the verbs go by.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The database, for `doctor` and health.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.chance
    }

    /// The digest under which an unguessable token is stored.
    pub(crate) fn digest(&self, token: &str) -> [u8; 32] {
        vault::digest::sha256(token.as_bytes())
    }

    /// Notes an audit entry; it is committed with the caller's transaction or not at all.
    pub(crate) fn record(&self, tx: &mut Tx, draft: AuditDraft) {
        store::operation::audit::note(tx, draft, self.now());
        self.nudge_fan_out.notify_one();
    }

    /// The keyed digest that chains the audit log.
    pub(crate) fn audit_mac(&self, bytes: &[u8]) -> [u8; 32] {
        self.sealer.mac("audit", &[bytes])
    }

    /// Enqueues an effect in the caller's transaction; it leaves after the commit.
    /// `whose` is the partner whose masters may see that it is there.
    pub(crate) async fn enqueue(
        &self,
        tx: &mut Tx,
        whose: Option<PartnerId>,
        message: &Message,
    ) -> Result<OutboxId, Broken> {
        let now = self.now();
        let id = kernel::OutboxId::new(now, self.chance());
        let text = serde_json::to_vec(message).map_err(|_| Broken::Damaged("message"))?;
        let sealed = self.sealer.seal(outbox_place(&id), &text, self.chance())?;
        let (kind, about) = (message.kind(), message.about());
        store::operation::outbox::enqueue(tx, id, kind, sealed, whose, &about, now).await?;
        if let Some(client) = message.tells() {
            tx.note_told(store::Told {
                id,
                kind,
                oauth_client_id: client.to_owned(),
            });
        }
        self.nudge.notify_one();
        Ok(id)
    }

    /// Enqueues a mail to somebody in the caller's transaction: in her own language, else in the
    /// operator's default.
    pub(crate) async fn mail_to(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        mail: Mail,
    ) -> Result<(), Broken> {
        self.mail_asked(tx, identity, None, mail).await
    }

    /// The same for a mail that a request caused: where she has no language of her own, that of
    /// the request counts before the default.
    pub(crate) async fn mail_asked(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        asked: Option<Language>,
        mail: Mail,
    ) -> Result<(), Broken> {
        let default = self.settings().default_language;
        let message = Message::Mail {
            to: identity.email.as_str().to_owned(),
            mail,
            language: identity.language.or(asked).unwrap_or(default),
            zone: identity.time_zone.clone().unwrap_or_default(),
        };
        // Known at one partner alone, it is that partner's business whether her mail arrives.
        let places = store::identity::affiliations::of_identity(tx, identity.id).await?;
        let mut partners: Vec<_> = places.iter().map(|p| p.partner_id).collect();
        partners.dedup();
        let whose = match partners.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        self.enqueue(tx, whose, &message).await?;
        Ok(())
    }

    /// Waits until an effect was enqueued on this node.
    pub async fn enqueued(&self) {
        self.nudge.notified().await;
    }
}

/// The key file is another one: which would be right is known once the key was changed.
async fn other_key(db: &Db, has: String) -> Broken {
    let known = async {
        let mut tx = db.read().await?;
        store::operation::installation::get(&mut tx, KEY_FINGERPRINT).await
    };
    let needs = known.await.ok().flatten();
    let needs = needs.and_then(|bytes| String::from_utf8(bytes).ok());
    Broken::OtherKey {
        needs: needs.unwrap_or_else(|| "of another fingerprint".into()),
        has,
    }
}

/// The fact that tells which key file opens the data key.
pub(crate) const KEY_FINGERPRINT: &str = "key_fingerprint";

/// Where a sealed outbox message belongs.
pub(crate) fn outbox_place(id: &OutboxId) -> Place<'_> {
    Place {
        table: "outbox",
        column: "sealed_message",
        row: &id.0,
    }
}
