//! User Exceptions: the plus makes a Yes, the dustbin makes a No.

use axum::extract::{Request, State};
use axum::response::Response;
use unified_login::exemption_of;

use super::HERE;
use super::change::{posted_here, shown_here, turn_require};
use super::page::refused;
use crate::routes::redirect;
use crate::unified::{Form, Refusal, SignedIn, UnifiedLogin};

/// `POST …/exceptions`
pub(crate) async fn exceptions(State(login): State<UnifiedLogin>, request: Request) -> Response {
    let (me, form) = match posted_here(&login, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    match change(&login, &me, &form).await {
        // From the list of people who would be shut out: on with what was begun.
        Ok(_) if form.text("then") == "require" => turn_require(&login, &me, true, None).await,
        Ok(address) => redirect(&address, []).unwrap_or_default(),
        Err(refusal) => refused(&login, &me, &refusal).await,
    }
}

async fn change(login: &UnifiedLogin, me: &SignedIn, form: &Form) -> Result<String, Refusal> {
    let (link, document) = shown_here(login, me)?;
    let account = login
        .accounts()
        .find(&me.tenant.id, form.text("account"))
        .await?;
    let account = account.ok_or_else(|| {
        Refusal::new(
            404,
            "no_account",
            "There is no such account any more.",
            "Look at the list as it is now.",
        )
    })?;
    let given = form.text("exception") == "yes";
    let facts = account.facts(&login.inner.manifest);
    if let Some(exemption) = exemption_of(&facts, Some(&document)) {
        return Err(Refusal::new(
            409,
            "exempt_already",
            &format!("{}, so an exception changes nothing.", exemption.reason()),
            "Nothing has to be done: she may log in locally.",
        ));
    }
    let by = login.by(me);
    let sent = login.hub_exception(&link, &account.id, given, &by).await;
    sent.map_err(|fault| fault.refusal())?;
    if login.refresh_tenant(&me.tenant.id).await.is_err() {
        login.inner.nudge.policy_changed(&me.tenant.id);
    }
    let search: String = form_urlencoded::byte_serialize(form.text("q").as_bytes()).collect();
    let page: String = form
        .text("page")
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    let done = if given { "added" } else { "removed" };
    Ok(format!(
        "{HERE}?done={done}&q={search}&page={page}#exceptions"
    ))
}
