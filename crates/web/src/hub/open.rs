//! Opening a module from My Modules.

use crate::answer::{Answer, see_other};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::{Guard, SignedIn};
use crate::view::Link;
use engine::Failure;
use engine::identity::Signed;
use kernel::InstanceId;

/// Signed in, or sent to sign in and then back here.
pub struct Opening(SignedIn);

impl Guard for Opening {
    const NAME: &'static str = "signed in, returning";
    async fn admit(raw: &crate::context::Raw) -> Result<Self, Failed> {
        match SignedIn::admit(raw).await {
            Ok(signed) => Ok(Self(signed)),
            Err(Failed::Elsewhere(_)) => match raw.placeholder("instance").parse::<InstanceId>() {
                Ok(id) => Err(Failed::Elsewhere(format!("/sign-in?open={id}"))),
                Err(_) => Err(Failed::not_found()),
            },
            Err(other) => Err(other),
        }
    }
    fn known(&self) -> Option<&Signed> {
        self.0.known()
    }
}

/// `GET /open/{instance}`.
pub async fn open(ctx: Ctx<Opening>) -> Answer {
    let id: InstanceId = ctx
        .placeholder("instance")
        .parse()
        .map_err(|_| Failed::not_found())?;
    match ctx.app.engine.open_module(&ctx.who.0.0, id).await {
        Ok(address) => Ok(see_other(&address)),
        Err(Failure::Refused(None)) => Err(Failed::not_found()),
        Err(Failure::Refused(Some(refusal))) => Err(Failed::of(&refusal).with_actions(vec![
            Link::new("/modules", ctx.words().go_to_my_modules()),
            Link::new("/choose", ctx.words().choose_another_account()),
        ])),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
