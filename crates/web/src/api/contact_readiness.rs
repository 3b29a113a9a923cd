//! "Why can't she get in?": how many contacts come to what, and what comes of any address.

use super::body::{answer, short};
use super::contacts::{ContactCause, causes};
use super::key::{ContactsRead, Key};
use super::problem::{FieldFault, invalid};
use crate::answer::Answer;
use crate::context::Ctx;
use engine::directory::contacts::AddressFound;
use kernel::EmailAddress;
use model::directory::ContactFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How many do not get in for one cause.
#[derive(Serialize, ToSchema)]
pub struct ContactCauseCount {
    /// The code of what stands in their way first.
    pub code: String,
    /// How many.
    pub count: usize,
}

/// How many contacts come to which outcome.
#[derive(Serialize, ToSchema)]
pub struct ContactReadinessCounts {
    /// How many get in.
    pub gets_in: usize,
    /// How many do not, by cause, in the order in which causes are looked at.
    pub refused: Vec<ContactCauseCount>,
}

/// How many contacts get in, and what stands in the way of the others first. Who they are, the list of
/// contacts says, with `outcome`.
#[utoipa::path(get, path = "/api/v1/contact-readiness", operation_id = "count_contact_readiness", tag = "Contacts",
    responses((status = 200, description = "The counts", body = ContactReadinessCounts)))]
pub async fn counts(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let all = ContactFilter::default();
    let found = engine.count_contact_readiness(admin, &all).await?;
    let refused = found.causes.iter().filter(|(_, n)| *n > 0);
    let refused = refused.map(|(code, count)| ContactCauseCount {
        code: (*code).into(),
        count: *count,
    });
    answer(
        200,
        &ContactReadinessCounts {
            gets_in: found.ready,
            refused: refused.collect(),
        },
    )
}

/// Which address.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AddressQuery {
    /// The address that she signs in with.
    #[param(max_length = 254)]
    email: String,
}

/// Somebody who has the address.
#[derive(Serialize, ToSchema)]
pub struct AddressHolder {
    /// The contact; null for a record of a PSA that is no contact here.
    pub contact: Option<String>,
    /// Her name.
    pub name: String,
    /// Whether she gets in.
    pub gets_in: bool,
    /// What stands in her way.
    pub causes: Vec<ContactCause>,
}

impl From<&AddressFound> for AddressHolder {
    fn from(found: &AddressFound) -> Self {
        Self {
            contact: found.contact.map(|id| id.to_string()),
            name: found.name.clone(),
            gets_in: found.readiness.ready(),
            causes: causes(&found.readiness),
        }
    }
}

/// What comes of an address.
#[derive(Serialize, ToSchema)]
pub struct AddressOutcome {
    /// The address, as it is compared.
    pub email: String,
    /// Whether it gets in.
    pub gets_in: bool,
    /// The contact that it lets in; null where it does not.
    pub contact: Option<String>,
    /// Why it does not.
    pub cause: Option<ContactCause>,
    /// Everybody who has it.
    pub holders: Vec<AddressHolder>,
}

/// What comes of an address at the client's door, by the very decision of the sign-in, and why.
#[utoipa::path(get, path = "/api/v1/contact-readiness/address", operation_id = "check_address", tag = "Contacts",
    params(AddressQuery), responses((status = 200, description = "The outcome", body = AddressOutcome)))]
pub async fn address(ctx: Ctx<Key<ContactsRead>>) -> Answer {
    let asked: AddressQuery = ctx.asked()?;
    let typed = short("email", Some(asked.email), 254)?;
    if let Err(fault) = EmailAddress::parse(&typed) {
        return Err(invalid(vec![FieldFault {
            pointer: None,
            parameter: Some("email".into()),
            detail: fault.to_string(),
        }]));
    }
    let found = ctx.app.engine.why_not(ctx.who.admin(), &typed).await?;
    answer(
        200,
        &AddressOutcome {
            gets_in: found.outcome.is_ok(),
            contact: found.outcome.as_ref().ok().map(ToString::to_string),
            cause: found.outcome.as_ref().err().map(Into::into),
            holders: found.found.iter().map(Into::into).collect(),
            email: found.email,
        },
    )
}
