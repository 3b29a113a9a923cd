//! Signing keys: made, rotated with overlap, published.

use crate::{Broken, Engine};
use kernel::Secret;
use model::federation::{KeyPlan, KeyRow, KeyState, plan_rotation};
use model::operation::{Actor, AuditDraft};
use std::collections::BTreeMap;
use std::sync::Arc;
use vault::{Algorithm, Place, PublicKey, SigningKey, Verifier};

/// The keys as they stand, ready to sign and to be served.
#[derive(Default)]
pub struct KeySet {
    signing: BTreeMap<Algorithm, Arc<SigningKey>>,
    /// Everything that is published: next, active and retired keys.
    pub public: Vec<PublicKey>,
    /// Verifies what they signed.
    pub verifier: Arc<Verifier>,
    /// The JSON Web Key Set as it is served.
    pub document: Vec<u8>,
}

fn place(kid: &str) -> Place<'_> {
    Place {
        table: "signing_key",
        column: "sealed_private",
        row: kid.as_bytes(),
    }
}

impl Engine {
    /// The keys as they stand.
    pub fn keys(&self) -> Arc<KeySet> {
        match self.keys.read() {
            Ok(keys) => keys.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// The key that signs for an algorithm.
    pub(crate) fn signing_key(&self, algorithm: &str) -> Result<Arc<SigningKey>, Broken> {
        let algorithm = Algorithm::parse(algorithm).ok_or(Broken::Damaged("algorithm"))?;
        self.keys()
            .signing
            .get(&algorithm)
            .cloned()
            .ok_or(Broken::Damaged("no signing key"))
    }

    /// Does what is due for the keys and loads them. Run at start and by schedule, on every node.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn rotate_keys(&self) -> Result<(), Broken> {
        let algorithms: Vec<&str> = Algorithm::ALL.iter().map(|a| a.name()).collect();
        let mut tx = self.db.read().await?;
        let rows = store::federation::keys::list(&mut tx).await?;
        let ordered = super::hurry_keys::ordered(&mut tx).await?;
        drop(tx);
        let rotation = self.settings().rotation;
        let plan = plan_rotation(&rows, &algorithms, rotation, ordered, self.now());
        // RSA keys take long to make: that happens here, not while the writer waits.
        let mut made = Vec::new();
        for step in &plan {
            if let KeyPlan::Make(algorithm, state) = step {
                made.push(self.make_key(algorithm, *state).await?);
            }
        }
        if !plan.is_empty() {
            self.apply_rotation(made).await?;
        }
        self.load_keys().await
    }

    /// Loads the keys; makes the first ones of a new installation.
    pub(crate) async fn load_or_make_keys(&self) -> Result<(), Broken> {
        let mut tx = self.db.read().await?;
        let known = !store::federation::keys::list(&mut tx).await?.is_empty();
        drop(tx);
        if known {
            self.load_keys().await
        } else {
            self.rotate_keys().await
        }
    }

    pub(super) async fn make_key(
        &self,
        algorithm: &str,
        state: KeyState,
    ) -> Result<KeyRow, Broken> {
        let algorithm = Algorithm::parse(algorithm).ok_or(Broken::Damaged("algorithm"))?;
        let private = tokio::task::spawn_blocking(move || vault::jws::generate(algorithm))
            .await
            .map_err(|_| Broken::Damaged("key generation was stopped"))??;
        let key = SigningKey::parse(algorithm, &private)?;
        let now = self.now();
        Ok(KeyRow {
            sealed_private: self
                .sealer
                .seal(place(&key.kid), private.reveal(), self.chance())?,
            public_jwk: key.public().jwk,
            kid: key.kid,
            algorithm: algorithm.name().to_owned(),
            state,
            created_at: now,
            state_since: now,
        })
    }

    /// Plans again under a lock, so that of two nodes only one rotates.
    async fn apply_rotation(&self, mut made: Vec<KeyRow>) -> Result<(), Broken> {
        let (engine, now, rotation) = (self.clone(), self.now(), self.settings().rotation);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::lock(tx, "key_rotation").await?;
                    let rows = store::federation::keys::list(tx).await?;
                    let algorithms: Vec<&str> = Algorithm::ALL.iter().map(|a| a.name()).collect();
                    let ordered = super::hurry_keys::ordered(tx).await?;
                    for step in plan_rotation(&rows, &algorithms, rotation, ordered, now) {
                        let (action, kid) = match step {
                            KeyPlan::Make(algorithm, state) => {
                                let Some(at) = made
                                    .iter()
                                    .position(|k| k.algorithm == algorithm && k.state == state)
                                else {
                                    continue;
                                };
                                let key = made.swap_remove(at);
                                store::federation::keys::insert(tx, &key).await?;
                                ("signing_key.made", key.kid)
                            }
                            KeyPlan::Activate(kid) => {
                                store::federation::keys::set_state(tx, &kid, KeyState::Active, now)
                                    .await?;
                                ("signing_key.activated", kid)
                            }
                            KeyPlan::Retire(kid) => {
                                store::federation::keys::set_state(
                                    tx,
                                    &kid,
                                    KeyState::Retired,
                                    now,
                                )
                                .await?;
                                ("signing_key.retired", kid)
                            }
                            KeyPlan::Remove(kid) => {
                                store::federation::keys::delete(tx, &kid).await?;
                                ("signing_key.removed", kid)
                            }
                        };
                        engine.record(tx, AuditDraft::new(None, Actor::Hub, action, kid));
                    }
                    Ok(())
                })
            })
            .await
    }

    pub(super) async fn load_keys(&self) -> Result<(), Broken> {
        let mut tx = self.db.read().await?;
        let rows = store::federation::keys::list(&mut tx).await?;
        drop(tx);
        let before = self.keys();
        let mut set = KeySet::default();
        for row in &rows {
            let algorithm = Algorithm::parse(&row.algorithm).ok_or(Broken::Damaged("algorithm"))?;
            set.public.push(PublicKey {
                kid: row.kid.clone(),
                algorithm,
                jwk: row.public_jwk.clone(),
            });
            if row.state == KeyState::Active {
                let key = match before.signing.get(&algorithm).filter(|k| k.kid == row.kid) {
                    Some(known) => known.clone(),
                    None => {
                        let private =
                            Secret::new(self.sealer.open(place(&row.kid), &row.sealed_private)?);
                        Arc::new(SigningKey::parse(algorithm, &private)?)
                    }
                };
                set.signing.insert(algorithm, key);
            }
        }
        set.verifier = if set.public == before.public {
            before.verifier.clone()
        } else {
            Arc::new(Verifier::of(&set.public))
        };
        let jwks: Vec<&str> = set.public.iter().map(|k| k.jwk.as_str()).collect();
        set.document = format!("{{\"keys\":[{}]}}", jwks.join(",")).into_bytes();
        match self.keys.write() {
            Ok(mut keys) => *keys = Arc::new(set),
            Err(poisoned) => *poisoned.into_inner() = Arc::new(set),
        }
        Ok(())
    }

    /// The discovery document: exactly what is on.
    pub fn discovery(&self) -> Vec<u8> {
        use ::protocol::oidc::authorize::ResponseMode;
        use model::federation::{ASSERTION_ALGORITHMS, AuthMethod, GrantType, KNOWN_SCOPES};
        let device_flow = self.settings().protocol.device_flow;
        let grant_types: Vec<&str> = GrantType::ALL
            .into_iter()
            .filter(|g| device_flow || *g != GrantType::DeviceCode)
            .map(GrantType::as_str)
            .collect();
        let confidential: Vec<&str> = AuthMethod::ALL
            .into_iter()
            .filter(|m| *m != AuthMethod::None)
            .map(AuthMethod::as_str)
            .collect();
        protocol::oidc::discovery::document(&protocol::oidc::discovery::Offer {
            issuer: &self.settings().issuer,
            algorithms: &Algorithm::ALL.map(Algorithm::name),
            auth_methods: &AuthMethod::ALL.map(AuthMethod::as_str),
            confidential_methods: &confidential,
            assertion_algorithms: &ASSERTION_ALGORITHMS,
            grant_types: &grant_types,
            device_flow,
            response_modes: &ResponseMode::ALL.map(ResponseMode::as_str),
            pushed_requests: self.settings().protocol.pushed_requests,
            scopes: &KNOWN_SCOPES,
            acr_values: &["urn:vestibule:acr:mfa"],
        })
    }
}
