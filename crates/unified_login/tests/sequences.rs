//! Random sequences of switches, links, deactivations, lost and late messages and logins against a
//! hub and a module in small: nobody who is exempt is ever locked out, nobody who was deactivated is
//! let in once the module has heard of it, and no switch stands without the one that it hangs on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly"
)]

use proptest::prelude::*;
use std::collections::BTreeSet;
use unified_login::{
    AccountFacts, Capabilities, Confirmed, Feature, LinkStanding, LoginPolicy, PolicyDocument,
    PolicyFacts, RoleEntry, decide_local_login, decide_policy_change, exemption_of,
};

/// A security admin, a primary user, somebody at several partners, and three others.
const PEOPLE: usize = 6;
const EXEMPT: usize = 3;

#[derive(Clone, Debug)]
enum Deed {
    Link,
    Unlink,
    Wish {
        feature: usize,
        on: bool,
        yes: bool,
    },
    Exception {
        who: usize,
        on: bool,
    },
    Deactivate(usize),
    Reactivate(usize),
    /// The module asks for its document; it may be told an old one (a replay).
    Fetch {
        old: bool,
    },
    /// An event about somebody reaches the module, or is lost.
    Hear {
        who: usize,
        lost: bool,
    },
    /// The module forgets what it kept.
    Forget,
    LogIn(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..PEOPLE;
    prop_oneof![
        Just(Deed::Link),
        Just(Deed::Unlink),
        (0..4usize, any::<bool>(), any::<bool>()).prop_map(|(feature, on, yes)| Deed::Wish {
            feature,
            on,
            yes
        }),
        (who.clone(), any::<bool>()).prop_map(|(who, on)| Deed::Exception { who, on }),
        who.clone().prop_map(Deed::Deactivate),
        who.clone().prop_map(Deed::Reactivate),
        any::<bool>().prop_map(|old| Deed::Fetch { old }),
        (who.clone(), any::<bool>()).prop_map(|(who, lost)| Deed::Hear { who, lost }),
        Just(Deed::Forget),
        who.prop_map(Deed::LogIn),
    ]
}

/// The hub: what is true.
struct Hub {
    linked: bool,
    policy: LoginPolicy,
    version: u64,
    exceptions: BTreeSet<String>,
    deactivated: [bool; PEOPLE],
    links: u64,
}

/// The module: what it keeps and has heard.
struct Module {
    kept: Option<PolicyDocument>,
    linked: bool,
    heard: [bool; PEOPLE],
    all: Vec<PolicyDocument>,
}

impl Hub {
    fn document(&self) -> PolicyDocument {
        let gone = (0..PEOPLE).filter(|w| self.policy.deprovisioning && self.deactivated[*w]);
        PolicyDocument {
            version: self.version,
            link: format!("lnk_{}", self.links),
            tenant: "t1".into(),
            partner: "Example MSP".into(),
            issuer: "https://hub.example.com".into(),
            state: if self.linked {
                LinkStanding::Active
            } else {
                LinkStanding::Ended
            },
            policy: self.policy.clone(),
            exceptions: self.exceptions.clone(),
            several_partners: BTreeSet::new(),
            deactivated: gone.map(|w| w.to_string()).collect(),
            session_hours: 12,
            as_of: 0,
        }
    }

