//! Rows of the order that a person has given her modules.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::InstanceId;
use model::access::ModulePlace;
use model::identity::AffiliationId;

statements! {
    LIST_PLACES = "SELECT instance_id, favourite FROM module_place WHERE affiliation_id = $1 ORDER BY place LIMIT 1000";
    DELETE_PLACES = "DELETE FROM module_place WHERE affiliation_id = $1";
    INSERT_PLACE = "INSERT INTO module_place (affiliation_id, instance_id, place, favourite) VALUES ($1, $2, $3, $4)";
}

/// The order of a person at one of her places, first to last.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(tx: &mut Tx, id: AffiliationId) -> Result<Vec<ModulePlace>, StoreFault> {
    tx.all(&LIST_PLACES, &[id.bytes().into()])
        .await?
        .iter()
        .map(|row| {
            let mut c = row.columns();
            Ok(ModulePlace {
                instance: InstanceId(c.id()?),
                favourite: c.flag()?,
            })
        })
        .collect()
}

/// Writes a whole order.
///
/// # Errors
/// See above.
pub async fn replace(
    tx: &mut Tx,
    id: AffiliationId,
    order: &[ModulePlace],
) -> Result<(), StoreFault> {
    tx.run(&DELETE_PLACES, &[id.bytes().into()]).await?;
    for (place, module) in (0_i64..).zip(order) {
        let values = [
            id.bytes().into(),
            module.instance.0.into(),
            place.into(),
            module.favourite.into(),
        ];
        tx.run(&INSERT_PLACE, &values).await?;
    }
    Ok(())
}
