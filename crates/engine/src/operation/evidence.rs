//! Evidence for auditors and insurers: who has a second factor, who administers what, which exceptions
//! stand, by whom and since when, and who left.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::Timestamp;
use model::access::LinkState;
use model::identity::{HubRole, MemberFilter, MemberOrder, MemberRow};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Tx;
use unified_login::exemption_of;

/// The `typ` of signed evidence.
pub const EVIDENCE_TYP: &str = "evidence+jwt";
/// Members and offboardings that are read at once.
const STEP: i64 = 200;

/// One table, as a page shows it and a file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceTable {
    /// The stable word, also the name of the file.
    pub key: &'static str,
    /// What it answers.
    pub title: &'static str,
    /// The columns.
    pub columns: &'static [&'static str],
    /// The rows, each with one text for every column.
    pub rows: Vec<Vec<String>>,
}

/// All of it at one moment.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The partner's name.
    pub partner: String,
    /// When it was gathered.
    pub at: Timestamp,
    /// The tables.
    pub tables: Vec<EvidenceTable>,
}

impl Evidence {
    /// The table of a word.
    pub fn table(&self, key: &str) -> Option<&EvidenceTable> {
        self.tables.iter().find(|t| t.key == key)
    }

    /// All of it as the claims of a signature: each table a list of objects by column.
    pub fn claims(&self, issuer: &str, partner: &str) -> Value {
        let mut claims = json!({
            "iss": issuer,
            "iat": self.at.unix_seconds(),
            "partner": partner,
            "partner_name": self.partner,
        });
        for table in &self.tables {
            let row = |row: &Vec<String>| -> Value {
                let cells = table.columns.iter().zip(row);
                cells
                    .map(|(c, v)| (c.to_string(), Value::from(v.as_str())))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            };
            claims[table.key] = table.rows.iter().map(row).collect();
        }
        claims
    }
}

fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, Timestamp::rfc3339)
}

fn yes(it: bool) -> String {
    if it { "yes" } else { "no" }.into()
}

