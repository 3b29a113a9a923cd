//! `vestibule explain MEMBER MODULE`: why somebody may or may not enter.

use crate::{Engine, Failure};
use kernel::{PartnerName, Refusal, RefusalKind, Scope};
use model::access::{Entry, EntryRefusal};
use model::identity::{Identifier, Population};

/// The answer.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The partner.
    pub partner: String,
    /// The person.
    pub person: String,
    /// The module.
    pub module: String,
    /// Yes by which way, or no by which refusal.
    pub outcome: Result<Entry, EntryRefusal>,
}

/// Why the question itself could not be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExplainRefusal {
    /// No such partner.
    Partner,
    /// Nobody of that address or username.
    Person,
    /// No module instance of that key.
    Module,
}

impl Refusal for ExplainRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Partner => "partner_unknown",
            Self::Person => "person_unknown",
            Self::Module => "module_unknown",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Partner => "There is no partner of that name.",
            Self::Person => "Nobody has that email address or username.",
            Self::Module => "The partner has no module instance of that key.",
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Partner => {
                "Name the partner with --partner; with one partner it can be left out."
            }
            Self::Person => "Use the email address, or the username of a member of the partner.",
            Self::Module => "Use the key of the module as the set-up file names it.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Absent
    }
}

impl Engine {
    /// Answers by the decision that the sign-in makes.
    ///
    /// # Errors
    /// [`ExplainRefusal`].
    #[allow(
        clippy::disallowed_methods,
        reason = "the operator at the command line names the partner"
    )]
    pub async fn explain(
        &self,
        partner: Option<&str>,
        person: &str,
        module: &str,
    ) -> Result<Explanation, Failure<ExplainRefusal>> {
        let no = |r| Failure::Refused(r);
        let mut tx = self.db.read().await?;
        let partner = match partner {
            Some(name) => {
                let key = PartnerName::parse(name)
                    .map_err(|_| no(ExplainRefusal::Partner))?
                    .key();
                store::directory::partners::find_by_key(&mut tx, &key).await?
            }
            None => {
                let mut all = store::directory::partners::list(&mut tx).await?;
                if all.len() == 1 { all.pop() } else { None }
            }
        }
        .ok_or(no(ExplainRefusal::Partner))?;
        let scope = Scope::of(partner.id);
        let instance = store::access::modules::find_instance_by_key(&mut tx, scope, module)
            .await?
            .ok_or(no(ExplainRefusal::Module))?;
        let identifier = match Identifier::parse(person).map_err(|_| no(ExplainRefusal::Person))? {
            Identifier::Username { username, .. } => Identifier::Username {
                username,
                company_key: Some(partner.name.key()),
            },
            email => email,
        };
        let mut found = None;
        for population in [instance.population, Population::Staff, Population::Client] {
            if found.is_none() {
                found = self
                    .find_identified(&mut tx, population, &identifier)
                    .await?;
            }
        }
        let identity = found.ok_or(no(ExplainRefusal::Person))?;
        let places = store::identity::affiliations::of_identity(&mut tx, identity.id).await?;
        let place = places.iter().find(|a| a.partner_id == partner.id);
        Ok(Explanation {
            partner: partner.name.as_str().to_owned(),
            person: format!("{} <{}>", identity.display_name.as_str(), identity.email),
            module: instance.display_name.as_str().to_owned(),
            outcome: self.may_enter(&mut tx, &identity, place, &instance).await?,
        })
    }
}
