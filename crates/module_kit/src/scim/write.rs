//! Making, changing and deleting accounts for the hub.

use ::scim::etag::judge;
use ::scim::{Patch, Resource, ScimError, ScimType, Tree, User, limits, member, read_object};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde_json::Value;
use std::collections::BTreeMap;

use super::view::{MODULE_USER, tag};
use super::{Done, ScimFault, answer, sent, text};
use crate::accounts::{Account, AccountChange, Changed, Created, NewAccount};
use crate::unified::UnifiedLogin;

fn invalid(why: &'static str) -> ScimFault {
    ScimError::new(ScimType::InvalidValue, why).into()
}

fn taken() -> ScimFault {
    let why = "Another account has this address, username or externalId.";
    ScimError::new(ScimType::Uniqueness, why).into()
}

/// The last security admin and the last primary user of a tenant stay (409, as the state of the tenant
/// is what refuses).
fn last_admin() -> ScimFault {
    ScimError {
        status: 409,
        kind: Some(ScimType::Mutability),
        detail: "The last active security admin or primary user of a tenant stays.".into(),
    }
    .into()
}

/// `POST /Users`
pub(super) async fn create(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let headers = request.headers().clone();
    let made = async {
        let tenant = login.bearer(&headers).await?;
        let body = sent(request).await?;
        let tree = read_object(&body, limits::MAX_BODY)?;
        let new = login.new_account(&User::of_sent(&tree)?, &tree)?;
        match login.accounts().create(&tenant, new).await? {
            Created::Made(account) => {
                tracing::info!(account.id, tenant, "the hub had an account made");
                Ok(login.shown(StatusCode::CREATED, &account))
            }
            // A request that is sent again makes no second account: its externalId is taken.
            Created::Taken => Err(taken()),
        }
    };
    answer(made.await)
}

/// `PUT /Users/{id}`
pub(super) async fn replace(
    State(login): State<UnifiedLogin>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let done = async {
        let (account, before) = login.before(&headers, &id).await?;
        let wish = User::parse_draft(&sent(request).await?)?.with_owned_of(&before);
        // Who was not said to be active or not stays as she is.
        let wish = User {
            active: wish.active.or(before.active),
            ..wish
        };
        login.become_as(account, &before, &wish).await
    };
    answer(done.await)
}

/// `PATCH /Users/{id}`
pub(super) async fn patch(
    State(login): State<UnifiedLogin>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let done = async {
        let (account, before) = login.before(&headers, &id).await?;
        let wish = Patch::parse(&sent(request).await?)?.apply(&before)?;
        login.become_as(account, &before, &wish).await
    };
    answer(done.await)
}

/// `DELETE /Users/{id}`
pub(super) async fn delete(
    State(login): State<UnifiedLogin>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let done = async {
        let (account, _) = login.before(&headers, &id).await?;
        if !login.inner.manifest.deletes_accounts {
            let why = "Accounts are not deleted here. Set active to false.";
            return Err(ScimError::plain(405, why).into());
        }
        let version = Some(account.version);
        let gone = AccountChange::Delete;
        match login
            .change_for_hub(&account.tenant, &id, version, gone)
            .await?
        {
            Changed::Done(_) => Ok(Done::bare(StatusCode::NO_CONTENT)),
            other => Err(refused(&other)),
        }
    };
    answer(done.await)
}

fn refused(changed: &Changed) -> ScimFault {
    match changed {
        Changed::LastAdmin => last_admin(),
        Changed::Taken => taken(),
        Changed::Stale => ScimError::stale().into(),
        Changed::Gone | Changed::Done(_) => ScimError::not_found().into(),
    }
}

fn email_of(user: &User) -> Option<&str> {
    let sound = |email: &&str| {
        let parts = email.split_once('@');
        email.len() <= 254
            && parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
            && !email.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    user.email().or(Some(&user.user_name)).filter(sound)
}

/// The username: what is no address.
fn username_of(user: &User, email: &str) -> Option<String> {
    let name = user.user_name.trim();
    let own = !name.is_empty() && !name.contains('@') && !name.eq_ignore_ascii_case(email);
    own.then(|| name.to_owned())
}

fn display_name_of(user: &User) -> String {
    let name = &user.name;
    let joined = || {
        let parts = [name.given_name.as_deref(), name.family_name.as_deref()];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!joined.is_empty()).then_some(joined)
    };
    let shown = user.display_name.clone();
    shown
        .or_else(|| name.formatted.clone())
        .or_else(joined)
        .unwrap_or_else(|| user.user_name.clone())
}

fn roles_of(user: &User) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for role in user.roles.iter().filter_map(|r| r.value.clone()) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

