//! Catalogue, module instances and grants of a set-up file.

use super::file::{InstanceFile, ModuleFile, SetUp};
use super::{ApplyFault, Work};
use kernel::{DisplayName, EmailAddress, GrantId, GroupId, InstanceId, ModuleId, Scope};
use model::access::{Grant, Holder, Module, ModuleInstance};
use model::identity::{AffiliationId, Population};
use std::collections::BTreeMap;
use store::Tx;

impl Work<'_> {
    pub(super) async fn catalogue(
        &mut self,
        tx: &mut Tx,
        set_up: &SetUp,
    ) -> Result<(), ApplyFault> {
        for wanted in &set_up.modules {
            self.catalogue_entry(tx, wanted).await?;
        }
        Ok(())
    }

    async fn catalogue_entry(
        &mut self,
        tx: &mut Tx,
        wanted: &ModuleFile,
    ) -> Result<(), ApplyFault> {
        let key = kernel::name::parse_key(wanted.key.get_ref())
            .map_err(|m| self.fault(wanted.line, m))?;
        let display_name =
            DisplayName::parse(&wanted.name).map_err(|f| self.fault(wanted.line, f.to_string()))?;
        match store::access::modules::find_module_by_key(tx, &key).await? {
            None => {
                self.make_module(tx, key, display_name, wanted.description.clone())
                    .await?;
            }
            Some(known)
                if known.display_name != display_name
                    || known.description != wanted.description =>
            {
                let text = format!(
                    "catalogue entry {key}: {} -> {}",
                    known.display_name.as_str(),
                    display_name.as_str()
                );
                let module = Module {
                    display_name,
                    description: wanted.description.clone(),
                    ..known
                };
                store::access::modules::update_module(tx, &module).await?;
                self.note(tx, None, '~', "module.changed", text).await?;
            }
            Some(_) => {}
        }
        Ok(())
    }

    async fn make_module(
        &mut self,
        tx: &mut Tx,
        key: String,
        display_name: DisplayName,
        description: String,
    ) -> Result<Module, ApplyFault> {
        let now = self.engine.now();
        let module = Module {
            id: ModuleId::new(now, self.engine.chance()),
            key,
            display_name,
            description,
            created_at: now,
        };
        store::access::modules::insert_module(tx, &module).await?;
        self.note(
            tx,
            None,
            '+',
            "module.made",
            format!("catalogue entry {}", module.key),
        )
        .await?;
        Ok(module)
    }

    pub(super) async fn module(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        wanted: &InstanceFile,
    ) -> Result<(), ApplyFault> {
        let bad = |w: &Self, m: String| w.fault(wanted.line, m);
        let key = kernel::name::parse_key(wanted.key.get_ref()).map_err(|m| bad(self, m.into()))?;
        let display_name =
            DisplayName::parse(&wanted.name).map_err(|f| bad(self, f.to_string()))?;
        let population = match wanted.audience.as_deref() {
            None => Population::Staff,
            Some(word) => Population::parse(word)
                .ok_or_else(|| bad(self, "audience is staff or client".into()))?,
        };
        match url::Url::parse(&wanted.url) {
            Ok(url) if matches!(url.scheme(), "https" | "http") && wanted.url.len() <= 2_000 => {}
            _ => return Err(bad(self, "url must be a complete web address".into())),
        }
        let region = wanted
            .region
            .as_deref()
            .map(DisplayName::parse)
            .transpose()
            .map_err(|f| bad(self, f.to_string()))?;
        wanted.claims.check().map_err(|m| bad(self, m))?;
        let module_key = wanted.module.clone().unwrap_or_else(|| key.clone());
        let module = match store::access::modules::find_module_by_key(tx, &module_key).await? {
            Some(module) => module,
            None if wanted.module.is_none() => {
                self.make_module(tx, module_key, display_name.clone(), String::new())
                    .await?
            }
            None => {
                return Err(bad(
                    self,
                    format!(
                        "there is no catalogue entry {module_key:?}; add it with [[catalogue]]"
                    ),
                ));
            }
        };
        let known = store::access::modules::find_instance_by_key(tx, scope, &key).await?;
        let now = self.engine.now();
        let instance = ModuleInstance {
            id: known
                .as_ref()
                .map_or_else(|| InstanceId::new(now, self.engine.chance()), |k| k.id),
            partner_id: scope.partner(),
            module_id: module.id,
            key,
            display_name,
            region: region.map(|r| r.as_str().to_owned()),
            launch_url: wanted.url.clone(),
            population,
            unified_login: wanted.unified_login,
            claims: wanted.claims.clone(),
            trial: known.as_ref().and_then(|k| k.trial.clone()),
            created_at: known.as_ref().map_or(now, |k| k.created_at),
        };
        match known {
            None => {
                store::access::modules::insert_instance(tx, &instance).await?;
                self.note(
                    tx,
                    Some(scope.partner()),
                    '+',
                    "module_instance.made",
                    format!("module {}", instance.key),
                )
                .await?;
            }
            Some(known) if known.module_id != instance.module_id => {
                return Err(bad(
                    self,
                    "a module cannot change its catalogue entry; use another key".into(),
                ));
            }
            Some(known) if known != instance => {
                store::access::modules::update_instance(tx, scope, &instance).await?;
                self.note(
                    tx,
                    Some(scope.partner()),
                    '~',
                    "module_instance.changed",
                    format!("module {}", instance.key),
                )
                .await?;
            }
            Some(_) => {}
        }
        if wanted.grants.is_some() {
            self.grants(tx, scope, &instance, wanted).await?;
        }
        match &wanted.client {
            Some(client) => self.client(tx, scope, Some(instance.id), client).await,
            None => Ok(()),
        }
    }

    async fn grants(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        instance: &ModuleInstance,
        wanted: &InstanceFile,
    ) -> Result<(), ApplyFault> {
        let Some(grants) = &wanted.grants else {
            return Ok(());
        };
        let mut holders: BTreeMap<[u8; 16], (Holder, String)> = BTreeMap::new();
        for name in &grants.groups {
            let group =
                store::access::groups::find_by_key(tx, scope, &kernel::name::name_key(name))
                    .await?
                    .ok_or_else(|| {
                        self.fault(
                            wanted.line,
                            format!("there is no group {name:?}; add it with [[partner.group]]"),
                        )
                    })?;
            holders.insert(
                group.id.0,
                (Holder::Group(group.id), format!("group {name}")),
            );
        }
        for address in &grants.people {
            for id in self
                .people_at(tx, scope, instance.population, address, wanted.line)
                .await?
            {
                holders.insert(id.bytes(), (Holder::Affiliation(id), address.clone()));
            }
        }
        let known: BTreeMap<[u8; 16], String> = store::access::grants::list(tx, scope, instance.id)
            .await?
            .into_iter()
            .map(|(kind, id)| (id, kind))
            .collect();
        let now = self.engine.now();
        for (id, (holder, text)) in &holders {
            if !known.contains_key(id) {
                let grant = Grant {
                    id: GrantId::new(now, self.engine.chance()),
                    partner_id: scope.partner(),
                    instance_id: instance.id,
                    holder: *holder,
                    created_at: now,
                };
                store::access::grants::insert(tx, &grant).await?;
                self.engine
                    .mark_holder(tx, scope, *holder, instance.id)
                    .await?;
                self.note(
                    tx,
                    Some(scope.partner()),
                    '+',
                    "grant.given",
                    format!("grant of {} to {text}", instance.key),
                )
                .await?;
            }
        }
        for (id, kind) in known.iter().filter(|(id, _)| !holders.contains_key(*id)) {
            store::access::grants::delete(tx, scope, instance.id, *id).await?;
            if kind == "group" {
                let (group, module) = (GroupId(*id), Some(instance.id));
                self.engine.mark_group(tx, scope, group, module).await?;
            } else {
                // The row does not say of which kind she is; her place does.
                let place = AffiliationId::of(instance.population, *id);
                self.engine.mark_place(tx, place).await?;
            }
            self.note(
                tx,
                Some(scope.partner()),
                '-',
                "grant.taken_back",
                format!("grant of {} to a {kind}", instance.key),
            )
            .await?;
        }
        Ok(())
    }

    async fn people_at(
        &self,
        tx: &mut Tx,
        scope: Scope,
        population: Population,
        address: &str,
        line: usize,
    ) -> Result<Vec<AffiliationId>, ApplyFault> {
        let email = EmailAddress::parse(address).map_err(|f| self.fault(line, f.to_string()))?;
        let nobody = || {
            self.fault(
                line,
                format!("nobody of this partner has the address {address}"),
            )
        };
        let identity = store::identity::identities::find_by_email(tx, population, &email.key())
            .await?
            .ok_or_else(nobody)?;
        let mut places = store::identity::affiliations::of_identity(tx, identity.id).await?;
        places.retain(|a| a.partner_id == scope.partner());
        if places.is_empty() {
            Err(nobody())
        } else {
            Ok(places.into_iter().map(|a| a.id).collect())
        }
    }
}
