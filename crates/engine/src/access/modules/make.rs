//! A module from the catalogue.

use super::{CatalogueEntry, Refused, in_audit};
use crate::federation::ClientMade;
use crate::federation::clients::check_draft;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{ClientId, DisplayName, InstanceId, ModuleId};
use model::access::{BaseUrl, MOST_MODULES, Module, ModuleDraft, ModuleInstance, ModuleRefusal};
use model::federation::{Client, ClientRefusal};
use model::identity::Population;
use store::Tx;

/// What a master says of a module that is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleWish {
    /// The id that it is to have, so that a wish that comes twice makes one module.
    pub id: InstanceId,
    /// The key of the catalogue entry.
    pub entry: String,
    /// The name in My Modules.
    pub display_name: DisplayName,
    /// Where it lives.
    pub base: BaseUrl,
    /// The hosting region, as its maker names it.
    pub region: Option<String>,
    /// Whose module it is.
    pub population: Population,
}

/// A module that was made. It is not turned on yet.
#[derive(Debug)]
pub struct ModuleMade {
    /// The instance.
    pub instance: ModuleInstance,
    /// Its client, with the secret that is shown this once.
    pub client: ClientMade,
}

/// A key out of a name: small letters, digits and single dashes, at most 40; `module` when nothing is
/// left.
fn key_of(name: &str) -> String {
    let mut key = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
        if key.len() >= 40 {
            break;
        }
    }
    let key = key.trim_end_matches('-');
    if key.is_empty() { "module" } else { key }.to_owned()
}

impl Engine {
    /// An id for a module that is to be.
    pub fn propose_module(&self) -> InstanceId {
        InstanceId::new(self.now(), self.chance())
    }

    /// Makes a module instance with its client, both from what the catalogue knows. Nobody may enter
    /// until it is turned on; its secret is in the answer and nowhere else afterwards.
    ///
    /// # Errors
    /// [`ModuleRefusal`].
    pub async fn make_module(
        &self,
        admin: &Administrator,
        wish: ModuleWish,
    ) -> Result<ModuleMade, Refused> {
        let entry = self
            .catalogue_entry(admin, &wish.entry)
            .await?
            .ok_or(Failure::Refused(ModuleRefusal::NoBlueprint))?;
        let draft = ModuleDraft {
            display_name: wish.display_name.clone(),
            region: wish.region.clone(),
            launch_url: entry.blueprint.launch_url(&wish.base),
            claims: entry.blueprint.claims(),
        };
        draft.check().map_err(Failure::Refused)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.make_in(tx, admin, entry, wish, draft).await })
            })
            .await
    }

    async fn make_in(
        &self,
        tx: &mut Tx,
        admin: Administrator,
        entry: CatalogueEntry,
        wish: ModuleWish,
        draft: ModuleDraft,
    ) -> Result<ModuleMade, Refused> {
        let (now, scope) = (self.now(), admin.scope);
        if let Some(made) = store::access::modules::find_instance(tx, scope, wish.id).await? {
            return Err(Failure::Refused(ModuleRefusal::Made(made.id)));
        }
        let there = store::access::modules::list_instances(tx, scope, wish.population).await?;
        if there.len() >= MOST_MODULES {
            return Err(Failure::Refused(ModuleRefusal::TooMany));
        }
        let module = match store::access::modules::find_module_by_key(tx, &entry.key).await? {
            Some(module) => module,
            None => {
                let module = Module {
                    id: ModuleId::new(now, self.chance()),
                    key: entry.key.clone(),
                    display_name: DisplayName::parse(&entry.name)
                        .map_err(|_| Broken::Damaged("name of a catalogue entry"))?,
                    description: entry.description.clone(),
                    created_at: now,
                };
                store::access::modules::insert_module(tx, &module).await?;
                module
            }
        };
        let stem = key_of(draft.display_name.as_str());
        let mut key = stem.clone();
        for n in 2.. {
            if store::access::modules::find_instance_by_key(tx, scope, &key)
                .await?
                .is_none()
            {
                break;
            }
            key = format!("{stem}-{n}");
        }
        let instance = ModuleInstance {
            id: wish.id,
            partner_id: scope.partner(),
            module_id: module.id,
            display_name: draft.display_name,
            region: draft.region,
            launch_url: draft.launch_url,
            population: wish.population,
            unified_login: false,
            claims: draft.claims,
            trial: None,
            created_at: now,
            key,
        };
        // An id that somebody made up may be another partner's, which is nobody's business here.
        match store::access::modules::insert_instance(tx, &instance).await {
            Err(store::StoreFault::Taken(_)) => {
                return Err(Failure::Refused(ModuleRefusal::Unknown));
            }
            other => other?,
        }
        let done = admin.did("module_instance.made", format!("module {}", instance.key));
        self.record(tx, done.change("", in_audit(&instance)));
        // A `client_id` is unique in the whole installation; chance keeps one partner from learning
        // what another has.
        let ending: String = self
            .chance()
            .token()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(8)
            .collect::<String>()
            .to_lowercase();
        let client_draft = entry
            .blueprint
            .client(&wish.base, format!("{}-{ending}", instance.key));
        let unfit = |why: String| Failure::Refused(ModuleRefusal::Client(why));
        check_draft(&client_draft).map_err(unfit)?;
        let client = Client::of(
            ClientId::new(now, self.chance()),
            scope.partner(),
            Some(instance.id),
            client_draft,
            now,
        );
        match self.insert_client(tx, &admin, client).await {
            Ok(client) => Ok(ModuleMade { instance, client }),
            Err(Failure::Refused(ClientRefusal::Unfit(why))) => Err(unfit(why)),
            Err(Failure::Refused(other)) => Err(unfit(kernel::Refusal::sentence(&other))),
            Err(Failure::Broken(broken)) => Err(broken.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn table_of_keys() {
        for (name, key) in [
            ("Wiki", "wiki"),
            ("Our  Wiki (new)", "our-wiki-new"),
            ("Ärger & Söhne", "rger-s-hne"),
            ("日本", "module"),
            ("-", "module"),
        ] {
            assert_eq!(key_of(name), key);
        }
        assert!(key_of(&"x".repeat(200)).len() <= 40);
    }
}
