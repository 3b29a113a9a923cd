//! Passkeys (Web Authentication): what the browser is asked, and the check of what an authenticator
//! answers. The one place that names `webauthn-rs`. Challenges are drawn by the library; user
//! verification is always demanded, so a passkey is two factors in one.

use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{
    AttestationMetadata, Credential, CredentialID, DiscoverableAuthentication, DiscoverableKey,
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto_names::{Attestation, ResidentKey};

/// Names of the wire types that `webauthn-rs` does not put into its prelude.
mod webauthn_rs_proto_names {
    pub use webauthn_rs_proto::AttestationConveyancePreference as Attestation;
    pub use webauthn_rs_proto::ResidentKeyRequirement as ResidentKey;
}

/// Longest answer that is read, in bytes.
pub const MAX_ANSWER: usize = 32 * 1024;

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyFault {
    /// Unreadable, of another origin, challenge or credential, or not signed by it.
    #[error("the answer of the authenticator is not right")]
    Wrong,
    /// Its counter did not move on: there is a copy of it.
    #[error("the authenticator's counter went back")]
    Cloned,
    /// The library could not make a question.
    #[error("no question could be made")]
    Broken,
}

/// A question to the browser.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The options, as JSON.
    pub options: String,
    /// What the answer is checked with, as JSON; kept at the hub until then.
    pub state: String,
}

/// A passkey that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its id.
    pub credential_id: Vec<u8>,
    /// Its public part, as JSON.
    pub stored: String,
    /// The model of the authenticator, where its maker has signed for it.
    pub aaguid: Option<String>,
    /// Whether it may be copied by its maker's service.
    pub synced: bool,
}

/// A passkey that was used.
#[derive(Clone, Debug)]
pub struct Used {
    /// Its id.
    pub credential_id: Vec<u8>,
    /// Its public part as it is now, as JSON.
    pub stored: String,
    /// Its counter; 0 for one that does not count.
    pub counter: i64,
    /// Whether it may be copied by its maker's service.
    pub synced: bool,
}

#[derive(Serialize, Deserialize)]
enum State {
    Making(PasskeyRegistration),
    Known(PasskeyAuthentication),
    Anybody(DiscoverableAuthentication),
}

/// Asks and checks for one public address.
pub struct Passkeys(Webauthn);

