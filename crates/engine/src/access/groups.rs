//! Groups, as masters administer them.

use super::group_rules::lets_in;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{DisplayName, GroupId, InstanceId, Refusal, RefusalKind, Scope};
use model::access::{Group, GroupRule, ModuleInstance, RuleFault};
use model::identity::{AffiliationId, MemberFilter, MemberOrder, MemberRow};
use model::operation::Actor;
use std::collections::BTreeSet;
use store::{StoreFault, Tx};

/// Members that are read at once when a rule is worked out.
const STEP: i64 = 500;
/// Names that a preview shows.
const NAMED: usize = 20;

/// Why a group cannot be kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupRefusal {
    /// There is no such group at this partner.
    Unknown,
    /// Another group has the name, or one that looks like it.
    NameTaken,
    /// The rule cannot be used.
    Rule(RuleFault),
}

impl Refusal for GroupRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "group_unknown",
            Self::NameTaken => "group_name_taken",
            Self::Rule(_) => "group_rule",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such group.".into(),
            Self::NameTaken => "Another group has this name, or one that looks like it.".into(),
            Self::Rule(fault) => fault.to_string(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list: perhaps it was deleted.",
            Self::NameTaken => "Choose another name.",
            Self::Rule(_) => "Change the condition and save again.",
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::NameTaken => RefusalKind::Conflict,
            Self::Rule(_) => RefusalKind::Invalid,
        }
    }
}

/// What is kept of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupDraft {
    /// Its name.
    pub name: DisplayName,
    /// What it is for, at most 200 characters; may be empty.
    pub description: String,
    /// Who is in by itself.
    pub rule: Option<GroupRule>,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The group.
    pub group: Group,
    /// How many are in it.
    pub members: i64,
    /// How many modules it opens.
    pub modules: i64,
}

/// One group with what stands around it.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// A page of who is in.
    pub members: Vec<MemberRow>,
    /// How many are in, in all.
    pub total: i64,
    /// Who of the page is in by the rule.
    pub by_rule: BTreeSet<[u8; 16]>,
    /// The modules that it opens.
    pub modules: Vec<ModuleInstance>,
}

/// Whom a rule would let in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulePreview {
    /// How many it lets in.
    pub matching: usize,
    /// How many come in anew.
    pub joining: usize,
    /// How many go out.
    pub leaving: usize,
    /// The first names of those who match.
    pub names: Vec<String>,
}

impl Engine {
    /// Groups by name, after a name's key.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_groups(
        &self,
        admin: &Administrator,
        text: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<GroupRow>, Broken> {
        let mut tx = self.db.read().await?;
        let rows = store::access::groups::list(&mut tx, admin.scope, text, after, limit).await?;
        Ok(rows
            .into_iter()
            .map(|(group, members, modules)| GroupRow {
                group,
                members,
                modules,
            })
            .collect())
    }