/// For tests with hostile bytes: the names of an account as a body asks for them.
pub(crate) fn names_of(body: &[u8]) -> Option<(String, Option<String>, String, Vec<String>)> {
    let user = User::parse_draft(body).ok()?;
    let email = email_of(&user)?.to_owned();
    let username = username_of(&user, &email);
    Some((email, username, display_name_of(&user), roles_of(&user)))
}

impl UnifiedLogin {
    /// The account that a request is about, if it is as the hub believes it to be.
    async fn before(&self, headers: &HeaderMap, id: &str) -> Result<(Account, User), ScimFault> {
        let tenant = self.bearer(headers).await?;
        let account = self.accounts().find(&tenant, id).await?;
        let account = account.ok_or_else(ScimError::not_found)?;
        let (if_match, if_none_match) = (
            text(headers, header::IF_MATCH),
            text(headers, header::IF_NONE_MATCH),
        );
        judge(&tag(&account), if_match, if_none_match, false).for_writing()?;
        let user = self.user(&account);
        Ok((account, user))
    }

    /// Roles that may be given from outside: those that there are, but none that may change login
    /// settings, which is given in the module alone. `had` may stay.
    fn check_roles(&self, roles: &[String], had: &[String]) -> Result<(), ScimFault> {
        for key in roles.iter().filter(|key| !had.contains(key)) {
            match self.inner.manifest.role(key) {
                None => return Err(invalid("The module has no such role.")),
                Some(role) if role.security_admin => {
                    return Err(invalid("This role is given in the module alone."));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn new_account(&self, user: &User, tree: &Tree) -> Result<NewAccount, ScimFault> {
        let email = email_of(user).ok_or_else(|| invalid("An account needs an e-mail address."))?;
        let roles = roles_of(user);
        self.check_roles(&roles, &[])?;
        Ok(NewAccount {
            email: email.to_owned(),
            username: username_of(user, email),
            display_name: display_name_of(user),
            active: user.active.unwrap_or(true),
            roles,
            hub_subject: user.external_id.clone(),
            made_by_hub: true,
            fields: self.fields_of(tree)?,
        })
    }

    /// The values of the module's own fields, from the extension.
    fn fields_of(&self, tree: &Tree) -> Result<BTreeMap<String, String>, ScimFault> {
        let said = member(tree, MODULE_USER).and_then(Value::as_object);
        let said = said
            .and_then(|s| member(s, "defaults"))
            .and_then(Value::as_object);
        let mut fields = BTreeMap::new();
        for field in &self.inner.manifest.defaults {
            let value = said.and_then(|s| s.get(&field.key)).and_then(Value::as_str);
            match value {
                Some(value) if field.takes(value) => {
                    fields.insert(field.key.clone(), value.to_owned());
                }
                Some(_) => {
                    return Err(invalid(
                        "A default has a value that the module does not take.",
                    ));
                }
                None if field.required => return Err(invalid("A required default is missing.")),
                None => {}
            }
        }
        Ok(fields)
    }

    /// Makes the differences so, one after the other, each on the version that the one before left:
    /// names first, whether it may log in last.
    async fn become_as(
        &self,
        account: Account,
        before: &User,
        wish: &User,
    ) -> Result<Done, ScimFault> {
        let email = email_of(wish).ok_or_else(|| invalid("An account needs an e-mail address."))?;
        let mut changes = Vec::new();
        let username = username_of(wish, email);
        let names = AccountChange::Rename {
            email: email.to_owned(),
            username: if wish.user_name == before.user_name {
                account.username.clone()
            } else {
                username
            },
            display_name: display_name_of(wish),
        };
        if names.apply(&account).is_some_and(|after| after != account) {
            changes.push(names);
        }
        if wish.external_id != before.external_id {
            changes.push(AccountChange::SetHubSubject(wish.external_id.clone()));
        }
        let roles = roles_of(wish);
        if roles != account.roles {
            self.check_roles(&roles, &account.roles)?;
            changes.push(AccountChange::SetRoles(roles));
        }
        let active = wish.active.unwrap_or(true);
        if active != account.active || (active && account.hub_deactivated) {
            changes.push(AccountChange::SetActive(active));
        }
        if !active && account.active {
            // So that the hub's word that she may come again brings it back.
            changes.push(AccountChange::SetHubDeactivated(true));
        }
        let mut account = account;
        for change in changes {
            let (tenant, version) = (account.tenant.clone(), Some(account.version));
            let id = account.id.clone();
            match self.change_for_hub(&tenant, &id, version, change).await? {
                Changed::Done(after) => account = after,
                other => return Err(refused(&other)),
            }
        }
        Ok(self.shown(StatusCode::OK, &account))
    }
}
