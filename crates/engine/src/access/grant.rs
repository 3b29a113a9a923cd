//! Granting a module, and taking it back.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::GrantId;
use model::access::{Grant, Holder, ModuleInstance};
use store::Tx;

impl Engine {
    /// Gives or takes a grant in the caller's transaction; true when something changed.
    pub(crate) async fn set_grant(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        instance: &ModuleInstance,
        holder: Holder,
        granted: bool,
    ) -> Result<bool, Broken> {
        let now = self.now();
        let changed = if granted {
            let grant = Grant {
                id: GrantId::new(now, self.chance()),
                partner_id: admin.scope.partner(),
                instance_id: instance.id,
                holder,
                created_at: now,
            };
            store::access::grants::insert(tx, &grant).await?
        } else {
            store::access::grants::delete(tx, admin.scope, instance.id, holder.bytes()).await?
        };
        if changed {
            let whom = match holder {
                Holder::Affiliation(id) => id.to_string(),
                Holder::Group(id) => id.to_string(),
            };
            let words = serde_json::json!({ "module": instance.key, "holder": whom }).to_string();
            let draft = if granted {
                admin.did("grant.given", instance.id).change("", words)
            } else {
                admin.did("grant.taken", instance.id).change(words, "")
            };
            self.record(tx, draft);
            self.mark_holder(tx, admin.scope, holder, instance.id)
                .await?;
        }
        Ok(changed)
    }
}
