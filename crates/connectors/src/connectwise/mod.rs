//! ConnectWise Manage.

mod callbacks;
mod client;
mod lists;
mod rights;
mod rows;
mod test;
mod tickets;

use crate::psa::Line;
use engine::outside::psa::{
    Asking, Psa, PsaAsk, PsaCallbacks, PsaCompany, PsaConfiguration, PsaContact, PsaMember,
    PsaNotice, PsaPage, PsaQuestion, PsaRights, PsaSetUp, PsaSite, PsaTable, PsaTest, PsaTicket,
    PsaTicketDraft, PsaTicketPatch, PsaTotals, PsaTriple,
};
use protocol::psa::connectwise::rights::Purpose;
use protocol::psa::connectwise::{BaseUrl, Login};

/// A client of one tenant.
pub(crate) struct ConnectWise(client::Client);

impl ConnectWise {
    pub(crate) fn new(line: Line, base: BaseUrl, login: Login) -> Self {
        Self(client::Client::new(line, base, login))
    }
}

impl Psa for ConnectWise {
    fn test(&self) -> Asking<'_, PsaTest> {
        Box::pin(async { Ok(self.0.test().await) })
    }
    fn companies(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaCompany>> {
        Box::pin(self.0.companies(ask))
    }
    fn company(&self, id: i64) -> Asking<'_, Option<PsaCompany>> {
        Box::pin(self.0.company(id))
    }
    fn sites(&self, company: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaSite>> {
        Box::pin(self.0.sites(company, ask))
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
    fn triples(&self, board: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaTriple>> {
        Box::pin(self.0.triples(board, ask))
    }
    fn questions(&self, kind: i64, ask: PsaAsk) -> Asking<'_, PsaPage<PsaQuestion>> {
        Box::pin(self.0.questions(kind, ask))
    }
    fn members(&self, ask: PsaAsk) -> Asking<'_, PsaPage<PsaMember>> {
        Box::pin(self.0.members(ask))
    }
    fn table(&self, table: PsaTable, ask: PsaAsk) -> Asking<'_, PsaPage<PsaSetUp>> {
        Box::pin(self.0.table(table, ask))
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
    fn keep_callbacks<'a>(&'a self, address: &'a str) -> Asking<'a, PsaCallbacks> {
        Box::pin(self.0.keep_callbacks(address))
    }
    fn notice<'a>(&'a self, body: &'a [u8]) -> Asking<'a, PsaNotice> {
        Box::pin(self.0.notice(body))
    }
    fn rights<'a>(&'a self, member: &'a str, purposes: &'a [Purpose]) -> Asking<'a, PsaRights> {
        Box::pin(self.0.rights(member, purposes))
    }
}
