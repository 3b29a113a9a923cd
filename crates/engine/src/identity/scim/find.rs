//! What a directory reads: one resource, or those that a filter means.

use super::refusal::no;
use super::view::answered;
use super::{MOST_SEARCHED, ScimPage, ScimResource};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{GroupId, MemberId, Scope};
use model::access::UpstreamGroup;
use model::identity::{AffiliationId, UpstreamMember, UpstreamRefusal};
use scim::{Bound, Lookup, Projection, Query, ResourceKind, ScimError, Tree};
use std::collections::HashMap;
use store::Tx;
use store::access::upstream_groups::{self, UpstreamGroupKey};
use store::identity::upstream::{self, UpstreamKey};

/// Resources that are read at once.
const STEP: i64 = 500;

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn total(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}

/// The filter of a query for a kind of resource, and what an index serves of it.
fn bound(
    query: &Query,
    kind: ResourceKind,
) -> Result<(Option<Bound>, Option<Lookup>, bool), Failure<ScimError>> {
    let Some(filter) = &query.filter else {
        return Ok((None, None, false));
    };
    let bound = filter.bind(kind).map_err(Failure::Refused)?;
    let plan = bound.plan();
    Ok((Some(bound), plan.lookup, plan.rest))
}

/// The page of what was found, in its order and with the attributes that were asked for.
fn paged(query: &Query, kind: ResourceKind, mut trees: Vec<Tree>) -> ScimPage {
    if let Some(sort) = &query.sort {
        sort.apply(kind, &mut trees);
    }
    let total = trees.len();
    let page = trees.into_iter().skip(query.offset()).take(query.count);
    ScimPage {
        total,
        page: page.map(|t| query.projection.apply(kind, t)).collect(),
    }
}

impl Engine {
    /// One member.
    ///
    /// # Errors
    /// [`ScimError`]: 404.
    pub async fn get_scim_user(
        &self,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let mut tx = self.db.read().await?;
        let (_, user) = self.seen_user(&mut tx, admin.scope, id).await?;
        Ok(answered(&user, true))
    }

    /// One group; without its members where they are not asked for.
    ///
    /// # Errors
    /// [`ScimError`]: 404.
    pub async fn get_scim_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        projection: &Projection,
    ) -> Result<ScimResource, Failure<ScimError>> {
        let mut tx = self.db.read().await?;
        let whole = projection.wants(ResourceKind::Group, "members");
        let (_, group) = self.seen_group(&mut tx, admin.scope, id, whole).await?;
        Ok(answered(&group, whole))
    }

    /// Members that a query means. By name, address and id one is looked up; for everything else all
    /// are looked through, up to [`MOST_SEARCHED`].
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn list_scim_users(
        &self,
        admin: &Administrator,
        query: &Query,
    ) -> Result<ScimPage, Failure<ScimError>> {
        const KIND: ResourceKind = ResourceKind::User;
        let (scope, mut tx) = (admin.scope, self.db.read().await?);
        let (bound, lookup, _) = bound(query, KIND)?;
        if bound.is_none() && query.sort.is_none() {
            let count = upstream::count(&mut tx, scope).await?;
            let (skip, limit) = (number(query.offset()), number(query.count));
            let page = upstream::list(&mut tx, scope, skip, limit).await?;
            let trees = self.user_trees(&mut tx, scope, &page).await?;
            return Ok(ScimPage {
                total: total(count),
                page: trees
                    .into_iter()
                    .map(|t| query.projection.apply(KIND, t))
                    .collect(),
            });
        }
        let fits = |tree: &Tree| bound.as_ref().is_none_or(|b| b.matches(tree));
        if let Some(key) = lookup
            && let Some(found) = looked_up(&mut tx, scope, &key).await?
        {
            let mut trees = self.user_trees(&mut tx, scope, &found).await?;
            trees.retain(fits);
            return Ok(paged(query, KIND, trees));
        }
        if upstream::count(&mut tx, scope).await? > MOST_SEARCHED {
            return no(UpstreamRefusal::TooMany);
        }
        let (mut trees, mut after) = (Vec::new(), None);
        loop {
            let page = upstream::after(&mut tx, scope, after, STEP).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.member.id);
            let step = self.user_trees(&mut tx, scope, &page).await?;
            trees.extend(step.into_iter().filter(fits));
        }
        Ok(paged(query, KIND, trees))
    }

    /// Members as trees; their groups are read at once.
    async fn user_trees(
        &self,
        tx: &mut Tx,
        scope: Scope,
        members: &[UpstreamMember],
    ) -> Result<Vec<Tree>, Failure<ScimError>> {
        let (Some(first), Some(last)) = (members.first(), members.last()) else {
            return Ok(Vec::new());
        };
        let (from, to) = (first.member.id, last.member.id);
        let mut groups: HashMap<MemberId, Vec<(GroupId, String)>> = HashMap::new();
        for (member, group, name) in upstream_groups::of_members(tx, scope, from, to).await? {
            groups.entry(member).or_default().push((group, name));
        }
        let tree = |her: &UpstreamMember| {
            let groups = groups.get(&her.member.id).map_or(&[][..], Vec::as_slice);
            answered(&self.user_view(her, groups), true).tree
        };
        Ok(members.iter().map(tree).collect())
    }

    /// Groups that a query means.
    ///
    /// # Errors
    /// [`ScimError`].
    pub async fn list_scim_groups(
        &self,
        admin: &Administrator,
        query: &Query,
    ) -> Result<ScimPage, Failure<ScimError>> {
        const KIND: ResourceKind = ResourceKind::Group;
        let (scope, mut tx) = (admin.scope, self.db.read().await?);
        let (bound, lookup, rest) = bound(query, KIND)?;
        // What the filter asks of members must be there to be asked.
        let members = query.projection.wants(KIND, "members");
        if bound.is_none() && query.sort.is_none() {
            let count = upstream_groups::count(&mut tx, scope).await?;
            let (skip, limit) = (number(query.offset()), number(query.count));
            let page = upstream_groups::list(&mut tx, scope, skip, limit).await?;
            let trees = self.group_trees(&mut tx, scope, &page, members).await?;
            return Ok(ScimPage {
                total: total(count),
                page: trees
                    .into_iter()
                    .map(|t| query.projection.apply(KIND, t))
                    .collect(),
            });
        }
        let by_member = matches!(lookup, Some(Lookup::Member(_))) && !rest;
        let found = match &lookup {
            Some(key) => groups_looked_up(&mut tx, scope, key).await?,
            None => None,
        };
        let candidates = match found {
            Some(found) => found,
            None => all_groups(&mut tx, scope).await?,
        };
        let read = members || (bound.is_some() && rest);
        let mut trees = self.group_trees(&mut tx, scope, &candidates, read).await?;
        if let Some(bound) = bound.filter(|_| !by_member || read) {
            trees.retain(|tree| bound.matches(tree));
        }
        Ok(paged(query, KIND, trees))
    }

    async fn group_trees(
        &self,
        tx: &mut Tx,
        scope: Scope,
        groups: &[UpstreamGroup],
        members: bool,
    ) -> Result<Vec<Tree>, Failure<ScimError>> {
        let mut trees = Vec::with_capacity(groups.len());
        for group in groups {
            let view = self.group_with_members(tx, scope, group, members).await?;
            trees.push(answered(&view, members).tree);
        }
        Ok(trees)
    }
}

