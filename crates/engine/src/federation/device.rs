//! A device begins, and asks until somebody has answered (RFC 8628).

use super::exchange::BAD_CODE;
use super::issue::{Extent, Target};
use crate::{Broken, Engine, Failure, Visitor};
use kernel::Secret;
use model::federation::{
    AttemptPlace, Client, DEVICE_PAUSE, DEVICE_WAIT, DeviceGrant, DeviceState, Family, GrantType,
    PollVerdict, judge_poll, make_user_code, show_user_code,
};
use protocol::oidc::device::{DeviceAnswer, read};
use protocol::oidc::discovery::path;
use protocol::oidc::redirect::with_parameters;
use protocol::oidc::token::TokenAnswer;
use protocol::oidc::{Fault, FaultCode, Parameters};
use store::StoreFault;

impl Engine {
    /// The digest of a user code: keyed, since it is short enough to be tried out at leisure.
    pub(crate) fn user_code_digest(&self, code: &str) -> [u8; 32] {
        self.sealer.mac("user_code", &[code.as_bytes()])
    }

    /// A device begins, given as its encoded form and its `Authorization` header.
    ///
    /// # Errors
    /// The [`Fault`] of the answer.
    pub async fn begin_device(
        &self,
        authorization: Option<&str>,
        form: &[u8],
        visitor: &Visitor,
    ) -> Result<DeviceAnswer, Failure<Fault>> {
        let no = |code, why| Failure::Refused(Fault::new(code, why));
        if !self.settings().protocol.device_flow {
            return Err(no(
                FaultCode::UnauthorizedClient,
                "the device flow is turned off",
            ));
        }
        let parameters = Parameters::parse(form).map_err(Failure::Refused)?;
        let place = AttemptPlace::Device;
        let client = self
            .authenticate_client(place, authorization, &parameters)
            .await?;
        let begun = self.begin_device_of(&client, &parameters, visitor).await;
        match &begun {
            Ok(_) => self.note_success(&client, place, "a device began"),
            Err(Failure::Refused(fault)) => {
                self.note_attempt(&client, place, fault.code.as_str(), fault.description);
            }
            Err(Failure::Broken(_)) => {}
        }
        begun
    }

    async fn begin_device_of(
        &self,
        client: &Client,
        parameters: &Parameters,
        visitor: &Visitor,
    ) -> Result<DeviceAnswer, Failure<Fault>> {
        let no = |code, why| Failure::Refused(Fault::new(code, why));
        if !client.grant_types.contains(&GrantType::DeviceCode) || client.instance_id.is_none() {
            return Err(no(
                FaultCode::UnauthorizedClient,
                "this client may not use the device flow",
            ));
        }
        let asked = read(parameters).map_err(Failure::Refused)?;
        if asked
            .resources
            .iter()
            .any(|r| !client.options.resources.contains(r))
        {
            return Err(no(
                FaultCode::InvalidTarget,
                "this client may not ask for this resource",
            ));
        }
        // Each is a row for ten minutes, and a public client needs no proof to make one.
        match self.charge_begin(visitor).await {
            Ok(()) => {}
            Err(Failure::Refused(_)) => {
                return Err(no(
                    FaultCode::TemporarilyUnavailable,
                    "too many devices begin from this network",
                ));
            }
            Err(Failure::Broken(broken)) => return Err(broken.into()),
        }
        let mut scopes = asked.scopes;
        scopes.retain(|s| client.scopes.contains(s));
        let now = self.now();
        let grant = DeviceGrant {
            client_id: client.id,
            partner_id: client.partner_id,
            state: DeviceState::Waiting,
            scopes,
            resources: asked.resources,
            begun_from: visitor.address.clone(),
            family_id: None,
            pause: DEVICE_PAUSE,
            last_polled_at: None,
            created_at: now,
            expires_at: now + DEVICE_WAIT,
        };
        let device_code = self.chance().token();
        let user_code = self.insert_device(&device_code, grant).await?;
        let shown = show_user_code(&user_code);
        let page = format!("{}{}", self.settings().issuer, path::DEVICE_PAGE);
        Ok(DeviceAnswer {
            device_code,
            verification_uri_complete: with_parameters(&page, &[("code", &shown)]),
            user_code: shown,
            verification_uri: page,
            expires_in: DEVICE_WAIT.as_seconds_up(),
            interval: DEVICE_PAUSE.as_seconds_up(),
        })
    }