impl Engine {
    /// Gathers the evidence of a partner as things are at this moment.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn evidence(&self, admin: &Administrator) -> Result<Evidence, Broken> {
        let mut tx = self.db.read().await?;
        let partner = store::directory::partners::find(&mut tx, admin.scope.partner()).await?;
        let (mfa, admins) = self.people_of_evidence(&mut tx, admin).await?;
        let mut tables = vec![mfa, admins];
        tables.extend(self.modules_of_evidence(&mut tx, admin).await?);
        drop(tx);
        tables.push(self.leavers_of_evidence(admin).await?);
        Ok(Evidence {
            partner: partner.map_or_else(String::new, |p| p.name.as_str().into()),
            at: self.now(),
            tables,
        })
    }

    /// The same, signed by the hub.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn sign_evidence(&self, admin: &Administrator) -> Result<String, Broken> {
        let evidence = self.evidence(admin).await?;
        let partner = admin.scope.partner().to_string();
        let claims = evidence.claims(&self.settings().issuer, &partner);
        self.sign_statement(admin, EVIDENCE_TYP, &partner, &claims)
            .await
    }

    async fn people_of_evidence(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
    ) -> Result<(EvidenceTable, EvidenceTable), Broken> {
        let mut members: Vec<MemberRow> = Vec::new();
        loop {
            let (filter, after) = (MemberFilter::default(), members.last());
            let page = store::identity::member_list::list(
                tx,
                admin.scope,
                &filter,
                MemberOrder::Name,
                after,
                0,
                STEP,
            )
            .await?;
            if page.is_empty() {
                break;
            }
            members.extend(page);
        }
        let mut factors: BTreeMap<[u8; 16], Vec<(&'static str, Timestamp)>> = BTreeMap::new();
        for (identity, kind, since) in store::identity::factors::of_partner(tx, admin.scope).await?
        {
            let hers = factors.entry(identity.0).or_default();
            hers.push((kind.as_str(), since));
        }
        let row = |m: &MemberRow| {
            let hers = factors.get(&m.member.identity_id.0);
            let since = hers.and_then(|f| f.iter().map(|(_, since)| *since).min());
            let mut kinds: Vec<&str> = hers.into_iter().flatten().map(|(kind, _)| *kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            vec![
                m.display_name.as_str().into(),
                m.email.as_str().into(),
                m.member.hub_role.as_str().into(),
                m.standing().as_str().into(),
                yes(m.has_factor),
                kinds.join(", "),
                moment(since),
                moment(m.last_sign_in_at),
            ]
        };
        let mfa = EvidenceTable {
            key: "second_factors",
            title: "Who has a second factor",
            columns: &[
                "name",
                "email",
                "role",
                "standing",
                "second_factor",
                "kinds",
                "since",
                "last_signed_in",
            ],
            rows: members.iter().map(row).collect(),
        };
        let admins = EvidenceTable {
            key: "hub_admins",
            title: "Who administers the hub",
            columns: &["name", "email", "role", "root", "standing", "second_factor"],
            rows: members
                .iter()
                .filter(|m| m.member.hub_role == HubRole::Master)
                .map(|m| {
                    vec![
                        m.display_name.as_str().into(),
                        m.email.as_str().into(),
                        m.member.hub_role.as_str().into(),
                        yes(m.member.root),
                        m.standing().as_str().into(),
                        yes(m.has_factor),
                    ]
                })
                .collect(),
        };
        Ok((mfa, admins))
    }

    async fn modules_of_evidence(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
    ) -> Result<Vec<EvidenceTable>, Broken> {
        let scope = admin.scope;
        let (mut policies, mut admins) = (Vec::new(), Vec::new());
        let (mut exceptions, mut exemptions) = (Vec::new(), Vec::new());
        for link in store::access::links::list(tx, scope).await? {
            if link.state != LinkState::Active {
                continue;
            }
            let instance =
                store::access::modules::find_instance(tx, scope, link.instance_id).await?;
            let module = instance.map_or_else(String::new, |i| i.display_name.as_str().into());
            let (p, tenant) = (&link.policy, link.tenant.name.clone());
            policies.push(vec![
                module.clone(),
                tenant.clone(),
                yes(p.unified_login),
                yes(p.require_unified_login),
                yes(p.jit_provisioning),
                yes(p.deprovisioning),
                p.default_role.clone().unwrap_or_default(),
                link.linked_by.clone(),
                moment(Some(link.linked_at)),
            ]);
            let document = self.document_of(tx, &link).await?;
            let accounts = store::access::accounts::list(tx, scope, link.id).await?;
            let names: BTreeMap<&str, (&str, &str)> = accounts
                .iter()
                .map(|a| {
                    let of = (a.display_name.as_str(), a.email.as_str());
                    (a.remote_id.as_str(), of)
                })
                .collect();
            for e in store::access::accounts::exceptions(tx, scope, link.id).await? {
                let (name, email) = names.get(e.remote_id.as_str()).copied().unwrap_or_default();
                let days = (self.now().0 - e.given_at.0) / kernel::Span::days(1).0;
                exceptions.push(vec![
                    module.clone(),
                    tenant.clone(),
                    name.into(),
                    email.into(),
                    e.given_by,
                    moment(Some(e.given_at)),
                    days.to_string(),
                ]);
            }
            for account in accounts.iter().filter(|a| a.active) {
                let row = || {
                    let (name, email) = (account.display_name.clone(), account.email.clone());
                    vec![module.clone(), tenant.clone(), name, email]
                };
                if account.security_admin {
                    let mut row = row();
                    row.push(account.roles.join(", "));
                    admins.push(row);
                }
                let facts = crate::access::facts_of(account);
                if let Some(exemption) = exemption_of(&facts, Some(&document)) {
                    let mut row = row();
                    row.push(exemption.reason().into());
                    exemptions.push(row);
                }
            }
        }
        Ok(vec![
            EvidenceTable {
                key: "module_admins",
                title: "Who administers modules",
                columns: &["module", "tenant", "name", "email", "roles"],
                rows: admins,
            },
            EvidenceTable {
                key: "login_policies",
                title: "What is on at each module",
                columns: &[
                    "module",
                    "tenant",
                    "log_in",
                    "require",
                    "automatic_creation",
                    "automatic_deactivation",
                    "default_role",
                    "linked_by",
                    "linked_since",
                ],
                rows: policies,
            },
            EvidenceTable {
                key: "exceptions",
                title: "Who logs in without the hub by an exception",
                columns: &[
                    "module", "tenant", "name", "email", "given_by", "since", "days",
                ],
                rows: exceptions,
            },
            EvidenceTable {
                key: "exemptions",
                title: "Who is always exempt, and why",
                columns: &["module", "tenant", "name", "email", "reason"],
                rows: exemptions,
            },
        ])
    }

    async fn leavers_of_evidence(&self, admin: &Administrator) -> Result<EvidenceTable, Broken> {
        let (mut rows, mut before) = (Vec::new(), None);
        loop {
            let page = self.offboardings(admin, "", before, STEP).await?;
            let Some(last) = page.last() else { break };
            before = Some(last.offboarding.id);
            rows.extend(page.into_iter().map(|r| {
                let o = r.offboarding;
                vec![
                    o.display_name,
                    o.email,
                    moment(Some(o.begun_at)),
                    o.actor_name,
                    o.reason,
                    r.standing.as_str().to_owned(),
                ]
            }));
        }
        Ok(EvidenceTable {
            key: "offboardings",
            title: "Who left, and whether everything has ended",
            columns: &["name", "email", "at", "by", "reason", "standing"],
            rows,
        })
    }
}
