//! Clients for tenants, and what all clients of one tenant share: the limit on calls.

use super::Line;
use crate::MailFault;
use crate::bms::Bms;
use crate::connectwise::ConnectWise;
use crate::guarded::Guarded;
use engine::outside::psa::{Pause, Psa, PsaAccess, PsaClients};
use kernel::Clock;
use protocol::psa::{Rate, Throttle};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long all of a call may take: the vendor's own time-out is shorter.
const PATIENCE: Duration = Duration::from_secs(60);

/// Makes clients of PSAs.
pub struct PsaWays {
    guarded: Arc<Guarded>,
    clock: Arc<dyn Clock>,
    pause: Arc<dyn Pause>,
    own_rate: Rate,
    throttles: Mutex<HashMap<String, Arc<Mutex<Throttle>>>>,
}

impl PsaWays {
    /// Ways to PSAs; `private` lets them into private networks and, on this machine itself, do
    /// without TLS, as the operator's settings say.
    ///
    /// # Errors
    /// [`MailFault::Calls`] when TLS cannot be set up.
    pub fn new(
        private: bool,
        clock: Arc<dyn Clock>,
        pause: Arc<dyn Pause>,
    ) -> Result<Self, MailFault> {
        Ok(Self {
            guarded: Arc::new(Guarded::new(private, PATIENCE)?),
            clock,
            pause,
            own_rate: Rate::CONNECTWISE,
            throttles: Mutex::default(),
        })
    }

    /// Calls ConnectWise as often as this where it stands in a partner's own house: the limit of the
    /// vendor's cloud does not hold there.
    #[must_use]
    pub fn with_own_rate(self, own_rate: Rate) -> Self {
        Self { own_rate, ..self }
    }

    fn line(&self, tenant: String, rate: Rate) -> Line {
        let mut throttles = self
            .throttles
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let throttle = throttles
            .entry(tenant)
            .or_insert_with(|| Arc::new(Mutex::new(Throttle::new(rate))));
        Line {
            guarded: self.guarded.clone(),
            clock: self.clock.clone(),
            pause: self.pause.clone(),
            throttle: throttle.clone(),
        }
    }
}

impl PsaClients for PsaWays {
    fn open(&self, access: &PsaAccess) -> Arc<dyn Psa> {
        match access {
            PsaAccess::ConnectWise { base, login } => {
                let tenant = format!("{} {}", base.api(), login.company().to_lowercase());
                let rate = match base.in_cloud() {
                    true => Rate::CONNECTWISE,
                    false => self.own_rate,
                };
                let line = self.line(tenant, rate);
                Arc::new(ConnectWise::new(line, base.clone(), login.clone()))
            }
            PsaAccess::Bms {
                region,
                tenant,
                username,
                password,
            } => {
                let key = format!("{} {}", region.api(), tenant.to_lowercase());
                let line = self.line(key, Rate::BMS);
                let login = (tenant.clone(), username.clone(), password.clone());
                Arc::new(Bms::new(line, region.clone(), login))
            }
        }
    }
}
