//! Lists, a page at a time, forward by id.

use super::client::{Client, Request};
use super::rows;
use engine::outside::psa::{
    PsaAsk, PsaCompany, PsaConfiguration, PsaContact, PsaCursor, PsaMember, PsaPage, PsaQuestion,
    PsaSetUp, PsaSite, PsaTable, PsaTotals, PsaTriple,
};
use model::directory::PsaFault;
use protocol::psa::connectwise::conditions::{Conditions, Is, query};
use protocol::psa::connectwise::paging::{PAGE_SIZE, next_page};
use protocol::psa::connectwise::records::{
    Company, Configuration, Contact, Count, Member, Question, SetUp, Site, Triple, read_record,
    read_rows,
};
use serde::de::DeserializeOwned;

/// A list.
pub(super) struct List<'a> {
    pub(super) path: &'a str,
    /// Only these members, so that pages stay small.
    pub(super) fields: &'a str,
    pub(super) conditions: Option<Conditions>,
    /// Of lists within a row.
    pub(super) children: Option<Conditions>,
    pub(super) what: &'a str,
}

impl<'a> List<'a> {
    /// All rows; no fields are all fields.
    pub(super) const fn of(path: &'a str, fields: &'a str, what: &'a str) -> Self {
        Self {
            path,
            fields,
            conditions: None,
            children: None,
            what,
        }
    }
}

/// A comparison that can be asked.
pub(super) fn asked(field: &'static str, is: Is<'_>) -> Result<Conditions, PsaFault> {
    Conditions::field(field, is).map_err(|e| PsaFault::Refused(e.to_string()))
}

pub(super) const COMPANY: &str = "id,identifier,name,status,types,site,website,deletedFlag,_info";
const CONTACT: &str = "id,firstName,lastName,company,site,title,inactiveFlag,defaultFlag,\
                       defaultBillingFlag,communicationItems,_info";

const CONFIGURATION: &str = "id,name,type,company,site,serialNumber,activeFlag,_info";

impl Client {
    /// A page, its rows made into what the engine knows.
    pub(super) async fn page<W: DeserializeOwned, T>(
        &self,
        list: &List<'_>,
        ask: PsaAsk,
        make: impl Fn(W) -> T,
    ) -> Result<PsaPage<T>, PsaFault> {
        let since = ask.since.map(|at| asked("lastUpdated", Is::After(at)));
        let since = since.transpose()?;
        let conditions = match (&list.conditions, since) {
            (Some(one), Some(other)) => Some(one.clone().and(&other)),
            (one, other) => one.clone().or(other),
        };
        let after = ask.after.map_or(0, |cursor| cursor.0);
        let (size, from) = (PAGE_SIZE.to_string(), after.to_string());
        let mut parameters = vec![("pageSize", size.as_str()), ("pageId", from.as_str())];
        if !list.fields.is_empty() {
            parameters.push(("fields", list.fields));
        }
        if let Some(conditions) = &conditions {
            parameters.push(("conditions", conditions.as_str()));
        }
        if let Some(children) = &list.children {
            parameters.push(("childConditions", children.as_str()));
        }
        let path = format!("{}?{}", list.path, query(&parameters));
        let request = Request {
            forward: true,
            ..Request::get(&path, list.what)
        };
        let answer = self.ask(&request).await?;
        let found = read_rows::<W>(&answer.body).map_err(PsaFault::Unreadable)?;
        let next = next_page(after, PAGE_SIZE, &found.ids, answer.link.as_deref());
        if !found.unread.is_empty() {
            // Why stands in the page: it may hold a value, which is not for the log.
            let rows = found.unread.len();
            tracing::warn!(list = list.path, rows, "rows of a PSA could not be read");
        }
        Ok(PsaPage {
            rows: found.rows.into_iter().map(make).collect(),
            next: next.map(PsaCursor),
            unread: found.unread,
        })
    }

    /// All pages of a list that is short by nature.
    pub(super) async fn all<W: DeserializeOwned>(
        &self,
        list: &List<'_>,
    ) -> Result<Vec<W>, PsaFault> {
        let (mut rows, mut ask) = (Vec::new(), PsaAsk::default());
        loop {
            let page = self.page(list, ask, |row: W| row).await?;
            rows.extend(page.rows);
            match page.next {
                None => return Ok(rows),
                next => ask.after = next,
            }
        }
    }

    async fn one<W: DeserializeOwned, T>(
        &self,
        path: &str,
        what: &str,
        make: impl Fn(W) -> T,
    ) -> Result<Option<T>, PsaFault> {
        let Some(answer) = self.find(&Request::get(path, what)).await? else {
            return Ok(None);
        };
        let row = read_record(&answer.body).map_err(PsaFault::Unreadable)?;
        Ok(Some(make(row)))
    }

    pub(super) async fn companies(&self, ask: PsaAsk) -> Result<PsaPage<PsaCompany>, PsaFault> {
        let list = List::of("company/companies", COMPANY, "list companies");
        self.page(&list, ask, |row: Company| rows::company(row))
            .await
    }

    pub(super) async fn company(&self, id: i64) -> Result<Option<PsaCompany>, PsaFault> {
        let path = format!("company/companies/{id}");
        self.one(&path, "read a company", |row: Company| rows::company(row))
            .await
    }

