//! Kaseya BMS.

mod client;
mod lists;
mod rows;
mod test;
mod tickets;
mod token;

use crate::psa::Line;
use engine::outside::psa::{
    Asking, Psa, PsaAsk, PsaCallbacks, PsaCompany, PsaConfiguration, PsaContact, PsaMember,
    PsaNotice, PsaPage, PsaQuestion, PsaRights, PsaSetUp, PsaSite, PsaTable, PsaTest, PsaTicket,
    PsaTicketDraft, PsaTicketPatch, PsaTotals, PsaTriple,
};
use kernel::Secret;
use model::directory::PsaFault;
use protocol::psa::bms::Region;
use protocol::psa::connectwise::rights::Purpose;

/// A client of one tenant.
pub(crate) struct Bms(client::Client);

impl Bms {
    /// A client for a tenant, a name and a password.
    pub(crate) fn new(line: Line, region: Region, login: (String, String, Secret<String>)) -> Self {
        Self(client::Client::new(line, region, login))
    }
}

impl Psa for Bms {
    fn test(&self) -> Asking<'_, PsaTest> {
        Box::pin(async { Ok(self.0.test().await) })
    }
    fn companies(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaCompany>> {
        Box::pin(self.0.companies(ask))
    }
    fn company(&self, id: i64) -> Asking<'_, Option<PsaCompany>> {
        Box::pin(self.0.company(id))
    }
    fn sites(&self, company: i64, _: PsaAsk) -> Asking<'_, PsaPage<PsaSite>> {
        Box::pin(self.0.sites(company))
    }
    fn contacts(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaContact>> {
        Box::pin(self.0.contacts(ask))
    }
    fn contact(&self, id: i64) -> Asking<'_, Option<PsaContact>> {
        Box::pin(self.0.contact(id))
    }
    fn contacts_with<'a>(&'a self, email: &'a str) -> Asking<'a, Vec<PsaContact>> {
        Box::pin(self.0.contacts_with(email))
    }
    fn totals(&self) -> Asking<'_, PsaTotals> {
        Box::pin(self.0.totals())
    }
    fn configurations(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaConfiguration>> {
        Box::pin(self.0.configurations(ask))
    }
    fn configuration(&self, id: i64) -> Asking<'_, Option<PsaConfiguration>> {
        Box::pin(self.0.configuration(id))
    }
    fn triples(&self, _board: i64, _ask: PsaAsk) -> Asking<'_, PsaPage<PsaTriple>> {
        Box::pin(async { Err(PsaFault::NotOffered("a table of types, subtypes and items")) })
    }
    fn questions(&self, _kind: i64, _ask: PsaAsk) -> Asking<'_, PsaPage<PsaQuestion>> {
        Box::pin(async { Err(PsaFault::NotOffered("questions of assets")) })
    }
    fn members(&self, _: PsaAsk) -> Asking<'_, PsaPage<PsaMember>> {
        Box::pin(self.0.members())
    }
    fn table(&self, table: PsaTable, _: PsaAsk) -> Asking<'_, PsaPage<PsaSetUp>> {
        Box::pin(self.0.table(table))
    }
    fn ticket(&self, id: i64) -> Asking<'_, Option<PsaTicket>> {
        Box::pin(self.0.ticket(id))
    }
    fn tickets<'a>(&'a self, ids: &'a [i64]) -> Asking<'a, Vec<PsaTicket>> {
        Box::pin(self.0.tickets(ids))
    }
    fn marked_tickets<'a>(&'a self, mark: &'a str) -> Asking<'a, Vec<PsaTicket>> {
        Box::pin(self.0.marked_tickets(mark))
    }
    fn create_ticket<'a>(&'a self, draft: &'a PsaTicketDraft) -> Asking<'a, PsaTicket> {
        Box::pin(self.0.create_ticket(draft))
    }
    fn change_ticket<'a>(&'a self, id: i64, patch: &'a PsaTicketPatch) -> Asking<'a, PsaTicket> {
        Box::pin(self.0.change_ticket(id, patch))
    }
    fn keep_callbacks<'a>(&'a self, _: &'a str) -> Asking<'a, PsaCallbacks> {
        // Its webhooks tell of tickets alone, and neither payload nor signature is published.
        Box::pin(async { Err(PsaFault::NotOffered("signed notices of changes")) })
    }
    fn notice<'a>(&'a self, _: &'a [u8]) -> Asking<'a, PsaNotice> {
        Box::pin(async { Err(PsaFault::NotOffered("signed notices of changes")) })
    }
    fn rights<'a>(&'a self, _: &'a str, _: &'a [Purpose]) -> Asking<'a, PsaRights> {
        Box::pin(async { Err(PsaFault::NotOffered("a list of what a role allows")) })
    }
}