    /// One group with a page of its members.
    ///
    /// # Errors
    /// [`GroupRefusal::Unknown`].
    pub async fn get_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        text: &str,
        skip: i64,
        limit: i64,
    ) -> Result<GroupView, Failure<GroupRefusal>> {
        let scope = admin.scope;
        let mut tx = self.db.read().await?;
        let group = store::access::groups::find(&mut tx, scope, id)
            .await?
            .ok_or(Failure::Refused(GroupRefusal::Unknown))?;
        let filter = MemberFilter {
            text: text.to_owned(),
            group: Some(id),
            ..MemberFilter::default()
        };
        let order = MemberOrder::Name;
        let members =
            store::identity::member_list::list(&mut tx, scope, &filter, order, None, skip, limit)
                .await?;
        let total = store::identity::member_list::count(&mut tx, scope, &filter).await?;
        let by_rule = match &group.rule {
            Some(_) => store::access::groups::in_by_rule(&mut tx, &group).await?,
            None => Vec::new(),
        };
        let mut modules = Vec::new();
        for instance in store::access::grants::of_holder(&mut tx, scope, id.0).await? {
            modules.extend(store::access::modules::find_instance(&mut tx, scope, instance).await?);
        }
        Ok(GroupView {
            group,
            members,
            total,
            by_rule: by_rule.into_iter().collect(),
            modules,
        })
    }

    /// Makes a group, and fills it by its rule.
    ///
    /// # Errors
    /// [`GroupRefusal::NameTaken`], `Rule`.
    pub async fn make_group(
        &self,
        admin: &Administrator,
        draft: GroupDraft,
    ) -> Result<GroupId, Failure<GroupRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.make_group_rows(tx, &admin, draft).await })
            })
            .await
    }

    pub(crate) async fn make_group_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        draft: GroupDraft,
    ) -> Result<GroupId, Failure<GroupRefusal>> {
        check(&draft)?;
        let now = self.now();
        let group = Group {
            id: GroupId::new(now, self.chance()),
            partner_id: admin.scope.partner(),
            name: draft.name,
            description: draft.description,
            rule: draft.rule,
            created_at: now,
        };
        store::access::groups::insert(tx, &group)
            .await
            .map_err(taken)?;
        let draft = admin
            .did("group.made", group.id)
            .change("", in_words(&group));
        self.record(tx, draft);
        self.fill(tx, admin.scope, &admin.actor, &group).await?;
        Ok(group.id)
    }

    /// Changes name, description and rule; who is in by the rule follows at once.
    ///
    /// # Errors
    /// [`GroupRefusal`].
    pub async fn change_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        draft: GroupDraft,
    ) -> Result<(), Failure<GroupRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.change_group_rows(tx, &admin, id, draft).await })
            })
            .await
    }

    pub(crate) async fn change_group_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: GroupId,
        draft: GroupDraft,
    ) -> Result<(), Failure<GroupRefusal>> {
        check(&draft)?;
        let before = store::access::groups::find(tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(GroupRefusal::Unknown))?;
        let after = Group {
            name: draft.name,
            description: draft.description,
            rule: draft.rule,
            ..before.clone()
        };
        if before == after {
            return Ok(());
        }
        store::access::groups::update(tx, admin.scope, &after)
            .await
            .map_err(taken)?;
        let draft = admin
            .did("group.changed", id)
            .change(in_words(&before), in_words(&after));
        self.record(tx, draft);
        self.fill(tx, admin.scope, &admin.actor, &after).await?;
        Ok(())
    }

    /// Deletes a group with its grants. Whoever had a module by it alone loses it.
    ///
    /// # Errors
    /// [`GroupRefusal::Unknown`].
    pub async fn delete_group(
        &self,
        admin: &Administrator,
        id: GroupId,
    ) -> Result<(), Failure<GroupRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.delete_group_rows(tx, &admin, id).await })
            })
            .await
    }

    pub(crate) async fn delete_group_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: GroupId,
    ) -> Result<(), Failure<GroupRefusal>> {
        let group = store::access::groups::find(tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(GroupRefusal::Unknown))?;
        self.mark_group(tx, admin.scope, id, None).await?;
        store::access::grants::delete_of_holder(tx, admin.scope, id.0).await?;
        store::access::groups::delete(tx, admin.scope, id).await?;
        let draft = admin.did("group.deleted", id).change(in_words(&group), "");
        self.record(tx, draft);
        Ok(())
    }

    /// Grants a module to a group, or takes it back. True when something changed.
    ///
    /// # Errors
    /// [`GroupRefusal::Unknown`] for a group or module that this partner does not have.
    pub async fn grant_to_group(
        &self,
        admin: &Administrator,
        id: GroupId,
        instance: InstanceId,
        granted: bool,
    ) -> Result<bool, Failure<GroupRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let unknown = || Failure::Refused(GroupRefusal::Unknown);
                    let group = store::access::groups::find(tx, admin.scope, id)
                        .await?
                        .ok_or_else(unknown)?;
                    let instance = store::access::modules::find_instance(tx, admin.scope, instance)
                        .await?
                        .ok_or_else(unknown)?;
                    let holder = model::access::Holder::Group(group.id);
                    Ok(engine
                        .set_grant(tx, &admin, &instance, holder, granted)
                        .await?)
                })
            })
            .await
    }

    /// Whom a rule would let in, and who would come and go against today. Nothing changes.
    ///
    /// # Errors
    /// [`GroupRefusal::Rule`], `Unknown`.
    pub async fn preview_rule(
        &self,
        admin: &Administrator,
        id: Option<GroupId>,
        rule: GroupRule,
    ) -> Result<RulePreview, Failure<GroupRefusal>> {
        rule.check()
            .map_err(|f| Failure::Refused(GroupRefusal::Rule(f)))?;
        let mut tx = self.db.read().await?;
        let now_in: BTreeSet<[u8; 16]> = match id {
            Some(id) => {
                let group = store::access::groups::find(&mut tx, admin.scope, id)
                    .await?
                    .ok_or(Failure::Refused(GroupRefusal::Unknown))?;
                store::access::groups::in_by_rule(&mut tx, &group)
                    .await?
                    .into_iter()
                    .collect()
            }
            None => BTreeSet::new(),
        };
        let mut preview = RulePreview::default();
        let mut still = 0;
        let mut after = None;
        loop {
            let page = page_after(&mut tx, admin.scope, after.as_ref()).await?;
            for row in &page {
                if !row_matches(&rule, row) {
                    continue;
                }
                preview.matching += 1;
                if now_in.contains(&row.member.id.0) {
                    still += 1;
                } else {
                    preview.joining += 1;
                }
                if preview.names.len() < NAMED {
                    preview.names.push(row.display_name.as_str().to_owned());
                }
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        preview.leaving = now_in.len() - still;
        Ok(preview)
    }

    /// Brings who is in a group by its rule into line with the rule.
    async fn fill(
        &self,
        tx: &mut Tx,
        scope: Scope,
        actor: &Actor,
        group: &Group,
    ) -> Result<(), Broken> {
        if group.rule.is_none() {
            self.mark_group(tx, scope, group.id, None).await?;
            store::access::groups::empty_of_rule(tx, group).await?;
            return Ok(());
        }
        let mut after = None;
        loop {
            let page = page_after(tx, scope, after.as_ref()).await?;
            for row in &page {
                let is_in = group.rule.as_ref().is_some_and(|r| row_matches(r, row));
                let place = AffiliationId::Member(row.member.id);
                self.set_by_rule(tx, actor, group, place, is_in).await?;
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    /// Brings every group with a rule into line: what a change elsewhere has left undone, such as a
    /// new name, is done within the hour.
    ///
    /// # Errors
    /// [`Broken`].
    #[allow(
        clippy::disallowed_methods,
        reason = "the schedule acts for every partner"
    )]
    pub async fn reconcile_groups(&self) -> Result<(), Broken> {
        let partners = {
            let mut tx = self.db.read().await?;
            store::directory::partners::list(&mut tx).await?
        };
        for partner in partners {
            let scope = Scope::of(partner.id);
            let groups = {
                let mut tx = self.db.read().await?;
                store::access::groups::with_rules(&mut tx, scope).await?
            };
            for group in groups {
                self.reconcile_group(scope, group).await?;
            }
        }
        Ok(())
    }

    /// Reads outside, writes only what differs: a write never waits behind a long look.
    async fn reconcile_group(&self, scope: Scope, group: Group) -> Result<(), Broken> {
        let (mut differing, mut after) = (Vec::new(), None);
        {
            let mut tx = self.db.read().await?;
            let now_in: BTreeSet<[u8; 16]> = store::access::groups::in_by_rule(&mut tx, &group)
                .await?
                .into_iter()
                .collect();
            loop {
                let page = page_after(&mut tx, scope, after.as_ref()).await?;
                for row in &page {
                    let should = group.rule.as_ref().is_some_and(|r| row_matches(r, row));
                    if should != now_in.contains(&row.member.id.0) {
                        differing.push(row.member.id);
                    }
                }
                match page.into_iter().last() {
                    Some(last) => after = Some(last),
                    None => break,
                }
            }
        }
        for step in differing.chunks(100) {
            let (engine, group, step) = (self.clone(), group.clone(), step.to_vec());
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        for id in step {
                            let Some(member) =
                                store::identity::members::find(tx, scope, id).await?
                            else {
                                continue;
                            };
                            let Some(identity) =
                                store::identity::identities::find(tx, member.identity_id).await?
                            else {
                                continue;
                            };
                            let is_in = lets_in(&group, &member, &identity);
                            let place = AffiliationId::Member(id);
                            engine
                                .set_by_rule(tx, &Actor::Hub, &group, place, is_in)
                                .await?;
                        }
                        Ok::<_, Broken>(())
                    })
                })
                .await?;
        }
        Ok(())
    }
}

