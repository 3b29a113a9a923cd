//! The facts about one contact and one address, as far as a decision or an explanation needs them.

use crate::{Broken, Engine};
use kernel::{ContactId, PsaConnectionId, Scope};
use model::directory::{
    AddressFact, ContactFacts, ContactRow, ContactState, Profile, PsaCompany, PsaContact, ScopeGap,
    email_key, left_out,
};
use store::Tx;
use store::directory::contact_access::{self, Relation, open_companies};
use store::directory::contact_list::address_fact;
use store::directory::psa_mirror;

impl Engine {
    /// Why a record at a company and site of a PSA brings nobody to an own company.
    pub(super) async fn scope_gap(
        &self,
        tx: &mut Tx,
        scope: Scope,
        connection: PsaConnectionId,
        company: Option<i64>,
        site: Option<i64>,
    ) -> Result<ScopeGap, Broken> {
        let Some(psa_id) = company else {
            return Ok(ScopeGap::NoCompany);
        };
        let known = psa_mirror::find::<PsaCompany>(tx, connection, psa_id).await?;
        let Some(known) = known else {
            return Ok(ScopeGap::NotMapped(format!("#{psa_id}")));
        };
        let name = known.row.name.clone();
        let row = store::directory::psa_connections::find(tx, scope, connection).await?;
        let gone = known.gone_at.is_some();
        if let Some(why) = row.and_then(|row| left_out(&row, &known.row, gone)) {
            return Ok(ScopeGap::LeftOut(name, why));
        }
        let mapped =
            store::directory::company_mappings::of_psa_company(tx, connection, psa_id).await?;
        if mapped.is_empty() {
            return Ok(ScopeGap::NotMapped(name));
        }
        let fits = |m: &model::directory::CompanyMapping| match m.psa_site {
            None => true,
            Some(only) => Some(only) == site,
        };
        Ok(match mapped.iter().any(fits) {
            true => ScopeGap::Waiting(name),
            false => ScopeGap::NoSite(name),
        })
    }

    /// The gap of a contact whose records are all out of scope.
    pub(super) async fn gap_of(
        &self,
        tx: &mut Tx,
        scope: Scope,
        relations: &[Relation],
    ) -> Result<Option<ScopeGap>, Broken> {
        let Some(first) = relations
            .iter()
            .find(|r| r.source.state == ContactState::OutOfScope)
        else {
            return Ok(None);
        };
        let (connection, psa_id) = (first.source.connection_id, first.source.psa_id);
        let said = psa_mirror::find::<PsaContact>(tx, connection, psa_id).await?;
        let (company, site) = match said {
            Some(said) => (said.row.company, said.row.site),
            None => (Some(first.source.psa_company), None),
        };
        let gap = self.scope_gap(tx, scope, connection, company, site).await?;
        Ok(Some(gap))
    }

    /// Looks up why rows are out of scope, where they are: a page of them, not a whole list.
    pub(super) async fn fill_gaps(
        &self,
        tx: &mut Tx,
        scope: Scope,
        rows: &mut [ContactRow],
    ) -> Result<(), Broken> {
        for row in rows {
            if row.facts.state == ContactState::OutOfScope {
                let relations = contact_access::relations(tx, scope, row.contact.id).await?;
                row.facts.gap = self.gap_of(tx, scope, &relations).await?;
            }
        }
        Ok(())
    }

    /// The facts about one address of a contact, which is what a sign-in with it goes by. An empty one
    /// stands for none.
    pub(super) async fn contact_facts(
        &self,
        tx: &mut Tx,
        scope: Scope,
        contact: &model::directory::Contact,
        relations: &[Relation],
        email: &str,
    ) -> Result<ContactFacts, Broken> {
        let (key, address) = (email_key(email), address_fact(email));
        let (is_member, sharing) = match address {
            AddressFact::None => (false, 0),
            _ => (
                contact_access::is_member(tx, scope, &key).await?,
                contact_access::sharing(tx, scope, &key, contact.id).await?,
            ),
        };
        let gap = match contact.state {
            ContactState::OutOfScope => self.gap_of(tx, scope, relations).await?,
            _ => None,
        };
        Ok(ContactFacts {
            state: contact.state,
            gap,
            address,
            company_active: !open_companies(relations).is_empty(),
            is_member,
            sharing,
            revoked: Profile::kept(&contact.profile) == Profile::Revoked,
        })
    }

    /// All contacts that have an address, with the facts by which each is judged: what a sign-in asks.
    ///
    /// # Errors
    /// [`Broken`].
    pub(crate) async fn contacts_of_address(
        &self,
        tx: &mut Tx,
        scope: Scope,
        email_key: &str,
    ) -> Result<Vec<(ContactId, ContactFacts)>, Broken> {
        let mut found = Vec::new();
        for id in store::directory::contacts::with_email(tx, scope, email_key).await? {
            let Some(contact) = store::directory::contacts::find(tx, scope, id).await? else {
                continue;
            };
            let relations = contact_access::relations(tx, scope, id).await?;
            let facts = self
                .contact_facts(tx, scope, &contact, &relations, email_key)
                .await?;
            found.push((id, facts));
        }
        Ok(found)
    }
}
