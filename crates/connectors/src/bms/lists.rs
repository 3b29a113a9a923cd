//! Lists by page number, and look-ups whole.

use super::client::Client;
use super::rows;
use engine::outside::psa::{
    PsaAsk, PsaCompany, PsaConfiguration, PsaContact, PsaCursor, PsaMember, PsaPage, PsaSetUp,
    PsaSite, PsaTable, PsaTotals,
};
use model::directory::PsaFault;
use protocol::psa::bms::paging::{PAGE_SIZE, next_page};
use protocol::psa::bms::records::{Account, Asset, Contact, Location, Named};
use protocol::psa::connectwise::conditions::query;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The rows of a result, and why some could not be read.
fn read_list<W: DeserializeOwned>(result: Value) -> Result<(Vec<W>, Vec<String>), PsaFault> {
    let Value::Array(list) = result else {
        return Err(PsaFault::Unreadable("it is no list".into()));
    };
    let (mut rows, mut unread) = (Vec::new(), Vec::new());
    for row in list {
        let id = row.get("id").and_then(Value::as_i64).unwrap_or_default();
        match serde_json::from_value(row) {
            Ok(row) => rows.push(row),
            Err(fault) => unread.push(format!("row {id}: {fault}")),
        }
    }
    Ok((rows, unread))
}

/// Most contacts that are looked at for one address.
const FOUND: &str = "500";

/// Sources have numbers that are the same in every tenant, and no list.
const SOURCES: [&str; 10] = [
    "Portal",
    "Phone",
    "In person",
    "On site",
    "E-mail",
    "Monitoring",
    "Voicemail",
    "Verbal",
    "Other",
    "Recurring",
];

impl Client {
    async fn page<W: DeserializeOwned, T>(
        &self,
        path: &str,
        ask: PsaAsk,
        what: &str,
        make: impl Fn(W) -> T,
    ) -> Result<PsaPage<T>, PsaFault> {
        let number = ask.after.map_or(0, |cursor| cursor.0.unsigned_abs());
        let (size, from) = (PAGE_SIZE.to_string(), number.to_string());
        let since = ask.since.map(kernel::Timestamp::rfc3339);
        let mut parameters = vec![
            ("Sort", "Id asc"),
            ("PageSize", size.as_str()),
            ("PageNumber", from.as_str()),
        ];
        if let Some(since) = &since {
            parameters.push(("Filter.ModifiedOnFrom", since));
        }
        let path = format!("{path}?{}", query(&parameters));
        let (result, total) = self.get(&path, what).await?;
        let (rows, unread) = read_list::<W>(result)?;
        let next = next_page(number, rows.len() + unread.len(), total);
        Ok(PsaPage {
            rows: rows.into_iter().map(make).collect(),
            next: next.and_then(|n| i64::try_from(n).ok()).map(PsaCursor),
            unread,
        })
    }

    async fn total(&self, path: &str) -> Result<i64, PsaFault> {
        let path = format!("{path}?{}", query(&[("PageSize", "1")]));
        let (_, total) = self.get(&path, "count rows").await?;
        Ok(total.and_then(|n| i64::try_from(n).ok()).unwrap_or(0))
    }

    pub(super) async fn totals(&self) -> Result<PsaTotals, PsaFault> {
        Ok(PsaTotals {
            companies: self.total("crm/accounts/summary").await?,
            contacts: self.total("crm/contacts/summary").await?,
            configurations: 0,
        })
    }

    /// A look-up, which has no pages.
    async fn whole<W: DeserializeOwned, T>(
        &self,
        path: &str,
        what: &str,
        make: impl Fn(W) -> T,
    ) -> Result<PsaPage<T>, PsaFault> {
        let (result, _) = self.get(path, what).await?;
        let (rows, unread) = read_list::<W>(result)?;
        Ok(PsaPage {
            rows: rows.into_iter().map(make).collect(),
            next: None,
            unread,
        })
    }