    pub(super) async fn sites(
        &self,
        company: i64,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaSite>, PsaFault> {
        let path = format!("company/companies/{company}/sites");
        let list = List::of(&path, "", "list sites");
        self.page(&list, ask, |row: Site| rows::site(company, row))
            .await
    }

    pub(super) async fn contacts(&self, ask: PsaAsk) -> Result<PsaPage<PsaContact>, PsaFault> {
        let list = List::of("company/contacts", CONTACT, "list contacts");
        self.page(&list, ask, |row: Contact| rows::contact(row))
            .await
    }

    pub(super) async fn contact(&self, id: i64) -> Result<Option<PsaContact>, PsaFault> {
        let path = format!("company/contacts/{id}");
        self.one(&path, "read a contact", |row: Contact| rows::contact(row))
            .await
    }

    pub(super) async fn contacts_with(&self, email: &str) -> Result<Vec<PsaContact>, PsaFault> {
        let email = email.trim();
        let value = asked("communicationItems/value", Is::Text(email))?;
        let kind = asked("communicationItems/communicationType", Is::Text("Email"))?;
        let list = List {
            children: Some(value.and(&kind)),
            ..List::of("company/contacts", CONTACT, "look for contacts")
        };
        let found: Vec<Contact> = self.all(&list).await?;
        let mut found: Vec<PsaContact> = found.into_iter().map(rows::contact).collect();
        // A value of another kind of item may have met the question.
        found.retain(|contact| {
            contact
                .emails
                .iter()
                .any(|held| held.eq_ignore_ascii_case(email))
        });
        Ok(found)
    }

    pub(super) async fn totals(&self) -> Result<PsaTotals, PsaFault> {
        Ok(PsaTotals {
            companies: self.count("company/companies").await?,
            contacts: self.count("company/contacts").await?,
            configurations: self.count("company/configurations").await?,
        })
    }

    async fn count(&self, list: &str) -> Result<i64, PsaFault> {
        let path = format!("{list}/count");
        let found = self
            .one(&path, "count rows", |row: Count| row.count)
            .await?;
        found.ok_or(PsaFault::Absent)
    }

    pub(super) async fn configurations(
        &self,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaConfiguration>, PsaFault> {
        let path = "company/configurations";
        let list = List::of(path, CONFIGURATION, "list configurations");
        self.page(&list, ask, |row: Configuration| rows::configuration(row))
            .await
    }

    pub(super) async fn configuration(
        &self,
        id: i64,
    ) -> Result<Option<PsaConfiguration>, PsaFault> {
        let path = format!("company/configurations/{id}");
        self.one(&path, "read a configuration", |row: Configuration| {
            rows::configuration(row)
        })
        .await
    }

    pub(super) async fn triples(
        &self,
        board: i64,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaTriple>, PsaFault> {
        let path = format!("service/boards/{board}/typeSubTypeItemAssociations");
        let list = List::of(&path, "", "list types, subtypes and items of a board");
        let ask = PsaAsk { since: None, ..ask };
        self.page(&list, ask, |row: Triple| rows::triple(row)).await
    }

    pub(super) async fn questions(
        &self,
        kind: i64,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaQuestion>, PsaFault> {
        let path = format!("company/configurations/types/{kind}/questions");
        let list = List::of(&path, "", "list questions of a configuration type");
        let ask = PsaAsk { since: None, ..ask };
        self.page(&list, ask, |row: Question| rows::question(row))
            .await
    }

    pub(super) async fn members(&self, ask: PsaAsk) -> Result<PsaPage<PsaMember>, PsaFault> {
        let list = List::of(
            "system/members",
            "id,identifier,firstName,lastName,officeEmail,primaryEmail,inactiveFlag,licenseClass",
            "list members",
        );
        self.page(&list, ask, |row: Member| rows::member(row)).await
    }

    pub(super) async fn table(
        &self,
        table: PsaTable,
        ask: PsaAsk,
    ) -> Result<PsaPage<PsaSetUp>, PsaFault> {
        let (path, what) = place(table);
        let list = List::of(&path, "", what);
        // Set-up tables are short, and a row that is left out of a menu is a riddle: always all.
        let ask = PsaAsk { since: None, ..ask };
        self.page(&list, ask, |row: SetUp| rows::set_up(row)).await
    }
}

/// Where a set-up table is, and what reading it is called.
pub(super) fn place(table: PsaTable) -> (String, &'static str) {
    let board = |board: i64, tail: &str| format!("service/boards/{board}/{tail}");
    match table {
        PsaTable::CompanyTypes => ("company/companies/types".into(), "list company types"),
        PsaTable::CompanyStatuses => ("company/companies/statuses".into(), "list company statuses"),
        PsaTable::Boards => ("service/boards".into(), "list boards"),
        PsaTable::TicketStatuses(id) => (board(id, "statuses"), "list statuses of a board"),
        PsaTable::TicketTypes(id) => (board(id, "types"), "list types of a board"),
        PsaTable::TicketSubtypes(id) => (board(id, "subtypes"), "list subtypes of a board"),
        PsaTable::TicketItems(id) => (board(id, "items"), "list items of a board"),
        PsaTable::Priorities => ("service/priorities".into(), "list priorities"),
        PsaTable::Sources => ("service/sources".into(), "list sources"),
        PsaTable::ConfigurationTypes => (
            "company/configurations/types".into(),
            "list configuration types",
        ),
        PsaTable::ConfigurationStatuses => (
            "company/configurations/statuses".into(),
            "list configuration statuses",
        ),
    }
}
