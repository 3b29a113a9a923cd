//! Where records of each kind are reached, and which right that asks for.

use super::kind::Kind;
use super::kind::Kind as K;

/// A right: a function of a module, and for set-up tables which table of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Right {
    pub module: &'static str,
    pub function: &'static str,
    pub table: Option<&'static str>,
}

const fn of(module: &'static str, function: &'static str) -> Right {
    Right {
        module,
        function,
        table: None,
    }
}

const fn table(table: &'static str) -> Right {
    Right {
        module: "System",
        function: "Table Setup (Customize)",
        table: Some(table),
    }
}

/// The function that closing a ticket asks for besides.
pub(crate) const CLOSE: Right = of("Service Desk", "Close Service Tickets");

/// The methods that change something; an address may offer fewer.
const ALL: &[&str] = &["POST", "PATCH", "PUT", "DELETE"];

/// An address of records.
pub(crate) struct Place {
    pub kind: Kind,
    /// Below the API's address, `*` for the id of a parent.
    pub path: &'static str,
    /// The fields that hold the parents' ids, outermost first.
    pub parents: &'static [&'static str],
    pub right: Right,
    /// Methods besides GET.
    pub offer: &'static [&'static str],
    /// Only the slim form, which asks for no right to the set-up tables.
    pub info: bool,
}

const fn place(kind: Kind, path: &'static str, right: Right) -> Place {
    Place {
        kind,
        path,
        parents: &[],
        right,
        offer: ALL,
        info: false,
    }
}

const fn under(
    kind: Kind,
    path: &'static str,
    parents: &'static [&'static str],
    right: Right,
) -> Place {
    Place {
        kind,
        path,
        parents,
        right,
        offer: ALL,
        info: false,
    }
}

impl Place {
    const fn offers(self, offer: &'static [&'static str]) -> Self {
        Self { offer, ..self }
    }

    const fn slim(self) -> Self {
        Self {
            offer: &[],
            info: true,
            ..self
        }
    }
}

const COMPANY: Right = of("Companies", "Company Maintenance");
const CONTACT: Right = of("Companies", "Contacts");
const CONFIGURATION: Right = of("Companies", "Configurations");
const TICKET: Right = of("Service Desk", "Service Tickets");
const BOARD: Right = table("Service/Service Board");
const MEMBER: Right = of("System", "Member Maintenance");
const MY_COMPANY: Right = of("System", "My Company");

/// Every right that a role can be given; `Reports` and `BrightGauge` guard nothing here, and roles name
/// them all the same.
pub(crate) const RIGHTS: &[Right] = &[
    COMPANY,
    CONTACT,
    CONFIGURATION,
    of("Companies", "Manage Documents"),
    of("Companies", "Notes"),
    of("Finance", "Agreements"),
    of("Finance", "Invoicing"),
    of("Finance", "BrightGauge"),
    TICKET,
    CLOSE,
    of("System", "API Reports"),
    MEMBER,
    MY_COMPANY,
    of("System", "Security Roles"),
    Right {
        module: "System",
        function: "Table Setup (Customize)",
        table: None,
    },
    of("Time & Expense", "Time Entry"),
];