fn row_matches(rule: &GroupRule, row: &MemberRow) -> bool {
    use model::identity::AffiliationState::{Active, Invited};
    matches!(row.member.state, Active | Invited)
        && rule.lets_in(&model::access::RuleFacts {
            hub_role: row.member.hub_role,
            email: &row.email,
            username: row.member.username.as_ref(),
            display_name: row.display_name.as_str(),
        })
}

async fn page_after(
    tx: &mut Tx,
    scope: Scope,
    after: Option<&MemberRow>,
) -> Result<Vec<MemberRow>, StoreFault> {
    let (all, order) = (MemberFilter::default(), MemberOrder::Name);
    store::identity::member_list::list(tx, scope, &all, order, after, 0, STEP).await
}

fn check(draft: &GroupDraft) -> Result<(), Failure<GroupRefusal>> {
    match &draft.rule {
        Some(rule) => rule
            .check()
            .map_err(|f| Failure::Refused(GroupRefusal::Rule(f))),
        None => Ok(()),
    }
}

fn taken(fault: StoreFault) -> Failure<GroupRefusal> {
    match fault {
        StoreFault::Taken(_) => Failure::Refused(GroupRefusal::NameTaken),
        other => other.into(),
    }
}

fn in_words(group: &Group) -> String {
    serde_json::json!({
        "name": group.name.as_str(),
        "description": group.description,
        "rule": group.rule.as_ref().map(GroupRule::in_words),
    })
    .to_string()
}