    fn facts(&self, yes: bool) -> PolicyFacts {
        let plain = (EXEMPT..PEOPLE).filter(|w| !self.exceptions.contains(&w.to_string()));
        let shut_out = plain.count();
        PolicyFacts {
            capabilities: Capabilities {
                unified_login: true,
                require_unified_login: true,
                jit_provisioning: true,
                deprovisioning: true,
                groups_to_roles: false,
            },
            roles: vec![RoleEntry {
                key: "tech".into(),
                title: "Tech".into(),
                high: false,
                security_admin: false,
            }],
            defaults: Vec::new(),
            accounts_known: true,
            shut_out,
            exempt: EXEMPT,
            confirmed: Confirmed {
                shut_out: yes.then_some(shut_out),
                also_off: yes,
                high_role: yes,
            },
        }
    }
}

fn account(who: usize, module: &Module) -> AccountFacts {
    AccountFacts {
        id: who.to_string(),
        active: true,
        security_admin: who == 0,
        primary: who == 1,
        email_at_several: who == 2,
        hub_deactivated: module.heard[who],
    }
}

fn run(deeds: &[Deed]) {
    let mut hub = Hub {
        linked: false,
        policy: LoginPolicy::default(),
        version: 1,
        exceptions: BTreeSet::new(),
        deactivated: [false; PEOPLE],
        links: 1,
    };
    let mut module = Module {
        kept: None,
        linked: false,
        heard: [false; PEOPLE],
        all: Vec::new(),
    };
    for deed in deeds {
        let before = module.kept.as_ref().map(|d| (d.link.clone(), d.version));
        match deed {
            Deed::Link if !hub.linked => {
                hub.linked = true;
                hub.version += 1;
                hub.policy = LoginPolicy {
                    unified_login: true,
                    default_role: Some("tech".into()),
                    ..LoginPolicy::default()
                };
                // The module begins with the answer of the exchange.
                module.linked = true;
                module.kept = Some(hub.document());
            }
            Deed::Unlink if hub.linked => {
                (hub.linked, hub.policy) = (false, LoginPolicy::default());
                hub.version += 1;
            }
            Deed::Wish { feature, on, yes } if hub.linked => {
                let mut wish = hub.policy.clone();
                wish.set(Feature::ALL[*feature], *on);
                let facts = hub.facts(*yes);
                if let Ok(change) = decide_policy_change(&hub.policy, &wish, &facts)
                    && change.after != hub.policy
                {
                    hub.policy = change.after;
                    hub.version += 1;
                }
            }
            Deed::Exception { who, on } if hub.linked && *who >= EXEMPT => {
                let id = who.to_string();
                let changed = if *on {
                    hub.exceptions.insert(id)
                } else {
                    hub.exceptions.remove(&id)
                };
                hub.version += u64::from(changed);
            }
            Deed::Deactivate(who) => {
                hub.deactivated[*who] = true;
                hub.version += 1;
            }
            Deed::Reactivate(who) => {
                hub.deactivated[*who] = false;
                hub.version += 1;
                // Reactivation is told, or found out with the next document; here it is told.
                module.heard[*who] = false;
            }
            Deed::Fetch { old } if module.linked => {
                let told = match (old, module.all.first()) {
                    (true, Some(old)) => old.clone(),
                    _ => hub.document(),
                };
                module.all.push(hub.document());
                let follows = module.kept.as_ref().is_none_or(|k| told.follows(k).is_ok());
                if follows {
                    module.linked = told.state == LinkStanding::Active;
                    module.kept = Some(told);
                }
            }
            Deed::Hear { who, lost: false } => {
                module.heard[*who] = hub.deactivated[*who] && hub.policy.deprovisioning;
            }
            Deed::Forget => module.kept = None,
            Deed::LogIn(who) => {
                let facts = account(*who, &module);
                let decided = decide_local_login(&facts, module.kept.as_ref(), module.linked);
                let active = module
                    .kept
                    .as_ref()
                    .filter(|d| d.state == LinkStanding::Active);
                let knows = module.heard[*who]
                    || active.is_some_and(|d| d.deactivated.contains(&who.to_string()));
                if knows {
                    assert!(
                        decided.is_err(),
                        "{who} was deactivated and came in: {deeds:?}"
                    );
                } else if exemption_of(&facts, module.kept.as_ref()).is_some() {
                    assert!(
                        decided.is_ok(),
                        "{who} is exempt and was locked out: {deeds:?}"
                    );
                }
            }
            _ => {}
        }
        // What a switch hangs on is on.
        for feature in hub.policy.on() {
            assert!(hub.policy.unified_login, "{feature:?} without Log In");
        }
        // What a module keeps of one link never goes back.
        if let (Some((link, version)), Some(now)) = (before, &module.kept)
            && now.link == link
        {
            assert!(now.version >= version, "{version} became {}", now.version);
        }
    }
    // Once the module has asked, whoever is deactivated is out, whatever was lost before.
    if module.linked && hub.linked {
        let told = hub.document();
        if module.kept.as_ref().is_none_or(|k| told.follows(k).is_ok()) {
            module.kept = Some(told);
        }
        for who in 0..PEOPLE {
            let facts = account(who, &module);
            let decided = decide_local_login(&facts, module.kept.as_ref(), true);
            if hub.deactivated[who] && hub.policy.deprovisioning {
                assert!(
                    decided.is_err(),
                    "{who} comes in after the fetch: {deeds:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_sequence_locks_out_the_exempt_or_lets_in_the_deactivated(deeds in prop::collection::vec(deed(), 1..60)) {
        run(&deeds);
    }
}
