//! Reading accounts.

use ::scim::etag::{Condition, judge};
use ::scim::{Filter, Lookup, Query, ResourceKind, ScimError, Tree, list_body};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;

use super::view::{MODULE_USER, tag};
use super::{Done, ScimFault, answer, text};
use crate::accounts::{Account, AccountKey};
use crate::unified::UnifiedLogin;

/// `GET /Users`
pub(super) async fn list(
    State(login): State<UnifiedLogin>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    answer(found(&login, &headers, uri.query().unwrap_or_default()).await)
}

async fn found(login: &UnifiedLogin, headers: &HeaderMap, query: &str) -> Result<Done, ScimFault> {
    let tenant = login.bearer(headers).await?;
    let query = Query::parse(query)?;
    let (total, page) = match (&query.filter, &query.sort) {
        // The most common question by far, of a hub that reads everybody: only the page is made.
        (None, None) => {
            let all = login.all_accounts(&tenant).await?;
            let page = all.iter().skip(query.offset()).take(query.count);
            (all.len(), page.map(|a| login.tree(a)).collect())
        }
        (filter, sort) => {
            let mut trees = login.matching(&tenant, filter.as_ref()).await?;
            if let Some(sort) = sort {
                sort.apply(ResourceKind::User, &mut trees);
            }
            let total = trees.len();
            let page = trees.into_iter().skip(query.offset()).take(query.count);
            (total, page.collect::<Vec<Tree>>())
        }
    };
    let page = page.into_iter();
    let page: Vec<Tree> = page
        .map(|mut tree| {
            // The extension is not in the table of attributes, so it is kept aside.
            let said = tree.remove(MODULE_USER);
            let mut chosen = query.projection.apply(ResourceKind::User, tree);
            if let (Some(said), ::scim::Projection::All) = (said, &query.projection) {
                chosen.insert(MODULE_USER.into(), said);
            }
            chosen
        })
        .collect();
    let body = list_body(total, query.start_index, &page);
    Ok(Done::with(StatusCode::OK, body))
}

/// `GET /Users/{id}`
pub(super) async fn one(
    State(login): State<UnifiedLogin>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    answer(shown(&login, &headers, &id).await)
}

async fn shown(login: &UnifiedLogin, headers: &HeaderMap, id: &str) -> Result<Done, ScimFault> {
    let tenant = login.bearer(headers).await?;
    let account = login.accounts().find(&tenant, id).await?;
    let account = account.ok_or_else(ScimError::not_found)?;
    let (if_match, if_none_match) = (
        text(headers, header::IF_MATCH),
        text(headers, header::IF_NONE_MATCH),
    );
    match judge(&tag(&account), if_match, if_none_match, true) {
        Condition::Holds => Ok(login.shown(StatusCode::OK, &account)),
        Condition::NotModified => Ok(Done::bare(StatusCode::NOT_MODIFIED)),
        Condition::Failed => Err(ScimError::stale().into()),
    }
}

impl UnifiedLogin {
    /// The accounts that a filter means, by the store's own look-ups where one serves.
    async fn matching(
        &self,
        tenant: &str,
        filter: Option<&Filter>,
    ) -> Result<Vec<Tree>, ScimFault> {
        let Some(filter) = filter else {
            let all = self.all_accounts(tenant).await?;
            return Ok(all.iter().map(|a| self.tree(a)).collect());
        };
        let bound = filter.bind(ResourceKind::User)?;
        let candidates = match bound.plan().lookup {
            Some(lookup) => self.looked_up(tenant, &lookup).await?,
            None => self.all_accounts(tenant).await?,
        };
        let trees = candidates.iter().map(|a| self.tree(a));
        Ok(trees.filter(|tree| bound.matches(tree)).collect())
    }

    async fn looked_up(&self, tenant: &str, lookup: &Lookup) -> Result<Vec<Account>, ScimFault> {
        let accounts = self.accounts();
        Ok(match lookup {
            Lookup::Id(id) => accounts.find(tenant, id).await?.into_iter().collect(),
            Lookup::ExternalId(id) => accounts.find_by(tenant, AccountKey::HubSubject(id)).await?,
            Lookup::Email(email) => accounts.find_by(tenant, AccountKey::Email(email)).await?,
            Lookup::UserName(name) => {
                // Whoever has no username goes by the address.
                let mut found = accounts.find_by(tenant, AccountKey::Username(name)).await?;
                for other in accounts.find_by(tenant, AccountKey::Email(name)).await? {
                    if found.iter().all(|a| a.id != other.id) {
                        found.push(other);
                    }
                }
                found
            }
            Lookup::DisplayName(_) | Lookup::Active(_) | Lookup::Member(_) => {
                self.all_accounts(tenant).await?
            }
        })
    }
}
