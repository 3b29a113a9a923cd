//! The first steps: who she says she is.

use super::Progress;
use crate::{Engine, Failure};
use model::identity::{Identifier, SignInRefusal, Step};

impl Engine {
    /// Takes the email address or username. The next step does not depend on whether it exists
    /// (attack: user enumeration).
    ///
    /// # Errors
    /// [`SignInRefusal::FlowGone`], `FlowStep`.
    pub async fn identify(
        &self,
        token: &str,
        typed: &str,
        identifier: Identifier,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self
            .hold_flow_at(token, |s| {
                matches!(s, Step::Identify | Step::Company | Step::Password)
            })
            .await?;
        held.flow.identified(typed, identifier);
        self.keep_flow(held).await
    }

    /// Takes the company name that a username needs (S4-16).
    ///
    /// # Errors
    /// As above.
    pub async fn name_company(
        &self,
        token: &str,
        company: &str,
    ) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self
            .hold_flow_at(token, |s| matches!(s, Step::Company | Step::Password))
            .await?;
        held.flow.company_named(kernel::name::name_key(company));
        self.keep_flow(held).await
    }

    /// "Not you?": back to the first step.
    ///
    /// # Errors
    /// As above.
    pub async fn restart_sign_in(&self, token: &str) -> Result<Progress, Failure<SignInRefusal>> {
        let mut held = self
            .hold_flow_at(token, |s| !matches!(s, Step::RecoveryCodes(_)))
            .await?;
        held.flow.restart();
        self.keep_flow(held).await
    }
}
