//! My Modules and the launcher: one list of what a person may open (S4-23, X-21).

use crate::identity::Signed;
use crate::{Broken, Engine, Failure};
use kernel::{InstanceId, Scope};
use model::access::{EntryRefusal, GrantPath, ModuleInstance, in_order};
use model::federation::Client;
use model::identity::{Affiliation, Identity};
use protocol::oidc::redirect::with_parameters;
use store::Tx;

/// A module that a person may open.
#[derive(Clone, Debug)]
pub struct ModuleTile {
    /// The instance.
    pub instance: ModuleInstance,
    /// The name of the group that brings her in; none for a direct grant.
    pub via_group: Option<String>,
    /// Whether she has put it with her favourites.
    pub favourite: bool,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct MyModules {
    /// What she may open.
    pub open: Vec<ModuleTile>,
    /// What the partner has and she may not open, with the why.
    pub closed: Vec<(ModuleInstance, EntryRefusal)>,
}

impl Engine {
    /// Lists the modules of the partner for this person, by the decision of the sign-in itself.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn my_modules(&self, signed: &Signed) -> Result<MyModules, Broken> {
        let mut tx = self.db.read().await?;
        self.modules_of(&mut tx, &signed.identity, &signed.affiliation)
            .await
    }

    /// The same list as a module shows it in its banner: name and the address at the hub that opens it.
    pub(crate) async fn launcher_of(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
    ) -> Result<serde_json::Value, Broken> {
        let identity = store::identity::identities::find(tx, place.identity_id).await?;
        let Some(identity) = identity else {
            return Ok(serde_json::Value::Array(Vec::new()));
        };
        let list = self.modules_of(tx, &identity, place).await?;
        let issuer = &self.settings().issuer;
        let entries = list.open.iter().map(|tile| {
            serde_json::json!({
                "name": tile.instance.display_name.as_str(),
                "href": format!("{issuer}/open/{}", tile.instance.id),
            })
        });
        Ok(entries.collect())
    }

    #[allow(clippy::disallowed_methods, reason = "the place was proved")]
    async fn modules_of(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        place: &Affiliation,
    ) -> Result<MyModules, Broken> {
        let scope = Scope::of(place.partner_id);
        let mut list = MyModules::default();
        let entrant = self
            .entrant(tx, identity, Some(place), place.partner_id)
            .await?;
        for instance in
            store::access::modules::list_instances(tx, scope, identity.population).await?
        {
            match entrant.may_enter(&instance) {
                Ok(entry) => {
                    let via_group = match entry.via {
                        GrantPath::Group(_, name) => Some(name),
                        GrantPath::Direct | GrantPath::Trial => None,
                    };
                    list.open.push(ModuleTile {
                        instance,
                        via_group,
                        favourite: false,
                    });
                }
                Err(refusal) => list.closed.push((instance, refusal)),
            }
        }
        let present: Vec<InstanceId> = list.open.iter().map(|m| m.instance.id).collect();
        let chosen = store::access::places::list(tx, place.id).await?;
        let order = in_order(&present, &chosen);
        let rank = |id| order.iter().position(|p| p.instance == id);
        for tile in &mut list.open {
            tile.favourite = order
                .iter()
                .any(|p| p.instance == tile.instance.id && p.favourite);
        }
        list.open.sort_by_key(|tile| rank(tile.instance.id));
        Ok(list)
    }

    /// Where opening a module leads.
    ///
    /// # Errors
    /// [`EntryRefusal`]; `None` inside for a module that this partner does not have.
    #[allow(clippy::disallowed_methods, reason = "the scope of the proved session")]
    pub async fn open_module(
        &self,
        signed: &Signed,
        id: InstanceId,
    ) -> Result<String, Failure<Option<EntryRefusal>>> {
        let scope = Scope::of(signed.affiliation.partner_id);
        let mut tx = self.db.read().await?;
        let instance = store::access::modules::find_instance(&mut tx, scope, id)
            .await?
            .ok_or(Failure::Refused(None))?;
        match self
            .may_enter(
                &mut tx,
                &signed.identity,
                Some(&signed.affiliation),
                &instance,
            )
            .await?
        {
            Ok(_) => {
                let client = store::federation::clients::of_instance(&mut tx, scope, id).await?;
                Ok(self.launch_address(&instance, client.as_ref(), signed))
            }
            Err(refusal) => Err(Failure::Refused(Some(refusal))),
        }
    }
}

impl Engine {
    /// Where opening leads: the module's own address, or where its login is begun by others (OpenID
    /// Connect Core 4), which then knows the hub and where to go afterwards.
    fn launch_address(
        &self,
        instance: &ModuleInstance,
        client: Option<&Client>,
        signed: &Signed,
    ) -> String {
        let options = client.map(|c| &c.options);
        let Some(uri) = options.and_then(|o| o.initiate_login_uri.as_deref()) else {
            return instance.launch_url.clone();
        };
        let mut pairs = vec![
            ("iss", self.settings().issuer.as_str()),
            ("target_link_uri", instance.launch_url.as_str()),
        ];
        if options.is_some_and(|o| o.initiate_login_hint) {
            pairs.push(("login_hint", signed.identity.email.as_str()));
        }
        with_parameters(uri, &pairs)
    }

    /// Whose module an instance is, for the choice of the entrance before anybody is signed in.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn population_of(
        &self,
        id: InstanceId,
    ) -> Result<Option<model::identity::Population>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(store::access::modules::population_of(&mut tx, id).await?)
    }
}