    /// Adds the row; a user code that another device shows is drawn again.
    async fn insert_device(&self, code: &str, grant: DeviceGrant) -> Result<String, Broken> {
        let hash = self.digest(code);
        let mut last = Broken::Damaged("user code");
        for _ in 0..5 {
            let user_code = make_user_code(|| self.chance().bytes::<32>());
            let (user_hash, row) = (self.user_code_digest(&user_code), grant.clone());
            let added = self
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        store::federation::devices::insert(tx, hash, user_hash, &row).await
                    })
                })
                .await;
            match added {
                Ok(()) => return Ok(user_code),
                Err(StoreFault::Taken(statement)) => last = StoreFault::Taken(statement).into(),
                Err(fault) => return Err(fault.into()),
            }
        }
        Err(last)
    }

    /// A device asks whether somebody has answered.
    pub(crate) async fn exchange_device(
        &self,
        client: Client,
        code: Secret<String>,
        resources: Vec<String>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        if !self.settings().protocol.device_flow {
            return Err(Failure::Refused(Fault::new(
                FaultCode::UnauthorizedClient,
                "the device flow is turned off",
            )));
        }
        let (engine, now, hash) = (self.clone(), self.now(), self.digest(code.reveal()));
        let refresh = client
            .grant_types
            .contains(&GrantType::RefreshToken)
            .then(|| self.chance().token());
        let refresh_hash = refresh.as_ref().map(|r| self.digest(r));
        let owner = client.id;
        let taken: Result<(Family, Target), Fault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(grant) = store::federation::devices::find(tx, hash).await? else {
                        return Ok::<_, Broken>(Err(BAD_CODE));
                    };
                    let (code, why) = match judge_poll(&grant, owner, now) {
                        PollVerdict::Refuse => return Ok(Err(BAD_CODE)),
                        PollVerdict::Pending => {
                            store::federation::devices::note_poll(tx, hash, now, grant.pause)
                                .await?;
                            (
                                FaultCode::AuthorizationPending,
                                "nobody has answered at the hub yet",
                            )
                        }
                        PollVerdict::SlowDown(pause) => {
                            store::federation::devices::note_poll(tx, hash, now, pause).await?;
                            (
                                FaultCode::SlowDown,
                                "wait five seconds longer between tries",
                            )
                        }
                        PollVerdict::Denied => (FaultCode::AccessDenied, "the person said no"),
                        PollVerdict::Expired => (FaultCode::ExpiredToken, "it took too long"),
                        PollVerdict::Give(id) => {
                            let family = store::federation::families::find(tx, id).await?;
                            let Some(family) = family.filter(|f| f.alive(now)) else {
                                return Ok(Err(BAD_CODE));
                            };
                            let target = match Target::of(&family.resources, resources) {
                                Ok(target) => target,
                                Err(fault) => return Ok(Err(fault)),
                            };
                            if !store::federation::devices::use_up(tx, hash).await? {
                                return Ok(Err(BAD_CODE));
                            }
                            if let Some(hash) = refresh_hash {
                                engine.insert_refresh(tx, hash, &family).await?;
                            }
                            return Ok(Ok((family, target)));
                        }
                    };
                    Ok(Err(Fault::new(code, why)))
                })
            })
            .await?;
        let (family, target) = taken.map_err(Failure::Refused)?;
        let scopes = family.scopes.clone();
        let extent = Extent { scopes, target };
        self.issue_for_person(&client, &family, &extent, None, refresh)
            .await
    }
}
