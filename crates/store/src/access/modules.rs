//! Rows of catalogue entries and their instances.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, InstanceId, ModuleId, PartnerId, Scope};
use model::access::{Module, ModuleInstance};
use model::identity::Population;

statements! {
    INSERT_MODULE = "INSERT INTO module (id, key, display_name, description, created_at) VALUES ($1, $2, $3, $4, $5)";
    FIND_MODULE_BY_KEY = "SELECT id, key, display_name, description, created_at FROM module WHERE key = $1";
    UPDATE_MODULE = "UPDATE module SET display_name = $2, description = $3 WHERE id = $1";
    INSERT_INSTANCE = "INSERT INTO module_instance (id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND_INSTANCE = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at FROM module_instance WHERE partner_id = $1 AND id = $2";
    FIND_INSTANCE_BY_KEY = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at FROM module_instance WHERE partner_id = $1 AND key = $2";
    POPULATION_OF_INSTANCE = "SELECT population FROM module_instance WHERE id = $1";
    LIST_INSTANCES = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at FROM module_instance WHERE partner_id = $1 AND population = $2 ORDER BY id LIMIT 1000";
    UPDATE_INSTANCE = "UPDATE module_instance SET display_name = $3, region = $4, launch_url = $5, population = $6, unified_login = $7, claims = $8 WHERE partner_id = $1 AND id = $2";
}

fn read_module(c: &mut Columns<'_>) -> Result<Module, StoreFault> {
    Ok(Module {
        id: ModuleId(c.id()?),
        key: c.text()?,
        display_name: c.parsed(|t| DisplayName::parse(t).ok())?,
        description: c.text()?,
        created_at: c.time()?,
    })
}

fn read_instance(c: &mut Columns<'_>) -> Result<ModuleInstance, StoreFault> {
    Ok(ModuleInstance {
        id: InstanceId(c.id()?),
        partner_id: PartnerId(c.id()?),
        module_id: ModuleId(c.id()?),
        key: c.text()?,
        display_name: c.parsed(|t| DisplayName::parse(t).ok())?,
        region: c.text_or_null()?,
        launch_url: c.text()?,
        population: c.parsed(Population::parse)?,
        unified_login: c.flag()?,
        claims: c.parsed(|t| serde_json::from_str(t).ok())?,
        created_at: c.time()?,
    })
}

fn claims_text(instance: &ModuleInstance) -> String {
    serde_json::to_string(&instance.claims).unwrap_or_else(|_| "{}".into())
}

/// Adds a catalogue entry.
///
/// # Errors
/// [`StoreFault::Taken`] when the key is taken.
pub async fn insert_module(tx: &mut Tx, module: &Module) -> Result<(), StoreFault> {
    let values = [
        module.id.0.into(),
        module.key.as_str().into(),
        module.display_name.as_str().into(),
        module.description.as_str().into(),
        module.created_at.into(),
    ];
    tx.run(&INSERT_MODULE, &values).await.map(|_| ())
}

/// The catalogue entry of a key.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find_module_by_key(tx: &mut Tx, key: &str) -> Result<Option<Module>, StoreFault> {
    tx.one(&FIND_MODULE_BY_KEY, &[key.into()])
        .await?
        .map(|r| read_module(&mut r.columns()))
        .transpose()
}

/// Writes name and description.
///
/// # Errors
/// See above.
pub async fn update_module(tx: &mut Tx, module: &Module) -> Result<(), StoreFault> {
    let values = [
        module.id.0.into(),
        module.display_name.as_str().into(),
        module.description.as_str().into(),
    ];
    tx.run(&UPDATE_MODULE, &values).await.map(|_| ())
}

/// Adds an instance.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that key.
pub async fn insert_instance(tx: &mut Tx, instance: &ModuleInstance) -> Result<(), StoreFault> {
    let values = [
        instance.id.0.into(),
        instance.partner_id.0.into(),
        instance.module_id.0.into(),
        instance.key.as_str().into(),
        instance.display_name.as_str().into(),
        instance.region.clone().into(),
        instance.launch_url.as_str().into(),
        instance.population.as_str().into(),
        instance.unified_login.into(),
        claims_text(instance).into(),
        instance.created_at.into(),
    ];
    tx.run(&INSERT_INSTANCE, &values).await.map(|_| ())
}

/// The instance of an id.
///
/// # Errors
/// See above.
pub async fn find_instance(
    tx: &mut Tx,
    scope: Scope,
    id: InstanceId,
) -> Result<Option<ModuleInstance>, StoreFault> {
    let row = tx
        .one(&FIND_INSTANCE, &[scope.partner().0.into(), id.0.into()])
        .await?;
    row.map(|r| read_instance(&mut r.columns())).transpose()
}

/// The instance of a key.
///
/// # Errors
/// See above.
pub async fn find_instance_by_key(
    tx: &mut Tx,
    scope: Scope,
    key: &str,
) -> Result<Option<ModuleInstance>, StoreFault> {
    let row = tx
        .one(
            &FIND_INSTANCE_BY_KEY,
            &[scope.partner().0.into(), key.into()],
        )
        .await?;
    row.map(|r| read_instance(&mut r.columns())).transpose()
}

/// The instances of a partner for one population, oldest first, at most a thousand.
///
/// # Errors
/// See above.
pub async fn list_instances(
    tx: &mut Tx,
    scope: Scope,
    population: Population,
) -> Result<Vec<ModuleInstance>, StoreFault> {
    let rows = tx
        .all(
            &LIST_INSTANCES,
            &[scope.partner().0.into(), population.as_str().into()],
        )
        .await?;
    rows.iter()
        .map(|r| read_instance(&mut r.columns()))
        .collect()
}

/// Writes what may change of an instance.
///
/// # Errors
/// See above.
pub async fn update_instance(
    tx: &mut Tx,
    scope: Scope,
    instance: &ModuleInstance,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        instance.id.0.into(),
        instance.display_name.as_str().into(),
        instance.region.clone().into(),
        instance.launch_url.as_str().into(),
        instance.population.as_str().into(),
        instance.unified_login.into(),
        claims_text(instance).into(),
    ];
    tx.run(&UPDATE_INSTANCE, &values).await.map(|_| ())
}

/// Whose module an instance is. No partner limits it, since nobody is signed in yet; it tells one
/// word.
///
/// # Errors
/// See above.
pub async fn population_of(tx: &mut Tx, id: InstanceId) -> Result<Option<Population>, StoreFault> {
    let row = tx.one(&POPULATION_OF_INSTANCE, &[id.0.into()]).await?;
    row.map(|r| r.columns().parsed(Population::parse))
        .transpose()
}
