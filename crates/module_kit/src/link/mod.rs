//! Linking a tenant, or an account, with the hub: an authorization of its own kind, so that both
//! sides are proved in one browser.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use serde_json::Value;
use unified_login::{LinkRequest, LinkStanding, LinkedAccount, LinkedTenant};

use crate::accounts::{AccountChange, Changed};
use crate::hub::HubFault;
use crate::pending::Purpose;
use crate::policy::LinkRecord;
use crate::provider::http;
use crate::routes::callback::{Arrived, arrive};
use crate::routes::{login::ask, redirect};
use crate::unified::{Refusal, SignedIn, UnifiedLogin};
use crate::{Problem, ReturnTo};

/// Longest name that goes into a request, in characters.
const NAME: usize = 100;

fn name(text: &str) -> String {
    let cut: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME)
        .collect();
    match cut.trim() {
        "" => "(no name)".into(),
        name => name.to_owned(),
    }
}

impl UnifiedLogin {
    /// Begins to link the tenant of a security admin.
    pub(crate) async fn begin_tenant_link(
        &self,
        headers: &HeaderMap,
        admin: &SignedIn,
    ) -> Result<Response, Refusal> {
        let request = LinkRequest::Tenant {
            tenant: LinkedTenant {
                id: admin.tenant.id.clone(),
                name: name(&admin.tenant.name),
                region: admin.tenant.region.clone(),
            },
            admin: LinkedAccount {
                id: admin.account.id.clone(),
                name: name(&admin.account.display_name),
            },
        };
        let purpose = Purpose::LinkTenant {
            tenant: admin.tenant.id.clone(),
            admin: admin.account.id.clone(),
        };
        self.push(headers, purpose, &request).await
    }

    /// Begins to link the account of whoever is signed in.
    pub(crate) async fn begin_account_link(
        &self,
        headers: &HeaderMap,
        me: &SignedIn,
    ) -> Result<Response, Refusal> {
        let request = LinkRequest::Account {
            tenant: me.tenant.id.clone(),
            account: LinkedAccount {
                id: me.account.id.clone(),
                name: name(&me.account.display_name),
            },
        };
        let purpose = Purpose::LinkAccount {
            tenant: me.tenant.id.clone(),
            account: me.account.id.clone(),
        };
        self.push(headers, purpose, &request).await
    }

