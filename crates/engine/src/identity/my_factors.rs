//! Another authenticator, or one less, by the person herself.

use super::{Signed, totp_place};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::{FactorId, Secret, Span, Timestamp};
use model::identity::{
    MAX_AUTHENTICATORS, OwnAccountRefusal, SignInRefusal, TotpFactor, may_remove_factor,
};
use model::operation::AccountNotice;
use protocol::totp::{self, CodeVerdict};
use vault::Place;

type Refused = Failure<OwnAccountRefusal>;

/// How long the page with a new secret is good.
const PROPOSAL: Span = Span::minutes(15);

/// A new secret, before its first code was typed. The hub keeps nothing of it: the page carries it
/// sealed for this session.
#[derive(Debug)]
pub struct Proposal {
    /// The secret, for the picture.
    pub secret: Secret<Vec<u8>>,
    /// The same sealed, in hexadecimal, for the form.
    pub sealed: String,
}

fn proposal_place(signed: &Signed) -> Place<'_> {
    Place {
        table: "proposal",
        column: "totp_secret",
        row: &signed.session.id.0,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().all(|b| b.is_ascii_hexdigit());
    if text.len() > 1_024 || !text.len().is_multiple_of(2) || !digits {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok())
        .collect()
}

impl Engine {
    /// Proposes a secret for another authenticator.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn propose_authenticator(&self, signed: &Signed) -> Result<Proposal, Broken> {
        let secret = self.chance().bytes::<{ totp::SECRET_BYTES }>().to_vec();
        let dated = [&self.now().0.to_be_bytes(), secret.as_slice()].concat();
        let sealed = self
            .sealer
            .seal(proposal_place(signed), &dated, self.chance())?;
        Ok(Proposal {
            secret: Secret::new(secret),
            sealed: hex(&sealed),
        })
    }

    /// The proposal that a form brings back.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::ProposalOld`], also for one of another session.
    pub fn look_at_proposal(&self, signed: &Signed, sealed: &str) -> Result<Proposal, Refused> {
        let old = || Failure::Refused(OwnAccountRefusal::ProposalOld);
        let bytes = from_hex(sealed).ok_or_else(old)?;
        let dated = self
            .sealer
            .open(proposal_place(signed), &bytes)
            .map_err(|_| old())?;
        let (at, secret) = dated.split_first_chunk::<8>().ok_or_else(old)?;
        let age = self.now() - Timestamp(i64::from_be_bytes(*at));
        if age >= PROPOSAL {
            return Err(old());
        }
        Ok(Proposal {
            secret: Secret::new(secret.to_vec()),
            sealed: sealed.to_owned(),
        })
    }

    /// Adds an authenticator by its first code; with `replace` the ones before it go.
    ///
    /// # Errors
    /// [`OwnAccountRefusal`]; what is wrong with the code is inside `SignIn`.
    pub async fn add_authenticator(
        &self,
        signed: &Signed,
        proposal: Proposal,
        typed: &str,
        replace: bool,
        visitor: &Visitor,
    ) -> Result<(), Refused> {
        let id = signed.identity.id;
        let refused = |r| Failure::Refused(OwnAccountRefusal::SignIn(r));
        let bucket = self
            .charge_second_factor(id, visitor)
            .await
            .map_err(of_sign_in)?;
        let now = self.now();
        let step = match totp::check(&proposal.secret, typed, -1, now) {
            CodeVerdict::Right { step } => step,
            CodeVerdict::Form => return Err(refused(SignInRefusal::CodeForm)),
            _ => return Err(refused(SignInRefusal::CodeWrong)),
        };
        let factor_id = FactorId::new(now, self.chance());
        let sealed_secret = self.sealer.seal(
            totp_place(&factor_id),
            proposal.secret.reveal(),
            self.chance(),
        )?;
        let factor = TotpFactor {
            id: factor_id,
            identity_id: id,
            sealed_secret,
            last_step: step,
            confirmed_at: now,
            last_used_at: now,
        };
        let (engine, signed, visitor) = (self.clone(), signed.clone(), visitor.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::identities::hold(tx, id).await?;
                    let before = store::identity::factors::list_totp(tx, id).await?.len();
                    if replace {
                        store::identity::factors::delete_all_totp(tx, id).await?;
                    } else if before >= MAX_AUTHENTICATORS {
                        return Err(Failure::Refused(OwnAccountRefusal::TooMany));
                    }
                    engine.proof_was_right(tx, &bucket, &visitor).await?;
                    store::identity::factors::insert_totp(tx, &factor).await?;
                    let address = &visitor.address;
                    let said = AccountNotice::AuthenticatorAdded;
                    engine
                        .tell_owner(tx, &signed.identity, said, address)
                        .await?;
                    let after = if replace { 1 } else { before + 1 };
                    let draft = engine
                        .by_herself(&signed, "factor.enrolled", factor.id, address)
                        .change(
                            format!("{{\"authenticators\":{before}}}"),
                            format!("{{\"authenticators\":{after}}}"),
                        );
                    engine.record(tx, draft);
                    if replace && before > 0 {
                        let said = AccountNotice::AuthenticatorRemoved;
                        engine
                            .tell_owner(tx, &signed.identity, said, address)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Removes an authenticator, unless it is the last factor.
    ///
    /// # Errors
    /// [`OwnAccountRefusal::LastFactor`], `Unknown`.
    pub async fn remove_authenticator(
        &self,
        signed: &Signed,
        factor: FactorId,
        address: &str,
    ) -> Result<(), Refused> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = signed.identity.id;
                    store::identity::identities::hold(tx, id).await?;
                    if !store::identity::factors::delete_totp(tx, id, factor).await? {
                        return Err(Failure::Refused(OwnAccountRefusal::Unknown));
                    }
                    // Counted after holding her: of two who remove at once the second sees one.
                    let left = engine.count_factors(tx, id).await?;
                    may_remove_factor(left + 1).map_err(Failure::Refused)?;
                    engine
                        .tell_owner(
                            tx,
                            &signed.identity,
                            AccountNotice::AuthenticatorRemoved,
                            &address,
                        )
                        .await?;
                    let draft = engine
                        .by_herself(&signed, "factor.removed", factor, &address)
                        .change(r#"{"factor":"totp"}"#, "");
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }

    /// How many second factors a person has, without recovery codes.
    pub(crate) async fn count_factors(
        &self,
        tx: &mut store::Tx,
        id: kernel::IdentityId,
    ) -> Result<usize, Broken> {
        let totp = store::identity::factors::list_totp(tx, id).await?.len();
        let passkeys = store::identity::passkeys::count(tx, id).await?;
        Ok(totp + usize::try_from(passkeys).unwrap_or(0))
    }
}

/// A refusal of the sign-in as one of the own account.
pub(crate) fn of_sign_in(failure: Failure<SignInRefusal>) -> Refused {
    match failure {
        Failure::Refused(refusal) => Failure::Refused(OwnAccountRefusal::SignIn(refusal)),
        Failure::Broken(broken) => Failure::Broken(broken),
    }
}
