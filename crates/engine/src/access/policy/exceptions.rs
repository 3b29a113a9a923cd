//! Exceptions from Require, and the list of accounts that shows them.

use super::facts::facts_of;
use super::{Hand, LinkPolicyRefusal, MOST_EXCEPTIONS, PolicyRefused};
use crate::{Broken, Engine, Failure};
use kernel::LinkId;
use model::access::ModuleAccount;
use std::collections::BTreeMap;
use store::access::accounts::ExceptionRow;
use unified_login::{Event, Exemption, exemption_of};

/// An account in the list of exceptions.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// The account.
    pub account: ModuleAccount,
    /// Why she is exempt, if she is.
    pub exemption: Option<Exemption>,
    /// Who gave her an exception, and when.
    pub exception: Option<ExceptionRow>,
    /// Whether her hub person is bound to it.
    pub bound: bool,
}

/// Which accounts are looked for.
#[derive(Clone, Debug, Default)]
pub struct AccountsFilter {
    /// A part of a name, address or username.
    pub text: String,
    /// Only those with an exception.
    pub exceptions_only: bool,
}

impl Engine {
    /// The accounts of a link, by name.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal::NoLink`].
    pub async fn accounts_of_link(
        &self,
        hand: &Hand,
        id: LinkId,
        filter: &AccountsFilter,
    ) -> Result<Vec<AccountRow>, PolicyRefused> {
        let mut tx = self.db.read().await.map_err(Broken::from)?;
        let link = self.link_in_hand(&mut tx, hand, id).await?;
        let scope = hand.scope();
        let document = self.document_of(&mut tx, &link).await?;
        let given = store::access::accounts::exceptions(&mut tx, scope, id)
            .await
            .map_err(Broken::from)?;
        let mut given: BTreeMap<String, ExceptionRow> = given
            .into_iter()
            .map(|e| (e.remote_id.clone(), e))
            .collect();
        let bonds = store::access::account_links::list(&mut tx, scope, id)
            .await
            .map_err(Broken::from)?;
        let accounts = store::access::accounts::list(&mut tx, scope, id)
            .await
            .map_err(Broken::from)?;
        let wanted = filter.text.trim().to_lowercase();
        let fits = |a: &ModuleAccount| {
            [&a.display_name, &a.email, &a.username]
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted))
        };
        let rows = accounts.into_iter().filter(fits).map(|account| AccountRow {
            exemption: exemption_of(&facts_of(&account), Some(&document)),
            exception: given.remove(&account.remote_id),
            bound: bonds.iter().any(|b| b.remote_id == account.remote_id),
            account,
        });
        Ok(rows
            .filter(|r| !filter.exceptions_only || r.exception.is_some())
            .collect())
    }

    /// Gives or takes an exception. Who is exempt needs none and is told so.
    ///
    /// # Errors
    /// [`LinkPolicyRefusal`].
    pub async fn set_exception(
        &self,
        hand: &Hand,
        id: LinkId,
        account: &str,
        on: bool,
    ) -> Result<(), PolicyRefused> {
        let (engine, hand, account) = (self.clone(), hand.clone(), account.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let link = engine.link_in_hand(tx, &hand, id).await?;
                    let (scope, refuse) = (hand.scope(), Failure::Refused);
                    let known = store::access::accounts::find(tx, scope, id, &account)
                        .await
                        .map_err(Broken::from)?
                        .ok_or(refuse(LinkPolicyRefusal::NoAccount))?;
                    let document = engine.document_of(tx, &link).await?;
                    let exempt = exemption_of(&facts_of(&known), Some(&document));
                    if on && exempt.is_some() {
                        return Err(refuse(LinkPolicyRefusal::Exempt));
                    }
                    if on && document.exceptions.len() >= MOST_EXCEPTIONS {
                        return Err(refuse(LinkPolicyRefusal::TooMany));
                    }
                    let changed = if on {
                        let row = ExceptionRow {
                            remote_id: account.clone(),
                            given_by: hand.words(),
                            given_at: engine.now(),
                        };
                        store::access::accounts::give_exception(tx, scope, id, &row).await
                    } else {
                        store::access::accounts::take_exception(tx, scope, id, &account).await
                    };
                    if !changed.map_err(Broken::from)? {
                        return Ok(());
                    }
                    store::access::links::raise_version(tx, scope, id)
                        .await
                        .map_err(Broken::from)?;
                    let word = |on: bool| if on { "Yes" } else { "No" };
                    let about = |on| format!("{} ({account}): {}", known.display_name, word(on));
                    let done = hand.did("login_exception.changed", id);
                    engine.record(tx, done.change(about(!on), about(on)));
                    let event = Event::PolicyChanged(link.version + 1);
                    engine.tell_module(tx, &link, event).await?;
                    Ok(())
                })
            })
            .await
    }
}
