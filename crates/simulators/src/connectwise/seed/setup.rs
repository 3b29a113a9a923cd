//! The set-up tables around companies, contacts, configurations and money.

use super::{Sower, text, words};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Cell;

const T: Cell = Cell::Flag(true);
const F: Cell = Cell::Flag(false);

pub(super) fn sow(sower: &mut Sower) {
    companies(sower);
    configurations(sower);
    money(sower);
}

fn companies(sower: &mut Sower) {
    for (name, default, inactive) in [
        ("Active", T, F),
        ("Inactive", F, F),
        ("Delinquent", F, F),
        ("Not Approved", F, F),
        ("Solvent (old)", F, T),
    ] {
        let fields = [
            ("name", text(name)),
            ("defaultFlag", default),
            ("inactiveFlag", inactive),
        ];
        sower.set_up(Kind::CompanyStatuses, &fields);
    }
    for (name, default, vendor) in [
        ("Client", T, F),
        ("Prospect", F, F),
        ("Vendor", F, T),
        ("Partner", F, F),
        ("Former Client", F, F),
        ("Owner", F, F),
    ] {
        let fields = [
            ("name", text(name)),
            ("defaultFlag", default),
            ("vendorFlag", vendor),
        ];
        sower.set_up(Kind::CompanyTypes, &fields);
    }
    for name in ["End User", "Decision Maker", "Billing", "Technical"] {
        sower.set_up(Kind::ContactTypes, &words("description", name));
    }
    for (name, email, phone, fax) in [
        ("Email", T, F, F),
        ("Direct", F, T, F),
        ("Mobile", F, T, F),
        ("Fax", F, F, T),
        ("Home Email", T, F, F),
    ] {
        let default = Cell::Flag(name == "Email" || name == "Direct");
        let flags = [
            ("emailFlag", email),
            ("phoneFlag", phone),
            ("faxFlag", fax),
            ("defaultFlag", default),
        ];
        let mut fields = vec![("description", text(name))];
        fields.extend(flags);
        sower.set_up(Kind::CommunicationTypes, &fields);
    }
    for (n, name) in ["User", "Own tickets", "Site", "Company", "Billing", "Full"]
        .iter()
        .enumerate()
    {
        let fields = [
            ("captionIdentifier", text(format!("Level{}", n + 1))),
            ("caption", text(*name)),
            ("isDefaultFlag", Cell::Flag(n == 0)),
        ];
        sower.set_up(Kind::PortalSecurityLevels, &fields);
    }
    let levels = [
        "levelOne",
        "levelTwo",
        "levelThree",
        "levelFour",
        "levelFive",
        "levelSix",
    ];
    for (name, from) in [
        ("MyTickets", 1),
        ("CompanyTickets", 3),
        ("Configurations", 4),
        ("Invoices", 5),
    ] {
        let mut fields = vec![
            ("functionIdentifier", text(name)),
            ("functionDescription", text(format!("{name} in the portal"))),
        ];
        fields.extend(
            levels
                .iter()
                .zip(1..)
                .map(|(level, n)| (*level, Cell::Flag(n >= from))),
        );
        sower.set_up(Kind::PortalSecuritySettings, &fields);
    }
}

fn configurations(sower: &mut Sower) {
    for (name, closed) in [("Active", F), ("Retired", T), ("In Stock", F)] {
        let default = Cell::Flag(name == "Active");
        let fields = [
            ("description", text(name)),
            ("closedFlag", closed),
            ("defaultFlag", default),
        ];
        sower.set_up(Kind::ConfigurationStatuses, &fields);
    }
    for name in super::devices::TYPES {
        let inactive = Cell::Flag(name.starts_with("Legacy"));
        let fields = [
            ("name", text(*name)),
            ("inactiveFlag", inactive),
            ("systemFlag", F),
        ];
        sower.set_up(Kind::ConfigurationTypes, &fields);
    }
    for (of, number, question, form, entry, required) in super::devices::QUESTIONS {
        let id = sower.set_up(
            Kind::ConfigurationQuestions,
            &[
                ("configurationType", Cell::Ref(*of)),
                ("fieldType", text(*form)),
                ("entryType", text(*entry)),
                ("sequenceNumber", Cell::Number(*number)),
                ("question", text(*question)),
                ("requiredFlag", Cell::Flag(*required)),
                ("inactiveFlag", F),
            ],
        );
        if *entry == "List" {
            for value in ["Gold", "Silver", "Bronze"] {
                let fields = [
                    ("configurationType", Cell::Ref(*of)),
                    ("question", Cell::Ref(id)),
                    ("value", text(value)),
                    ("defaultFlag", Cell::Flag(value == "Silver")),
                    ("inactiveFlag", F),
                ];
                sower.set_up(Kind::ConfigurationQuestionValues, &fields);
            }
        }
    }
}

fn money(sower: &mut Sower) {
    for (name, closed, sent) in [
        ("New", F, F),
        ("Sent", F, T),
        ("Paid", T, T),
        ("Void", T, F),
    ] {
        let default = Cell::Flag(name == "New");
        let fields = [
            ("name", text(name)),
            ("closedFlag", closed),
            ("sentFlag", sent),
            ("defaultFlag", default),
        ];
        sower.set_up(Kind::BillingStatuses, &fields);
    }
    for (name, days) in [("Net 14", 14), ("Net 30", 30)] {
        let fields = [
            ("name", text(name)),
            ("dueDays", Cell::Int(days)),
            ("defaultFlag", Cell::Flag(days == 30)),
        ];
        sower.set_up(Kind::BillingTerms, &fields);
    }
    for name in ["Managed Services", "Block Hours", "Backup"] {
        let fields = [
            ("name", text(name)),
            ("employeeCompRate", text("Actual")),
            ("employeeCompNotExceed", text("Billing")),
            ("invoicingCycle", text("CalendarYear")),
            ("billTime", text("Billable")),
            ("billExpenses", text("Billable")),
            ("billProducts", text("Billable")),
            ("inactiveFlag", F),
        ];
        sower.set_up(Kind::AgreementTypes, &fields);
    }
}
