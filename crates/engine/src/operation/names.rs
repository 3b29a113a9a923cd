//! Who stands behind the ids of the audit log.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::{
    ApiKeyId, CompanyId, ContactId, EndUserId, GroupId, MemberId, PsaConnectionId, Scope,
};
use model::identity::AffiliationId;
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;

/// Names by the texts that stand for them in audit entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The name of a text; none where it is no id of this partner's, or nobody has it any more.
    pub fn of(&self, text: &str) -> Option<&str> {
        self.0.get(text).map(String::as_str)
    }
    /// The name of a text, or the text itself.
    pub fn or_text(&self, text: &str) -> String {
        self.of(text).unwrap_or(text).to_owned()
    }
}

impl Engine {
    /// The names behind actors and subjects of audit entries: of people, companies, groups, PSA
    /// connections and API keys of the administrator's partner. As many as a page shows; each is looked up by itself.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn names_behind<'a>(
        &self,
        admin: &Administrator,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Names, Broken> {
        let texts: BTreeSet<&str> = texts.into_iter().collect();
        let mut tx = self.db.read().await?;
        let mut names = Names::default();
        for text in texts {
            if let Some(name) = name_behind(&mut tx, admin.scope, text).await? {
                names.0.insert(text.to_owned(), name);
            }
        }
        Ok(names)
    }
}

/// The name of a member or an end user of a partner; none where it has nobody of this id.
pub(crate) async fn name_of_person(
    tx: &mut Tx,
    scope: Scope,
    place: AffiliationId,
) -> Result<Option<String>, Broken> {
    let found = store::identity::affiliations::find(tx, place).await?;
    let Some(found) = found.filter(|a| a.partner_id == scope.partner()) else {
        return Ok(None);
    };
    let identity = store::identity::identities::find(tx, found.identity_id).await?;
    Ok(identity.map(|i| i.display_name.as_str().to_owned()))
}

async fn name_behind(tx: &mut Tx, scope: Scope, text: &str) -> Result<Option<String>, Broken> {
    let place = text
        .parse::<MemberId>()
        .map(AffiliationId::Member)
        .or_else(|_| text.parse::<EndUserId>().map(AffiliationId::EndUser));
    if let Ok(place) = place {
        return name_of_person(tx, scope, place).await;
    }
    if let Ok(id) = text.parse::<ContactId>() {
        let contact = store::directory::contacts::find(tx, scope, id).await?;
        return Ok(contact.map(|c| c.display_name()));
    }
    if let Ok(id) = text.parse::<CompanyId>() {
        let company = store::directory::companies::find(tx, scope, id).await?;
        return Ok(company.map(|c| c.name.as_str().to_owned()));
    }
    if let Ok(id) = text.parse::<PsaConnectionId>() {
        let connection = store::directory::psa_connections::find(tx, scope, id).await?;
        return Ok(connection.map(|c| c.name.as_str().to_owned()));
    }
    if let Ok(id) = text.parse::<GroupId>() {
        let group = store::access::groups::find(tx, scope, id).await?;
        return Ok(group.map(|g| g.name.as_str().to_owned()));
    }
    if let Ok(id) = text.parse::<ApiKeyId>() {
        let key = store::operation::api_keys::find(tx, scope, id).await?;
        return Ok(key.map(|k| format!("{} (API key)", k.name.as_str())));
    }
    Ok(None)
}
