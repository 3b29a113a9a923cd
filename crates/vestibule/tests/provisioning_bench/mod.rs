//! A linked module that keeps accounts, and a master who sets it up.
#![allow(dead_code, reason = "each test takes what it needs")]

use engine::access::{Hand, ProvisionFilter, ProvisionPage, ProvisionRow};
use engine::identity::Administrator;
use engine::{ModuleAnswer, ModuleCall};
use kernel::{InstanceId, LinkId, MemberId};
use model::access::{Holder, Outcome};
use model::identity::{AffiliationId, MemberChange, Population};
use simulators::{ScimAccount, ScimService};
use testkit::TestHub;
use testkit::desk::{Desk, PORTAL, tenant};
use unified_login::{Confirmed, LoginPolicy, Manifest};

const BASE: &str = "https://linked.example.com/scim/v2";

pub struct Bench {
    pub service: ScimService,
    pub admin: Administrator,
    pub hand: Hand,
    pub link: LinkId,
}

/// Log In and nothing else.
pub fn nothing() -> LoginPolicy {
    LoginPolicy {
        unified_login: true,
        ..LoginPolicy::default()
    }
}

/// Accounts are made.
pub fn jit() -> LoginPolicy {
    LoginPolicy {
        jit_provisioning: true,
        default_role: Some("tech".into()),
        ..nothing()
    }
}

/// And end.
pub fn ends(policy: LoginPolicy) -> LoginPolicy {
    LoginPolicy {
        deprovisioning: true,
        ..policy
    }
}

fn answer(service: &ScimService, call: &ModuleCall) -> Result<ModuleAnswer, String> {
    let target = call.url.strip_prefix(BASE).expect("below its address");
    let body = call.body.as_deref().unwrap_or_default();
    let reply = service
        .answer(call.method, target, body)
        .ok_or("nobody answers")?;
    if reply.after.as_secs() >= 10 {
        return Err("it took too long".into());
    }
    Ok(ModuleAnswer {
        status: reply.status,
        etag: None,
        retry_after: reply.retry_after,
        body: reply.body,
    })
}

impl Bench {
    pub async fn start(hub: &TestHub) -> Self {
        Self::start_with(hub, |_| {}).await
    }

    /// A module that says something else of itself.
    pub async fn start_with(hub: &TestHub, change: impl FnOnce(&mut Manifest)) -> Self {
        let desk = Desk::start(hub, &PORTAL).await;
        let mut manifest = Manifest::read(PORTAL.manifest.as_bytes(), PORTAL.origin).unwrap();
        change(&mut manifest);
        let text = serde_json::to_vec(&manifest).unwrap();
        let place = format!("{}/.well-known/unified-login", PORTAL.origin);
        hub.outside.publish(&place, &text);
        let service = ScimService::default();
        // A module that is set up anew has not the ids of the one before.
        service.number_from(testkit::unique() >> 16);
        let answers = service.clone();
        hub.outside.answer_calls(move |call| answer(&answers, call));
        // The same hand of the clock proves nobody twice.
        hub.wait(kernel::Span::minutes(2));
        let wish = tenant("t1", "Example MSP");
        desk.link(hub, &hub.browser(), &hub.actor("owner"), &wish)
            .await
            .unwrap();
        hub.deliver().await;
        let link = desk.the_link(hub).await.parse().unwrap();
        hub.wait(kernel::Span::minutes(2));
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        Self {
            service,
            hand: Hand::Administrator(admin.clone()),
            admin,
            link,
        }
    }

    /// The hub reads the module's accounts.
    pub async fn read_accounts(&self, hub: &TestHub) {
        hub.wait(kernel::Span::seconds(1));
        hub.engine
            .ask_for_accounts(&self.hand, self.link)
            .await
            .unwrap();
        hub.deliver().await;
    }

    pub async fn policy(&self, hub: &TestHub, wish: LoginPolicy) {
        let view = hub
            .engine
            .login_policy(&self.hand, self.link)
            .await
            .unwrap();
        let (version, confirmed) = (view.link.version, Confirmed::default());
        hub.engine
            .change_policy(&self.hand, self.link, version, wish, confirmed)
            .await
            .unwrap();
    }

    pub async fn unlink(&self, hub: &TestHub) {
        let confirmed = Confirmed {
            also_off: true,
            ..Confirmed::default()
        };
        hub.engine
            .unlink(&self.hand, self.link, confirmed)
            .await
            .unwrap();
    }

    /// Everything that is due at this moment.
    pub async fn run(&self, hub: &TestHub) {
        while hub.engine.provision_due(&*hub.outside).await.unwrap() > 0 {}
    }

    pub async fn person(&self, hub: &TestHub, name: &str) -> AffiliationId {
        let email = kernel::EmailAddress::parse(&format!("{name}@example.com")).unwrap();
        let mut tx = hub.engine.db().read().await.unwrap();
        let key = email.key();
        let found = store::identity::identities::find_by_email(&mut tx, Population::Staff, &key);
        let identity = found.await.unwrap().expect("a login");
        let places = store::identity::affiliations::of_identity(&mut tx, identity.id);
        let places = places.await.unwrap();
        let partner = self.admin.scope().partner();
        let place = places.into_iter().find(|p| p.partner_id == partner);
        place.expect("a place").id
    }

    async fn member(&self, hub: &TestHub, name: &str) -> MemberId {
        let AffiliationId::Member(id) = self.person(hub, name).await else {
            panic!("a member");
        };
        id
    }

    pub async fn change(&self, hub: &TestHub, name: &str, change: MemberChange) {
        let id = self.member(hub, name).await;
        hub.engine
            .change_member(&self.admin, id, change)
            .await
            .unwrap();
    }

    pub async fn instance(&self, hub: &TestHub) -> InstanceId {
        let mut tx = hub.engine.db().read().await.unwrap();
        let link = store::access::links::find(&mut tx, self.link).await;
        link.unwrap().unwrap().instance_id
    }

    pub async fn grant(&self, hub: &TestHub, name: &str, granted: bool) {
        let instance = self.instance(hub).await;
        if granted {
            let email = format!("{name}@example.com");
            hub.engine
                .grant_to_person(&self.admin, instance, &email)
                .await
                .unwrap();
        } else {
            let holder = Holder::Affiliation(self.person(hub, name).await);
            hub.engine
                .take_grant(&self.admin, instance, holder)
                .await
                .unwrap();
        }
    }

    pub async fn page(&self, hub: &TestHub, filter: &ProvisionFilter) -> ProvisionPage {
        hub.engine
            .provisioning(&self.hand, self.link, filter, None, 200)
            .await
            .unwrap()
    }

    pub async fn row(&self, hub: &TestHub, name: &str) -> Option<ProvisionRow> {
        let person = self.person(hub, name).await;
        let page = self.page(hub, &ProvisionFilter::default()).await;
        page.rows.into_iter().find(|r| r.affiliation_id == person)
    }

    pub async fn outcome(&self, hub: &TestHub, name: &str) -> Option<Outcome> {
        self.row(hub, name).await.and_then(|r| r.outcome)
    }

    pub fn account(&self, email: &str) -> Option<ScimAccount> {
        self.service
            .accounts()
            .into_iter()
            .find(|a| a.email == email)
    }

    /// Nobody was forgotten.
    pub async fn finish(&self, hub: &TestHub) {
        assert_eq!(hub.engine.sweep_accounts().await.unwrap(), 0);
        hub.deliver().await;
    }
}
