//! Words of closed lists: states, roles, kinds. Each reads what it writes and nothing else.

use crate::Target;
use engine::directory::mappings::MappingStanding;
use model::access::{AccountLinkKind, LinkState, Outcome, ProvisionState};
use model::directory::sync::{ConflictKind, Decision, PassKind, Stage};
use model::directory::{
    AccessSwitch, CompanyState, ConnectionState, ContactState, Feature, PartnerState, Profile,
    PsaVendor, ReadinessFilter, Switches,
};
use model::federation::{AttemptPlace, AuthMethod, DeviceState, GrantType, KeyState};
use model::identity::{
    AffiliationState, AuthenticationMethod, FactorKind, HubRole, IdentityState, ImportState,
    LinkKind, MemberOrder, MemberStanding, Population, TellingKind,
};
use model::operation::{ApiScope, MailEncryption, OutboxState, WebhookState};
use protocol::psa::connectwise::rights::Purpose;

pub const TARGETS: &[Target] = &[Target {
    name: "closed_words",
    run: words,
    seeds: &[
        "master",
        "client_secret_basic",
        "authorization_code",
        "active",
        "staff",
        "starttls",
        "reset",
        "waiting",
        "pwd",
        "token",
        "members:read",
        "suspended",
        "unified-login",
        "kept_last_admin",
        "owed",
        "see_invoices pay_invoices",
        "same_person",
        "company_gone",
        "not_ready",
    ],
    covers: &[
        "model/src/access/account_link.rs::parse",
        "model/src/access/link.rs::parse",
        "model/src/access/provisioning/outcome.rs::parse",
        "engine/src/directory/mappings/list.rs::parse",
        "model/src/directory/access_profile.rs::parse",
        "model/src/directory/company.rs::parse",
        "model/src/directory/contact.rs::parse",
        "model/src/directory/contact_list.rs::parse",
        "model/src/directory/psa_connection.rs::parse",
        "model/src/directory/sync/conflict.rs::parse",
        "model/src/directory/sync/state.rs::parse",
        "protocol/src/psa/connectwise/rights.rs::parse",
        "model/src/directory/feature.rs::parse",
        "model/src/directory/partner.rs::parse",
        "model/src/federation/device.rs::parse",
        "model/src/identity/affiliation.rs::parse",
        "model/src/identity/member_import.rs::parse",
        "model/src/identity/factor.rs::parse",
        "model/src/identity/member_list.rs::parse",
        "model/src/identity/offboarding.rs::parse",
        "model/src/identity/mailed_link.rs::parse",
        "model/src/identity/session.rs::parse",
        "model/src/identity/person.rs::parse",
        "model/src/federation/attempt.rs::parse",
        "model/src/federation/key.rs::parse",
        "model/src/federation/client.rs::parse",
        "model/src/operation/api_scope.rs::parse",
        "model/src/operation/outbox.rs::parse",
        "model/src/operation/webhook.rs::parse",
        "model/src/operation/mail_server.rs::parse",
        "vault/src/jws.rs::parse",
    ],
}];

fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    macro_rules! same {
        ($($kind:ty),*) => {$(
            if let Some(read) = <$kind>::parse(&text) {
                assert_eq!(read.as_str(), text);
            }
        )*};
    }
    same!(
        HubRole,
        LinkKind,
        Population,
        AuthenticationMethod,
        IdentityState,
        AffiliationState,
        FactorKind,
        TellingKind,
        AccountLinkKind,
        LinkState,
        Outcome,
        ProvisionState,
        Feature
    );
    same!(
        AttemptPlace,
        AuthMethod,
        GrantType,
        KeyState,
        DeviceState,
        MailEncryption,
        OutboxState,
        ApiScope
    );
    same!(
        WebhookState,
        ImportState,
        MemberOrder,
        MemberStanding,
        CompanyState,
        PartnerState
    );
    same!(
        MappingStanding,
        ConnectionState,
        PsaVendor,
        ContactState,
        ReadinessFilter,
        ConflictKind,
        Decision,
        PassKind,
        Stage,
        AccessSwitch,
        Purpose
    );
    if let Some(read) = Switches::parse(&text) {
        // In their own order, each once.
        assert_eq!(Switches::parse(&read.text()).as_ref(), Some(&read));
    }
    if let Some(read) = Profile::parse(&text) {
        assert_eq!(read.to_string(), text);
    }
    if let Some(read) = vault::Algorithm::parse(&text) {
        assert_eq!(read.name(), text);
    }
}