/// Who an index finds; none where no index serves the look-up.
async fn looked_up(
    tx: &mut Tx,
    scope: Scope,
    lookup: &Lookup,
) -> Result<Option<Vec<UpstreamMember>>, Failure<ScimError>> {
    let folded;
    let key = match lookup {
        Lookup::Id(id) => match id.parse() {
            Ok(id) => UpstreamKey::Id(id),
            Err(_) => return Ok(Some(Vec::new())),
        },
        Lookup::ExternalId(id) => UpstreamKey::ExternalId(id),
        Lookup::UserName(name) => {
            folded = name.to_lowercase();
            UpstreamKey::UserName(&folded)
        }
        Lookup::Email(email) => {
            folded = email.to_lowercase();
            UpstreamKey::Email(&folded)
        }
        Lookup::DisplayName(_) | Lookup::Active(_) | Lookup::Member(_) => return Ok(None),
    };
    let found = upstream::find(tx, scope, key).await?;
    Ok(Some(found.into_iter().collect()))
}

/// The same for groups.
async fn groups_looked_up(
    tx: &mut Tx,
    scope: Scope,
    lookup: &Lookup,
) -> Result<Option<Vec<UpstreamGroup>>, Failure<ScimError>> {
    let folded;
    let key = match lookup {
        Lookup::Id(id) => match id.parse() {
            Ok(id) => UpstreamGroupKey::Id(id),
            Err(_) => return Ok(Some(Vec::new())),
        },
        Lookup::ExternalId(id) => UpstreamGroupKey::ExternalId(id),
        Lookup::DisplayName(name) => {
            folded = kernel::name::name_key(name);
            UpstreamGroupKey::Name(&folded)
        }
        Lookup::Member(id) => {
            let mut found = Vec::new();
            let Ok(id) = id.parse() else {
                return Ok(Some(found));
            };
            let place = AffiliationId::Member(id);
            for group in store::access::groups::of_affiliation(tx, scope, place).await? {
                let key = UpstreamGroupKey::Id(group.id);
                found.extend(upstream_groups::find(tx, scope, key).await?);
            }
            return Ok(Some(found));
        }
        Lookup::UserName(_) | Lookup::Email(_) | Lookup::Active(_) => return Ok(None),
    };
    let found = upstream_groups::find(tx, scope, key).await?;
    Ok(Some(found.into_iter().collect()))
}

async fn all_groups(tx: &mut Tx, scope: Scope) -> Result<Vec<UpstreamGroup>, Failure<ScimError>> {
    if upstream_groups::count(tx, scope).await? > MOST_SEARCHED {
        return no(UpstreamRefusal::TooMany);
    }
    Ok(upstream_groups::list(tx, scope, 0, MOST_SEARCHED).await?)
}
