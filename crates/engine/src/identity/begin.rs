//! A sign-in begins.

use crate::{Broken, Engine, Failure, Visitor};
use kernel::{Language, Secret};
use model::identity::{Destination, Flow, Population, SignInRefusal, Step};

use super::Signed;

impl Engine {
    /// Begins a sign-in and gives its token. `typed` fills the first field (`login_hint`).
    ///
    /// # Errors
    /// [`SignInRefusal::TooManyTries`].
    pub async fn begin_sign_in(
        &self,
        destination: Destination,
        population: Population,
        typed: &str,
        visitor: &Visitor,
    ) -> Result<Secret<String>, Failure<SignInRefusal>> {
        self.begin_wishing(destination, population, typed, None, visitor)
            .await
    }

    /// The same in the language that the asking module wishes (`ui_locales`).
    pub(crate) async fn begin_wishing(
        &self,
        destination: Destination,
        population: Population,
        typed: &str,
        wished: Option<Language>,
        visitor: &Visitor,
    ) -> Result<Secret<String>, Failure<SignInRefusal>> {
        self.charge_begin(visitor).await?;
        let typed: String = typed
            .chars()
            .take(254)
            .filter(|c| !c.is_control())
            .collect();
        let mut flow = Flow::begin(destination, population, typed, self.now());
        flow.wished_language = wished;
        let engine = self.clone();
        self.db
            .write(move |tx| Box::pin(async move { Ok(engine.insert_flow(tx, &flow).await?) }))
            .await
    }

    /// Begins a mere choice of account within a session that exists (S4-27): nothing is proved
    /// anew, so the moment of proof stays as it was.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn begin_choice(
        &self,
        signed: &Signed,
        destination: Destination,
    ) -> Result<Secret<String>, Broken> {
        let mut flow = Flow::begin(
            destination,
            signed.identity.population,
            String::new(),
            self.now(),
        );
        flow.step = Step::Choose;
        flow.identity_id = Some(signed.identity.id);
        flow.of_session = Some(signed.session.id);
        flow.own_language = signed.identity.language;
        let engine = self.clone();
        self.db
            .write(move |tx| Box::pin(async move { engine.insert_flow(tx, &flow).await }))
            .await
    }
}