/// All addresses of records.
pub(crate) const PLACES: &[Place] = &[
    place(K::Companies, "company/companies", COMPANY),
    place(
        K::CompanyTypes,
        "company/companies/types",
        table("Company/Company Type"),
    ),
    place(K::CompanyTypes, "company/companies/info/types", COMPANY).slim(),
    place(
        K::CompanyStatuses,
        "company/companies/statuses",
        table("Company/Company Status"),
    ),
    under(
        K::CompanyTypeAssociations,
        "company/companies/*/typeAssociations",
        &["company"],
        COMPANY,
    ),
    place(
        K::CompanyTypeAssociations,
        "company/companyTypeAssociations",
        COMPANY,
    ),
    under(
        K::CompanyNotes,
        "company/companies/*/notes",
        &["company"],
        of("Companies", "Notes"),
    ),
    under(K::Sites, "company/companies/*/sites", &["company"], COMPANY),
    place(K::Contacts, "company/contacts", CONTACT),
    place(
        K::ContactTypes,
        "company/contacts/types",
        table("Contact/Contact Type"),
    ),
    under(
        K::ContactTypeAssociations,
        "company/contacts/*/typeAssociations",
        &["contact"],
        CONTACT,
    ),
    place(
        K::ContactTypeAssociations,
        "company/contactTypeAssociations",
        CONTACT,
    ),
    place(
        K::CommunicationTypes,
        "company/communicationTypes",
        table("Contact/Communication Type"),
    ),
    place(
        K::PortalSecurityLevels,
        "company/portalSecurityLevels",
        table("Company/Portal Security"),
    )
    .offers(&["PATCH", "PUT"]),
    place(
        K::PortalSecuritySettings,
        "company/portalSecuritySettings",
        table("Company/Portal Security"),
    )
    .offers(&["PATCH", "PUT"]),
    place(K::Configurations, "company/configurations", CONFIGURATION),
    place(
        K::ConfigurationTypes,
        "company/configurations/types",
        table("Company/Configuration"),
    ),
    under(
        K::ConfigurationQuestions,
        "company/configurations/types/*/questions",
        &["configurationType"],
        table("Company/Configuration"),
    ),
    under(
        K::ConfigurationQuestionValues,
        "company/configurations/types/*/questions/*/values",
        &["configurationType", "question"],
        table("Company/Configuration"),
    ),
    place(
        K::ConfigurationStatuses,
        "company/configurations/statuses",
        table("Company/Configuration"),
    ),
    place(K::Boards, "service/boards", BOARD),
    place(K::Boards, "service/info/boards", TICKET).slim(),
    under(
        K::BoardStatuses,
        "service/boards/*/statuses",
        &["board"],
        BOARD,
    ),
    under(K::BoardTypes, "service/boards/*/types", &["board"], BOARD),
    under(
        K::BoardSubTypes,
        "service/boards/*/subtypes",
        &["board"],
        BOARD,
    ),
    under(K::BoardItems, "service/boards/*/items", &["board"], BOARD),
    under(K::BoardTeams, "service/boards/*/teams", &["boardId"], BOARD),
    under(
        K::BoardTriples,
        "service/boards/*/typeSubTypeItemAssociations",
        &["board"],
        BOARD,
    )
    .offers(&[]),
    place(
        K::Priorities,
        "service/priorities",
        table("Service/Priority"),
    ),
    place(K::Sources, "service/sources", table("Service/Source")),
    place(K::Impacts, "service/impacts", table("Service/Impact")).offers(&["PATCH", "PUT"]),
    place(
        K::Severities,
        "service/severities",
        table("Service/Severity"),
    )
    .offers(&["PATCH", "PUT"]),
    place(K::Tickets, "service/tickets", TICKET),
    under(
        K::TicketNotes,
        "service/tickets/*/notes",
        &["ticketId"],
        TICKET,
    ),
    under(
        K::TicketTasks,
        "service/tickets/*/tasks",
        &["ticketId"],
        TICKET,
    ),
    place(
        K::TimeEntries,
        "time/entries",
        of("Time & Expense", "Time Entry"),
    ),
    place(
        K::Agreements,
        "finance/agreements",
        of("Finance", "Agreements"),
    ),
    place(
        K::AgreementTypes,
        "finance/agreements/types",
        table("Agreement/Agreement Type"),
    ),
    place(K::Invoices, "finance/invoices", of("Finance", "Invoicing")),
    under(
        K::InvoicePayments,
        "finance/invoices/*/payments",
        &["invoice"],
        of("Finance", "Invoicing"),
    ),
    place(
        K::BillingStatuses,
        "finance/billingStatuses",
        table("Invoice/Billing Status"),
    ),
    place(
        K::BillingTerms,
        "finance/billingTerms",
        table("Invoice/Billing Terms"),
    ),
    place(K::Members, "system/members", MEMBER).offers(&["POST", "PATCH", "PUT"]),
    place(K::Members, "system/info/members", TICKET).slim(),
    place(K::ApiMembers, "system/apiMembers", MEMBER).offers(&["POST", "PATCH", "PUT"]),
    place(
        K::SecurityRoles,
        "system/securityroles",
        of("System", "Security Roles"),
    )
    .offers(&["POST", "DELETE"]),
    under(
        K::SecurityRoleSettings,
        "system/securityroles/*/settings",
        &["role"],
        of("System", "Security Roles"),
    )
    .offers(&[]),
    place(K::Callbacks, "system/callbacks", table("General/Callbacks")),
    place(
        K::Documents,
        "system/documents",
        of("Companies", "Manage Documents"),
    )
    .offers(&["POST", "DELETE"]),
    place(K::Locations, "system/locations", MY_COMPANY),
    place(K::Locations, "system/info/locations", MY_COMPANY).slim(),
    place(K::Departments, "system/departments", MY_COMPANY),
    place(K::Departments, "system/info/departments", MY_COMPANY).slim(),
    place(
        K::TimeZones,
        "system/timeZoneSetups",
        table("General/Time Zone"),
    ),
    place(K::Links, "system/links", table("General/Links")),
    place(K::Links, "system/info/links", MY_COMPANY).slim(),
    place(
        K::UserDefinedFields,
        "system/userDefinedFields",
        table("General/Custom Fields"),
    ),
];
