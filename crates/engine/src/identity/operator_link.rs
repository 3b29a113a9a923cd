//! A link for the operator's hands, for when mail does not work yet or no longer.

use crate::access::ExplainRefusal;
use crate::{Engine, Failure};
use model::identity::{Identifier, IdentityState, LinkKind, Population};
use model::operation::{Actor, AuditDraft};

impl Engine {
    /// Makes a new link for a person: to activate while she has not, else to choose a new password.
    /// The second factor is asked for as ever. Whoever can run this can read the database and the
    /// key file anyway; the audit log keeps that it was done.
    ///
    /// # Errors
    /// [`ExplainRefusal::Person`] when nobody of this population has the address.
    pub async fn operator_link(
        &self,
        population: Population,
        email: &str,
    ) -> Result<String, Failure<ExplainRefusal>> {
        let nobody = || Failure::Refused(ExplainRefusal::Person);
        let Ok(Identifier::Email(key)) = Identifier::parse(email) else {
            return Err(nobody());
        };
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let identity = store::identity::identities::find_by_email(tx, population, &key)
                        .await?
                        .filter(|i| i.state != IdentityState::Deactivated)
                        .ok_or_else(nobody)?;
                    let places =
                        store::identity::affiliations::of_identity(tx, identity.id).await?;
                    let kind = if identity.email_verified_at.is_some() {
                        LinkKind::Reset
                    } else {
                        LinkKind::Activate
                    };
                    let place = places.first().map(|p| p.id);
                    let link = engine.new_link(tx, kind, &identity, place).await?;
                    let draft = AuditDraft::new(None, Actor::Operator, "link.made", identity.id)
                        .because(kind.as_str());
                    engine.record(tx, draft);
                    Ok(link)
                })
            })
            .await
    }
}