fn text(value: &impl Serialize) -> Result<String, PasskeyFault> {
    serde_json::to_string(value).map_err(|_| PasskeyFault::Broken)
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, PasskeyFault> {
    if json.len() > MAX_ANSWER {
        return Err(PasskeyFault::Wrong);
    }
    serde_json::from_str(json).map_err(|_| PasskeyFault::Wrong)
}

fn wrong(fault: WebauthnError) -> PasskeyFault {
    match fault {
        WebauthnError::CredentialPossibleCompromise => PasskeyFault::Cloned,
        _ => PasskeyFault::Wrong,
    }
}

fn stored(passkeys: &[String]) -> Vec<Passkey> {
    passkeys
        .iter()
        .filter_map(|p| serde_json::from_str(p).ok())
        .collect()
}

impl Passkeys {
    /// For a public address such as `https://login.example.com`; none where it has no name, since
    /// passkeys are bound to one.
    pub fn at(public_url: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let name = origin.domain()?.to_owned();
        WebauthnBuilder::new(&name, &origin)
            .ok()?
            .rp_name(&name)
            .build()
            .ok()
            .map(Self)
    }

    /// Asks for a new passkey of a person, who has these already. With `direct` its maker is asked
    /// to sign for it.
    ///
    /// # Errors
    /// [`PasskeyFault::Broken`].
    pub fn begin_making(
        &self,
        person: [u8; 16],
        name: &str,
        display_name: &str,
        has: &[Vec<u8>],
        direct: bool,
    ) -> Result<Begun, PasskeyFault> {
        let exclude: Vec<CredentialID> = has.to_vec();
        let (mut asked, state) = self
            .0
            .start_passkey_registration(Uuid::from_bytes(person), name, display_name, Some(exclude))
            .map_err(|_| PasskeyFault::Broken)?;
        // Discoverable, so that it is offered before anything was typed.
        if let Some(selection) = &mut asked.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKey::Required);
            selection.require_resident_key = true;
        }
        if direct {
            asked.public_key.attestation = Some(Attestation::Direct);
        }
        Ok(Begun {
            options: text(&asked.public_key)?,
            state: text(&State::Making(state))?,
        })
    }

    /// Checks a new passkey.
    ///
    /// # Errors
    /// [`PasskeyFault::Wrong`].
    pub fn finish_making(&self, state: &str, answer: &str) -> Result<Made, PasskeyFault> {
        let State::Making(state) = serde_json::from_str(state).map_err(|_| PasskeyFault::Broken)?
        else {
            return Err(PasskeyFault::Wrong);
        };
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let made = self
            .0
            .finish_passkey_registration(&answer, &state)
            .map_err(wrong)?;
        let stored = text(&made)?;
        let credential = Credential::from(made);
        let aaguid = match credential.attestation.metadata {
            AttestationMetadata::Packed { aaguid } | AttestationMetadata::Tpm { aaguid, .. } => {
                Some(aaguid.to_string())
            }
            _ => None,
        };
        Ok(Made {
            credential_id: credential.cred_id.to_vec(),
            stored,
            aaguid,
            synced: credential.backup_eligible,
        })
    }

    /// Asks for one of these passkeys.
    ///
    /// # Errors
    /// [`PasskeyFault::Broken`].
    pub fn begin_known(&self, passkeys: &[String]) -> Result<Begun, PasskeyFault> {
        let (asked, state) = self
            .0
            .start_passkey_authentication(&stored(passkeys))
            .map_err(|_| PasskeyFault::Broken)?;
        Ok(Begun {
            options: text(&asked.public_key)?,
            state: text(&State::Known(state))?,
        })
    }

    /// Asks for any passkey of this address, before it is known who is there.
    ///
    /// # Errors
    /// [`PasskeyFault::Broken`].
    pub fn begin_anybody(&self) -> Result<Begun, PasskeyFault> {
        let (asked, state) = self
            .0
            .start_discoverable_authentication()
            .map_err(|_| PasskeyFault::Broken)?;
        Ok(Begun {
            options: text(&asked.public_key)?,
            state: text(&State::Anybody(state))?,
        })
    }

    /// The credential that an answer says it is of, before anything is believed, and the person
    /// that the authenticator says it belongs to.
    pub fn claimed(&self, answer: &str) -> Option<(Vec<u8>, Option<[u8; 16]>)> {
        let answer: PublicKeyCredential = read(answer).ok()?;
        let person = answer
            .response
            .user_handle
            .as_ref()
            .and_then(|h| <[u8; 16]>::try_from(h.as_slice()).ok());
        Some((answer.raw_id.clone(), person))
    }

    /// Checks an answer against the passkeys of one person.
    ///
    /// # Errors
    /// [`PasskeyFault::Wrong`], `Cloned`.
    pub fn finish(
        &self,
        state: &str,
        answer: &str,
        passkeys: &[String],
    ) -> Result<Used, PasskeyFault> {
        let state = serde_json::from_str(state).map_err(|_| PasskeyFault::Broken)?;
        let answer: PublicKeyCredential = read(answer)?;
        let hers = stored(passkeys);
        let result = match state {
            State::Making(_) => return Err(PasskeyFault::Wrong),
            State::Known(state) => self.0.finish_passkey_authentication(&answer, &state),
            State::Anybody(state) => {
                let named = hers
                    .iter()
                    .find(|p| p.cred_id().as_slice() == answer.raw_id.as_slice())
                    .ok_or(PasskeyFault::Wrong)?;
                let key = DiscoverableKey::from(named);
                self.0
                    .finish_discoverable_authentication_v2(&answer, state, &key)
            }
        }
        .map_err(wrong)?;
        if !result.user_verified() {
            return Err(PasskeyFault::Wrong);
        }
        // The state holds the passkeys as they were when the question was asked; one that was
        // removed since then is not among hers any more.
        let mut passkey = hers
            .into_iter()
            .find(|p| p.cred_id() == result.cred_id())
            .ok_or(PasskeyFault::Wrong)?;
        passkey.update_credential(&result);
        let stored = text(&passkey)?;
        let credential = Credential::from(passkey);
        Ok(Used {
            credential_id: credential.cred_id.to_vec(),
            stored,
            counter: i64::from(result.counter()),
            synced: credential.backup_eligible,
        })
    }
}
