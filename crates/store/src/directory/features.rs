//! Rows of what the operator has turned on for a partner.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{Scope, Timestamp};
use model::directory::Feature;

statements! {
    TURN_FEATURE_ON = "INSERT INTO partner_feature (partner_id, feature, turned_on_at) VALUES ($1, $2, $3) ON CONFLICT (partner_id, feature) DO NOTHING";
    TURN_FEATURE_OFF = "DELETE FROM partner_feature WHERE partner_id = $1 AND feature = $2";
    HAS_FEATURE = "SELECT 1 FROM partner_feature WHERE partner_id = $1 AND feature = $2";
}

/// Turns a feature on or off; false when it was so before.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn set(
    tx: &mut Tx,
    scope: Scope,
    feature: Feature,
    on: bool,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let (partner, name) = (scope.partner().0.into(), feature.as_str().into());
    let changed = if on {
        let values = [partner, name, now.into()];
        tx.run(&TURN_FEATURE_ON, &values).await?
    } else {
        tx.run(&TURN_FEATURE_OFF, &[partner, name]).await?
    };
    Ok(changed > 0)
}

/// Whether a feature is on.
///
/// # Errors
/// See above.
pub async fn is_on(tx: &mut Tx, scope: Scope, feature: Feature) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), feature.as_str().into()];
    Ok(tx.one(&HAS_FEATURE, &values).await?.is_some())
}