    /// Pushes the request to the hub (RFC 9126), so that nobody between can change what is asked,
    /// and sends the browser after it.
    async fn push(
        &self,
        headers: &HeaderMap,
        purpose: Purpose,
        request: &LinkRequest,
    ) -> Result<Response, Refusal> {
        let party = &self.inner.party;
        let provider = &party.inner.provider;
        let metadata = provider.metadata().await.map_err(HubFault::from);
        let metadata = metadata.map_err(|fault| logged(&fault).refusal())?;
        let push = metadata.push.clone().ok_or_else(|| {
            crate::words::of_hub("link_request_unsigned")
                .unwrap_or_else(|| Problem::Internal.into())
        })?;
        let request = serde_json::to_string(request)
            .map_err(|f| Refusal::from((Problem::Internal, f.to_string())))?;
        let (asked, cookie) = ask(party, headers, ReturnTo::home(), purpose)?;
        let mut form: Vec<(&'static str, &str)> = Vec::new();
        form.extend(asked.iter().map(|(name, value)| (*name, value.as_str())));
        form.push(("scope", "openid module_link"));
        form.push(("link_request", &request));
        let post = provider.authenticated(push, &mut form);
        let answer = http::json(post.form(&form))
            .await
            .map_err(|fault| match fault {
                http::HttpFault::Status {
                    error: Some(code), ..
                } => {
                    tracing::warn!(code, "the hub did not take a link request");
                    Problem::Refused {
                        code,
                        description: None,
                    }
                    .into()
                }
                other => logged(&HubFault::from(other)).refusal(),
            })?;
        let pushed = answer.get("request_uri").and_then(Value::as_str);
        let pushed = pushed.ok_or_else(|| HubFault::Nonsense.refusal())?;
        let mut address = metadata.authorization.clone();
        address
            .query_pairs_mut()
            .append_pair("client_id", &provider.settings.client_id)
            .append_pair("request_uri", pushed);
        Ok(redirect(address.as_str(), [cookie])?)
    }
}

fn logged(fault: &HubFault) -> &HubFault {
    tracing::warn!(fault = %fault, "a link could not be begun");
    fault
}

/// `GET /unified-login/linked`: back from the hub.
pub(crate) async fn linked(
    State(login): State<UnifiedLogin>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = uri.query().unwrap_or_default();
    let arrived = arrive(&login.inner.party, query, &headers).await;
    let purpose = match &arrived {
        Ok(arrived) => Some(arrived.pending.purpose.clone()),
        Err(unfinished) => unfinished.purpose.clone(),
    };
    let signed_in = login.signed_in(&headers).await.ok().flatten();
    let ended = match arrived {
        Ok(arrived) => finish(&login, signed_in.as_ref(), &arrived).await,
        Err(unfinished) => Err((unfinished.problem, unfinished.detail).into()),
    };
    let (place, done) = match &purpose {
        Some(Purpose::LinkTenant { .. }) => ("/admin/security-settings", "enabled"),
        Some(Purpose::LinkAccount { .. }) => ("/my-settings", "enabled"),
        _ => ("", ""),
    };
    match ended {
        Ok(()) => redirect(&format!("{place}?done={done}"), none()).unwrap_or_default(),
        // The page of the settings says what went wrong, where it was begun.
        Err(refusal) => match (&purpose, signed_in) {
            (Some(Purpose::LinkTenant { .. }), Some(admin)) if admin.security_admin => {
                crate::settings_page::refused(&login, &admin, &refusal).await
            }
            (Some(Purpose::LinkAccount { .. }), Some(me)) => {
                crate::my_settings::refused(&login, &me, &refusal)
            }
            (_, signed_in) => login.refused(&refusal, signed_in.as_ref()),
        },
    }
}

fn none() -> [HeaderValue; 0] {
    []
}

async fn finish(
    login: &UnifiedLogin,
    signed_in: Option<&SignedIn>,
    arrived: &Arrived,
) -> Result<(), Refusal> {
    let me = signed_in.ok_or(Problem::LoginExpired)?;
    match &arrived.pending.purpose {
        Purpose::LogIn => Err(Problem::LoginExpired.into()),
        Purpose::LinkTenant { tenant, admin } => {
            // The same admin as at the beginning, and still one.
            if me.tenant.id != *tenant || me.account.id != *admin || !me.security_admin {
                return Err(Problem::OtherBrowser.into());
            }
            tenant_linked(login, tenant, &arrived.tokens.answer).await
        }
        Purpose::LinkAccount { tenant, account } => {
            if me.tenant.id != *tenant || me.account.id != *account {
                return Err(Problem::OtherBrowser.into());
            }
            account_linked(login, me, arrived).await
        }
    }
}

/// The hub has made the link: it is kept, and its policy fetched.
async fn tenant_linked(login: &UnifiedLogin, tenant: &str, answer: &Value) -> Result<(), Refusal> {
    let told = answer.get("module_link");
    let text = |name: &str| told.and_then(|l| l.get(name)).and_then(Value::as_str);
    let id = text("id").filter(|id| (1..=128).contains(&id.len()));
    let (Some(id), Some(of)) = (id, text("tenant")) else {
        return Err(HubFault::Nonsense.refusal());
    };
    if of != tenant {
        tracing::error!(
            tenant,
            of,
            "the hub linked another tenant than was asked for"
        );
        return Err(HubFault::Nonsense.refusal());
    }
    let partner: String = text("partner")
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    login
        .keep_link(LinkRecord {
            id: id.to_owned(),
            tenant: tenant.to_owned(),
            partner,
            state: LinkStanding::Active,
        })
        .await;
    // If the hub goes away just now the refresher fetches it as soon as it is back.
    if let Err(fault) = login.refresh_tenant(tenant).await {
        tracing::warn!(fault = %fault, "the policy of a new link could not be fetched yet");
        login.inner.nudge.policy_changed(tenant);
    }
    login.inner.nudge.accounts_changed(tenant);
    Ok(())
}

/// The hub has bound the two accounts: this one is hers.
async fn account_linked(
    login: &UnifiedLogin,
    me: &SignedIn,
    arrived: &Arrived,
) -> Result<(), Refusal> {
    let told = arrived.tokens.answer.get("account_link");
    if told
        .and_then(|l| l.get("id"))
        .and_then(Value::as_str)
        .is_none()
    {
        return Err(HubFault::Nonsense.refusal());
    }
    let hers = AccountChange::SetHubSubject(Some(arrived.person.subject.clone()));
    let changed = login
        .change_account(&me.tenant.id, &me.account.id, None, hers)
        .await?;
    let word = match changed {
        Changed::Done(_) => return Ok(()),
        // This module has given her another account, which the hub does not know of.
        Changed::Taken => "hub_person_already_linked",
        _ => "account_of_another_tenant",
    };
    Err(crate::words::of_hub(word).unwrap_or_else(|| Problem::Internal.into()))
}
