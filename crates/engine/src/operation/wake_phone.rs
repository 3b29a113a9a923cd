//! Waking a phone through its browser's push service. The message says nothing: the phone looks by
//! itself what there is.

use crate::identity::phone_address_place;
use crate::outside::{Outside, PushPost, Undelivered, Unwoken};
use crate::{Broken, Engine};
use kernel::{Chance, FactorId, Secret, Span, Timestamp};
use protocol::web_push::{ServerClaims, Subscription, authorization};
use store::Db;
use vault::{Algorithm, Place, Sealer, SigningKey};

/// All that a message says.
const LOOK: &[u8] = b"look";
/// How long the hub's token is good at a push service.
const TOKEN: Span = Span::hours(1);
/// The fact that holds the sealed key.
const PUSH_KEY: &str = "push_key";
const PLACE: Place<'_> = Place {
    table: "installation",
    column: "value",
    row: PUSH_KEY.as_bytes(),
};

/// The key by which push services know this hub; made at the first start. Browsers bind their
/// subscriptions to it, so it stays.
pub(crate) async fn load_push_key(
    db: &Db,
    sealer: &Sealer,
    chance: &dyn Chance,
) -> Result<SigningKey, Broken> {
    let mut tx = db.read().await?;
    let known = store::operation::installation::get(&mut tx, PUSH_KEY).await?;
    drop(tx);
    let sealed = match known {
        Some(sealed) => sealed,
        None => {
            let made = vault::jws::generate(Algorithm::ES256)?;
            let fresh = sealer.seal(PLACE, made.reveal(), chance)?;
            db.write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::put_once(tx, PUSH_KEY, fresh).await?;
                    store::operation::installation::get(tx, PUSH_KEY).await
                })
            })
            .await?
            .ok_or(Broken::Damaged("push_key"))?
        }
    };
    let key = Secret::new(sealer.open(PLACE, &sealed)?);
    Ok(SigningKey::parse(Algorithm::ES256, &key)?)
}

impl Engine {
    /// The public key by which push services know this hub, as browsers take it.
    pub fn push_public_key(&self) -> String {
        self.push_key.point().unwrap_or_default()
    }

    pub(super) async fn wake_phone(
        &self,
        phone: FactorId,
        until: Timestamp,
        outside: &dyn Outside,
    ) -> Result<(), Undelivered> {
        let later = |broken: Broken| Undelivered::Later(broken.to_string());
        // Too late is no failure: the question is over, whoever was told of it.
        if self.now() >= until {
            return Ok(());
        }
        let Some(post) = self.wake_post(phone, until).await.map_err(later)? else {
            return Ok(());
        };
        match outside.wake(&post).await {
            Ok(()) => Ok(()),
            Err(Unwoken::Later(why)) => Err(Undelivered::Later(why)),
            Err(Unwoken::Gone) => {
                let forgotten = self.db.write(move |tx| {
                    Box::pin(
                        async move { store::identity::phones::set_address(tx, phone, None).await },
                    )
                });
                forgotten.await.map_err(|fault| later(fault.into()))
            }
        }
    }

    /// The message; none for a phone that was removed or cannot be woken any more.
    async fn wake_post(
        &self,
        phone: FactorId,
        until: Timestamp,
    ) -> Result<Option<PushPost>, Broken> {
        let mut tx = self.db.read().await?;
        let found = store::identity::phones::find(&mut tx, phone).await?;
        drop(tx);
        let Some(sealed) = found.and_then(|p| p.sealed_address) else {
            return Ok(None);
        };
        let text = self.sealer.open(phone_address_place(&phone), &sealed)?;
        let damaged = || Broken::Damaged("subscription");
        let browser: Subscription = serde_json::from_slice(&text).map_err(|_| damaged())?;
        let (key, secret) = browser.keys().ok_or_else(damaged)?;
        let now = self.now();
        let claims = ServerClaims {
            aud: &browser.audience().ok_or_else(damaged)?,
            exp: (now + TOKEN).unix_seconds(),
            sub: &format!("mailto:{}", self.settings().sender_address()),
        };
        let token = self.push_key.sign("JWT", &claims)?;
        Ok(Some(PushPost {
            authorization: authorization(&token, &self.push_public_key()),
            seconds: (until - now).as_seconds_up(),
            body: vault::web_push::seal(&key, &secret, LOOK, self.chance())?,
            address: browser.endpoint,
        }))
    }
}