    async fn one<W: DeserializeOwned, T>(
        &self,
        path: &str,
        what: &str,
        make: impl Fn(W) -> T,
    ) -> Result<Option<T>, PsaFault> {
        match self.get(path, what).await {
            Ok((result, _)) => {
                let row = serde_json::from_value(result)
                    .map_err(|fault| PsaFault::Unreadable(fault.to_string()))?;
                Ok(Some(make(row)))
            }
            Err(PsaFault::Absent) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    pub(super) async fn companies(&self, ask: PsaAsk) -> Result<PsaPage<PsaCompany>, PsaFault> {
        let path = "crm/accounts/summary";
        self.page(path, ask, "list accounts", |row: Account| {
            rows::company(row)
        })
        .await
    }

    pub(super) async fn company(&self, id: i64) -> Result<Option<PsaCompany>, PsaFault> {
        let path = format!("crm/accounts/summary/{id}");
        self.one(&path, "read an account", |row: Account| rows::company(row))
            .await
    }

    pub(super) async fn sites(&self, company: i64) -> Result<PsaPage<PsaSite>, PsaFault> {
        // The account's own record says more of its locations than their look-up does.
        let path = format!("crm/accounts/summary/{company}");
        let found = self.one(&path, "list locations", |row: Account| row.locations);
        let locations: Vec<Location> = found.await?.ok_or(PsaFault::Absent)?;
        let rows = locations.into_iter().map(|row| rows::site(company, row));
        Ok(PsaPage {
            rows: rows.collect(),
            next: None,
            unread: Vec::new(),
        })
    }

    pub(super) async fn contacts(&self, ask: PsaAsk) -> Result<PsaPage<PsaContact>, PsaFault> {
        let path = "crm/contacts/summary";
        self.page(path, ask, "list contacts", |row: Contact| {
            rows::contact(row)
        })
        .await
    }

    pub(super) async fn contact(&self, id: i64) -> Result<Option<PsaContact>, PsaFault> {
        let path = format!("crm/contacts/summary/{id}");
        self.one(&path, "read a contact", |row: Contact| rows::contact(row))
            .await
    }

    pub(super) async fn configurations(
        &self,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaConfiguration>, PsaFault> {
        if ask.since.is_some() {
            // The list of assets knows no moments: what changed is found where everything is read.
            return Ok(PsaPage {
                rows: Vec::new(),
                next: None,
                unread: Vec::new(),
            });
        }
        let path = "servicedesk/hardwareasset/searchselect";
        self.page(path, ask, "list assets", |row: Asset| {
            rows::configuration(row)
        })
        .await
    }

    pub(super) async fn configuration(
        &self,
        id: i64,
    ) -> Result<Option<PsaConfiguration>, PsaFault> {
        let path = format!("servicedesk/hardwareasset/{id}");
        let make = |row: Asset| rows::configuration(row);
        self.one(&path, "read an asset", make).await
    }

    pub(super) async fn contacts_with(&self, email: &str) -> Result<Vec<PsaContact>, PsaFault> {
        let email = email.trim();
        let path = format!(
            "crm/contacts/summary?{}",
            query(&[("Filter.Email", email), ("PageSize", FOUND)])
        );
        let found = self.whole(&path, "look for contacts", |row: Contact| {
            rows::contact(row)
        });
        let mut found = found.await?.rows;
        // The filter finds parts of an address too.
        found.retain(|contact| {
            contact
                .emails
                .iter()
                .any(|held| held.eq_ignore_ascii_case(email))
        });
        Ok(found)
    }

    pub(super) async fn members(&self) -> Result<PsaPage<PsaMember>, PsaFault> {
        let path = "hr/employees/lookup";
        self.whole(path, "list employees", |row: Named| rows::member(row))
            .await
    }

    pub(super) async fn table(&self, table: PsaTable) -> Result<PsaPage<PsaSetUp>, PsaFault> {
        let (path, what) = match table {
            PsaTable::CompanyTypes => (
                "system/accounttypes/lookup".to_owned(),
                "list account types",
            ),
            PsaTable::Boards => ("system/queues/lookup".into(), "list queues"),
            PsaTable::TicketStatuses(_) => ("system/statuses/lookup".into(), "list statuses"),
            PsaTable::TicketTypes(_) => ("system/issuetypes/lookup".into(), "list issue types"),
            PsaTable::TicketSubtypes(id) => (
                format!("system/issuetypes/{id}/issuesubtypes/lookup"),
                "list sub-issue types",
            ),
            PsaTable::Priorities => ("system/priorities/lookup".into(), "list priorities"),
            PsaTable::Sources => return Ok(sources()),
            PsaTable::CompanyStatuses => return Err(PsaFault::NotOffered("statuses of accounts")),
            PsaTable::TicketItems(_) => return Err(PsaFault::NotOffered("items of tickets")),
            PsaTable::ConfigurationTypes | PsaTable::ConfigurationStatuses => {
                return Err(PsaFault::NotOffered("a list of kinds of assets"));
            }
        };
        self.whole(&path, what, |row: Named| rows::set_up(row))
            .await
    }
}

fn sources() -> PsaPage<PsaSetUp> {
    let rows = (0_i64..).zip(SOURCES).map(|(id, name)| PsaSetUp {
        id,
        name: name.to_owned(),
        active: true,
        ..PsaSetUp::default()
    });
    PsaPage {
        rows: rows.collect(),
        next: None,
        unread: Vec::new(),
    }
}
