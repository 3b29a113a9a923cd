//! What a person sees of herself.

use super::Signed;
use crate::{Broken, Engine};
use model::identity::{Session, TotpFactor};

/// Facts for My Settings.
#[derive(Clone, Debug)]
pub struct AboutMe {
    /// Her authenticators.
    pub factors: Vec<TotpFactor>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
    /// Her sessions that are alive, newest first.
    pub sessions: Vec<Session>,
    /// True when she is known at more than one place and may choose.
    pub can_choose: bool,
}

impl Engine {
    /// Loads what a person sees of herself.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn about_me(&self, signed: &Signed) -> Result<AboutMe, Broken> {
        let (id, now) = (signed.identity.id, self.now());
        let mut tx = self.db.read().await?;
        let mut sessions = store::identity::sessions::list(&mut tx, id, now).await?;
        sessions.retain(|s| s.alive(now, self.settings().sessions));
        let places = store::identity::affiliations::of_identity(&mut tx, id).await?;
        Ok(AboutMe {
            factors: store::identity::factors::list_totp(&mut tx, id).await?,
            recovery_codes_left: store::identity::factors::count_recovery(&mut tx, id).await?,
            sessions,
            can_choose: places.iter().filter(|a| a.usable()).count() > 1,
        })
    }
}
