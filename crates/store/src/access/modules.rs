//! Rows of catalogue entries and their instances.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, EndUserId, GroupId, InstanceId, MemberId, ModuleId, PartnerId, Scope};
use model::access::{Holder, Module, ModuleInstance, Trial};
use model::identity::{AffiliationId, Population};

statements! {
    INSERT_MODULE = "INSERT INTO module (id, key, display_name, description, created_at) VALUES ($1, $2, $3, $4, $5)";
    FIND_MODULE_BY_KEY = "SELECT id, key, display_name, description, created_at FROM module WHERE key = $1";
    FIND_MODULE = "SELECT id, key, display_name, description, created_at FROM module WHERE id = $1";
    LIST_CATALOGUE = "SELECT id, key, display_name, description, created_at FROM module WHERE description <> '' ORDER BY display_name, id LIMIT 500";
    UPDATE_MODULE = "UPDATE module SET display_name = $2, description = $3 WHERE id = $1";
    INSERT_INSTANCE = "INSERT INTO module_instance (id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND_INSTANCE = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at, trial_member_id, trial_begun_at, trial_until FROM module_instance WHERE partner_id = $1 AND id = $2";
    FIND_INSTANCE_BY_KEY = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at, trial_member_id, trial_begun_at, trial_until FROM module_instance WHERE partner_id = $1 AND key = $2";
    POPULATION_OF_INSTANCE = "SELECT population FROM module_instance WHERE id = $1";
    LIST_INSTANCES = "SELECT id, partner_id, module_id, key, display_name, region, launch_url, population, unified_login, claims, created_at, trial_member_id, trial_begun_at, trial_until FROM module_instance WHERE partner_id = $1 AND population = $2 ORDER BY id LIMIT 1000";
    UPDATE_INSTANCE = "UPDATE module_instance SET display_name = $3, region = $4, launch_url = $5, population = $6, unified_login = $7, claims = $8 WHERE partner_id = $1 AND id = $2";
    SET_TRIAL = "UPDATE module_instance SET trial_member_id = $3, trial_begun_at = $4, trial_until = $5 WHERE partner_id = $1 AND id = $2";
    DELETE_GRANTS_OF_INSTANCE = "DELETE FROM access_grant WHERE instance_id = $1";
    DELETE_PLACES_OF_INSTANCE = "DELETE FROM module_place WHERE instance_id = $1";
    DELETE_INSTANCE = "DELETE FROM module_instance WHERE partner_id = $1 AND id = $2";
    LIST_MODULE_ROWS = "SELECT i.id, i.partner_id, i.module_id, i.key, i.display_name, i.region, i.launch_url, i.population, i.unified_login, i.claims, i.created_at, i.trial_member_id, i.trial_begun_at, i.trial_until, m.display_name, (SELECT c.oauth_client_id FROM oidc_client c WHERE c.instance_id = i.id ORDER BY c.id LIMIT 1), (SELECT COUNT(*) FROM access_grant g WHERE g.instance_id = i.id) FROM module_instance i JOIN module m ON m.id = i.module_id WHERE i.partner_id = $1 ORDER BY i.id LIMIT 2000";
    HOLDERS_OF_INSTANCE = "SELECT g.holder_id, a.name, NULL, NULL FROM access_grant g JOIN access_group a ON a.id = g.holder_id WHERE g.partner_id = $1 AND g.instance_id = $2 AND g.holder_kind = 'group' UNION ALL SELECT g.holder_id, p.display_name, p.email, 'member' FROM access_grant g JOIN member m ON m.id = g.holder_id JOIN identity p ON p.id = m.identity_id WHERE g.partner_id = $1 AND g.instance_id = $2 AND g.holder_kind = 'affiliation' UNION ALL SELECT g.holder_id, p.display_name, p.email, 'end_user' FROM access_grant g JOIN end_user e ON e.id = g.holder_id JOIN identity p ON p.id = e.identity_id WHERE g.partner_id = $1 AND g.instance_id = $2 AND g.holder_kind = 'affiliation' ORDER BY 2, 1 LIMIT 10000";
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
        trial: {
            let member = c.id_or_null()?.map(MemberId);
            let span = c.time_or_null()?.zip(c.time_or_null()?);
            member.zip(span).map(|(member, (begun_at, until))| Trial {
                member,
                begun_at,
                until,
            })
        },
    })
}

