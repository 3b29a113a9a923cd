//! Kinds of records.

use super::fields::Schema;

/// A kind of record; each is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the vendor's")]
pub enum Kind {
    Companies,
    CompanyTypes,
    CompanyStatuses,
    CompanyTypeAssociations,
    CompanyNotes,
    Sites,
    Contacts,
    ContactTypes,
    ContactTypeAssociations,
    CommunicationTypes,
    PortalSecurityLevels,
    PortalSecuritySettings,
    Configurations,
    ConfigurationTypes,
    ConfigurationQuestions,
    ConfigurationQuestionValues,
    ConfigurationStatuses,
    Boards,
    BoardStatuses,
    BoardTypes,
    BoardSubTypes,
    BoardItems,
    BoardTeams,
    BoardTriples,
    Priorities,
    Sources,
    Impacts,
    Severities,
    Tickets,
    TicketNotes,
    TicketTasks,
    TimeEntries,
    Agreements,
    AgreementTypes,
    Invoices,
    InvoicePayments,
    BillingStatuses,
    BillingTerms,
    Members,
    ApiMembers,
    SecurityRoles,
    SecurityRoleSettings,
    Callbacks,
    Documents,
    Locations,
    Departments,
    TimeZones,
    Links,
    UserDefinedFields,
}

use Kind as K;

impl Kind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        K::Companies,
        K::CompanyTypes,
        K::CompanyStatuses,
        K::CompanyTypeAssociations,
        K::CompanyNotes,
        K::Sites,
        K::Contacts,
        K::ContactTypes,
        K::ContactTypeAssociations,
        K::CommunicationTypes,
        K::PortalSecurityLevels,
        K::PortalSecuritySettings,
        K::Configurations,
        K::ConfigurationTypes,
        K::ConfigurationQuestions,
        K::ConfigurationQuestionValues,
        K::ConfigurationStatuses,
        K::Boards,
        K::BoardStatuses,
        K::BoardTypes,
        K::BoardSubTypes,
        K::BoardItems,
        K::BoardTeams,
        K::BoardTriples,
        K::Priorities,
        K::Sources,
        K::Impacts,
        K::Severities,
        K::Tickets,
        K::TicketNotes,
        K::TicketTasks,
        K::TimeEntries,
        K::Agreements,
        K::AgreementTypes,
        K::Invoices,
        K::InvoicePayments,
        K::BillingStatuses,
        K::BillingTerms,
        K::Members,
        K::ApiMembers,
        K::SecurityRoles,
        K::SecurityRoleSettings,
        K::Callbacks,
        K::Documents,
        K::Locations,
        K::Departments,
        K::TimeZones,
        K::Links,
        K::UserDefinedFields,
    ];

    /// The name, as in the tables of fields and in the control addresses.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// The kind of this name, however its letters are written.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let known = |kind: &&Self| kind.name().eq_ignore_ascii_case(name);
        Self::ALL.iter().find(known).copied()
    }

    pub(crate) fn schema(self) -> &'static Schema {
        Schema::of(self)
    }

    /// The word in errors: `contact object is invalid`.
    pub(crate) fn word(self) -> String {
        let name = self.schema().object;
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_ascii_lowercase());
        first.into_iter().chain(letters).collect()
    }

    /// The `Type` in callbacks, where there are callbacks.
    pub(crate) fn callback_type(self) -> Option<&'static str> {
        Some(match self {
            K::Companies => "company",
            K::Contacts => "contact",
            K::Configurations => "configuration",
            K::Tickets => "ticket",
            K::Invoices => "invoice",
            K::Agreements => "agreement",
            K::Members => "member",
            K::TimeEntries => "time",
            K::Sites => "site",
            _ => return None,
        })
    }
}
