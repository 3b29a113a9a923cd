//! Contacts in the directory, as a synchronisation with a PSA leaves them.

use crate::TestHub;
use engine::identity::Administrator;
use kernel::name::name_key;
use kernel::{CompanyId, ContactId, PartnerName, PsaConnectionId};
use model::directory::{
    ConnectionState, Contact, ContactSource, ContactState, PsaConnection, PsaVendor, REVOKED,
    SyncFilter,
};

/// A contact to be.
#[derive(Clone, Debug)]
pub struct ContactSeed {
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
    /// Her addresses, the default first.
    pub emails: Vec<String>,
    /// The name of her company here, one of the seeded.
    pub company: &'static str,
    /// How her record stands.
    pub state: ContactState,
    /// Whether she gets the company's invoices.
    pub bill_to: bool,
    /// Her id in the PSA; that of her company there is 1,000 more than its place among the seeded.
    pub psa_id: i64,
}

impl ContactSeed {
    /// A contact in good standing at the first company.
    pub fn new(psa_id: i64, first: &str, last: &str, email: &str) -> Self {
        Self {
            first: first.into(),
            last: last.into(),
            emails: match email {
                "" => Vec::new(),
                email => vec![email.into()],
            },
            company: "First Client",
            state: ContactState::Active,
            bill_to: false,
            psa_id,
        }
    }
}

impl TestHub {
    /// A connection to a PSA that nothing is read from.
    pub async fn quiet_psa(&self, admin: &Administrator, name: &str) -> PsaConnectionId {
        let now = self.now();
        let connection = PsaConnection {
            id: PsaConnectionId::new(now, &crate::SeededChance::new(crate::hub::unique())),
            partner_id: admin.scope().partner(),
            vendor: PsaVendor::ConnectWise,
            name: PartnerName::parse(name).expect("a name"),
            host: "psa.example.com".into(),
            company: "example".into(),
            account: String::new(),
            client_id: String::new(),
            api_member: String::new(),
            associated: Vec::new(),
            filter: SyncFilter {
                hidden_types: vec![5],
                hidden_statuses: vec![9],
            },
            state: ConnectionState::Paused,
            created_at: now,
        };
        let id = connection.id;
        let token = format!("token-{id}");
        let made: Result<(), store::StoreFault> = self
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    store::directory::psa_connections::insert(
                        tx,
                        &connection,
                        b"sealed".to_vec(),
                        &token,
                    )
                    .await
                })
            })
            .await;
        made.expect("a connection");
        id
    }

    /// The id of a seeded company.
    pub async fn company(&self, admin: &Administrator, name: &str) -> CompanyId {
        let mut tx = self.engine.db().read().await.expect("the database");
        store::directory::companies::find_by_key(&mut tx, admin.scope(), &name_key(name))
            .await
            .expect("companies")
            .expect("a seeded company")
            .id
    }

    /// Contacts as a synchronisation leaves them, in one transaction.
    pub async fn contacts(
        &self,
        admin: &Administrator,
        connection: PsaConnectionId,
        seeds: Vec<ContactSeed>,
    ) -> Vec<ContactId> {
        let (now, partner_id) = (self.now(), admin.scope().partner());
        let chance = crate::SeededChance::new(crate::hub::unique());
        let mut rows = Vec::new();
        for seed in seeds {
            let company_id = self.company(admin, seed.company).await;
            let id = ContactId::new(now, &chance);
            let contact = Contact {
                id,
                partner_id,
                first_name: seed.first,
                last_name: seed.last,
                title: String::new(),
                state: seed.state,
                profile: REVOKED.into(),
                main: false,
                bill_to: seed.bill_to,
                version: 1,
                created_at: now,
                synced_at: now,
                emails: seed.emails,
            };
            let source = ContactSource {
                connection_id: connection,
                psa_id: seed.psa_id,
                contact_id: id,
                company_id,
                psa_company: 1_000 + i64::from(seed.company != "First Client"),
                site_id: None,
                state: seed.state,
                main: false,
                bill_to: seed.bill_to,
            };
            rows.push((contact, source));
        }
        let ids = rows.iter().map(|(contact, _)| contact.id).collect();
        let made: Result<(), store::StoreFault> = self
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    for (contact, source) in &rows {
                        store::directory::contacts::insert(tx, contact).await?;
                        store::directory::contacts::insert_source(tx, source).await?;
                    }
                    Ok(())
                })
            })
            .await;
        made.expect("contacts");
        ids
    }
}