/// A module instance as the console lists it.
#[derive(Clone, Debug)]
pub struct ModuleRow {
    /// The instance.
    pub instance: ModuleInstance,
    /// The name of its catalogue entry.
    pub catalogue: String,
    /// The `client_id` of its client, where it has one.
    pub oauth_client_id: Option<String>,
    /// How many grants there are, to groups and to people.
    pub grants: i64,
}

/// Somebody or a group that a module is granted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderRow {
    /// Who.
    pub holder: Holder,
    /// The name.
    pub name: String,
    /// The address; none for a group.
    pub email: Option<String>,
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

/// The catalogue entry of an id.
///
/// # Errors
/// See above.
pub async fn find_module(tx: &mut Tx, id: ModuleId) -> Result<Option<Module>, StoreFault> {
    tx.one(&FIND_MODULE, &[id.0.into()])
        .await?
        .map(|r| read_module(&mut r.columns()))
        .transpose()
}

/// The entries that the operator has described, by name, at most five hundred. An entry without a
/// description was made for one instance alone, which is nobody else's business.
///
/// # Errors
/// See above.
pub async fn list_catalogue(tx: &mut Tx) -> Result<Vec<Module>, StoreFault> {
    let rows = tx.all(&LIST_CATALOGUE, &[]).await?;
    rows.iter().map(|r| read_module(&mut r.columns())).collect()
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

/// Every module instance of a partner with what stands around it, oldest first, at most two thousand.
///
/// # Errors
/// See above.
pub async fn list_rows(tx: &mut Tx, scope: Scope) -> Result<Vec<ModuleRow>, StoreFault> {
    let rows = tx
        .all(&LIST_MODULE_ROWS, &[scope.partner().0.into()])
        .await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(ModuleRow {
                instance: read_instance(&mut c)?,
                catalogue: c.text()?,
                oauth_client_id: c.text_or_null()?,
                grants: c.int()?,
            })
        })
        .collect()
}

/// Whom an instance is granted to, by name, at most ten thousand.
///
/// # Errors
/// See above.
pub async fn holders(
    tx: &mut Tx,
    scope: Scope,
    id: InstanceId,
) -> Result<Vec<HolderRow>, StoreFault> {
    let rows = tx
        .all(
            &HOLDERS_OF_INSTANCE,
            &[scope.partner().0.into(), id.0.into()],
        )
        .await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            let (bytes, name, email) = (c.id()?, c.text()?, c.text_or_null()?);
            let holder = match c.text_or_null()?.as_deref() {
                None => Holder::Group(GroupId(bytes)),
                Some("member") => Holder::Affiliation(AffiliationId::Member(MemberId(bytes))),
                Some(_) => Holder::Affiliation(AffiliationId::EndUser(EndUserId(bytes))),
            };
            Ok(HolderRow {
                holder,
                name,
                email,
            })
        })
        .collect()
}

/// Writes who tries the login out; none ends a trial.
///
/// # Errors
/// See above.
pub async fn set_trial(
    tx: &mut Tx,
    scope: Scope,
    id: InstanceId,
    trial: Option<&Trial>,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        trial.map(|t| t.member.0).into(),
        trial.map(|t| t.begun_at).into(),
        trial.map(|t| t.until).into(),
    ];
    tx.run(&SET_TRIAL, &values).await.map(|_| ())
}

/// Removes an instance with its grants and its places in people's own orders. Its client must be gone.
///
/// # Errors
/// See above.
pub async fn delete_instance(tx: &mut Tx, scope: Scope, id: InstanceId) -> Result<(), StoreFault> {
    tx.run(&DELETE_GRANTS_OF_INSTANCE, &[id.0.into()]).await?;
    tx.run(&DELETE_PLACES_OF_INSTANCE, &[id.0.into()]).await?;
    tx.run(&DELETE_INSTANCE, &[scope.partner().0.into(), id.0.into()])
        .await
        .map(|_| ())
}
