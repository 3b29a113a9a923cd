//! The table of decisions about mappings.

use super::*;
use crate::directory::{ConnectionState, PsaRef, PsaVendor, SyncFilter};
use kernel::{PartnerId, PsaConnectionId, Timestamp};

fn connection() -> PsaConnection {
    PsaConnection {
        id: PsaConnectionId([1; 16]),
        partner_id: PartnerId([2; 16]),
        vendor: PsaVendor::ConnectWise,
        name: PartnerName::parse("training").unwrap(),
        host: String::new(),
        company: String::new(),
        account: String::new(),
        client_id: String::new(),
        api_member: String::new(),
        associated: vec![],
        filter: SyncFilter {
            hidden_types: vec![3],
            hidden_statuses: vec![9],
        },
        state: ConnectionState::Active,
        created_at: Timestamp(0),
    }
}

fn reference(id: i64, name: &str) -> PsaRef {
    PsaRef {
        id,
        name: name.into(),
    }
}

fn company() -> PsaCompany {
    PsaCompany {
        id: 17,
        identifier: "Cedar".into(),
        name: "Cedar Logistics".into(),
        status: Some(reference(1, "Active")),
        types: vec![reference(1, "Client")],
        active: true,
        ..PsaCompany::default()
    }
}

fn site() -> PsaSite {
    PsaSite {
        id: 5,
        company: 17,
        name: "Harbour".into(),
        active: true,
        ..PsaSite::default()
    }
}

/// Everything that a row of the table can change.
struct Case {
    connection: PsaConnection,
    company: Option<PsaCompany>,
    gone: bool,
    site: Option<PsaSite>,
    site_gone: bool,
    holder: Option<&'static str>,
    own: Own<'static>,
    rule_known: bool,
    draft: MappingDraft,
}

fn case() -> Case {
    Case {
        connection: connection(),
        company: Some(company()),
        gone: false,
        site: None,
        site_gone: false,
        holder: None,
        own: Own::New { named_so: None },
        rule_known: false,
        draft: MappingDraft {
            psa_company: 17,
            psa_site: None,
            switches: MappingSwitches::default(),
        },
    }
}

fn decide(case: &Case) -> Result<(), MappingRefusal> {
    let facts = MappingFacts {
        connection: &case.connection,
        psa_company: case.company.as_ref().map(|record| Mirrored {
            record,
            gone: case.gone,
        }),
        site: case.site.as_ref().map(|record| Mirrored {
            record,
            gone: case.site_gone,
        }),
        holder: case.holder,
        own: case.own,
        rule_known: case.rule_known,
    };
    decide_mapping(&facts, &case.draft)
}

fn no(change: impl FnOnce(&mut Case)) -> Option<&'static str> {
    use kernel::Refusal as _;
    let mut case = case();
    change(&mut case);
    decide(&case).err().map(|refusal| refusal.code())
}

fn with_site(case: &mut Case) {
    case.draft.psa_site = Some(5);
    case.site = Some(site());
}

const ANN: CompanyId = CompanyId([7; 16]);

#[test]
fn table_of_companies() {
    assert_eq!(no(|_| {}), None);
    assert_eq!(no(|c| c.company = None), Some("psa_company_unknown"));
    assert_eq!(no(|c| c.gone = true), Some("psa_company_gone"));
    let inactive = |c: &mut Case| c.company.as_mut().unwrap().active = false;
    assert_eq!(no(inactive), Some("psa_company_inactive"));
    let others = |c: &mut Case| c.connection.associated = vec![1, 2];
    assert_eq!(no(others), Some("psa_company_not_associated"));
    assert_eq!(no(|c| c.connection.associated = vec![1, 17]), None);
    let by_type = |c: &mut Case| {
        c.company
            .as_mut()
            .unwrap()
            .types
            .push(reference(3, "Vendor"))
    };
    assert_eq!(no(by_type), Some("psa_company_hidden"));
    let by_status = |c: &mut Case| c.company.as_mut().unwrap().status = Some(reference(9, "Old"));
    assert_eq!(no(by_status), Some("psa_company_hidden"));
    assert_eq!(no(|c| c.holder = Some("Cedar")), Some("psa_company_mapped"));
    // That it is mapped is told before that it is hidden: it is mapped all the same.
    let both = |c: &mut Case| {
        by_type(c);
        c.holder = Some("Cedar");
    };
    assert_eq!(no(both), Some("psa_company_mapped"));
}

#[test]
fn table_of_sites() {
    assert_eq!(no(with_site), None);
    assert_eq!(no(|c| c.draft.psa_site = Some(5)), Some("psa_site_unknown"));
    let with = |change: fn(&mut Case)| {
        no(|c| {
            with_site(c);
            change(c);
        })
    };
    assert_eq!(
        with(|c| c.site.as_mut().unwrap().company = 18),
        Some("psa_site_of_another_company")
    );
    assert_eq!(with(|c| c.site_gone = true), Some("psa_site_gone"));
    assert_eq!(
        with(|c| c.site.as_mut().unwrap().active = false),
        Some("psa_site_gone")
    );
    assert_eq!(with(|c| c.holder = Some("Cedar")), Some("psa_site_mapped"));
}

#[test]
fn table_of_own_companies() {
    let taken = |c: &mut Case| {
        c.own = Own::New {
            named_so: Some(ANN),
        };
    };
    assert_eq!(no(taken), Some("company_name_taken"));
    let long = |c: &mut Case| c.company.as_mut().unwrap().name = "x".repeat(121);
    assert_eq!(no(long), Some("psa_company_name"));
    let there = |mapped_to| {
        no(|c| {
            c.own = Own::There {
                name: "Cedar",
                mapped_to,
            };
        })
    };
    assert_eq!(there(None), None);
    assert_eq!(there(Some("Birch")), Some("company_mapped"));
    // One that is there keeps its name, so the PSA's need not be one.
    let long_there = |c: &mut Case| {
        long(c);
        c.own = Own::There {
            name: "Cedar",
            mapped_to: None,
        };
    };
    assert_eq!(no(long_there), None);
}

#[test]
fn table_of_switches() {
    let rule = Some(RuleId([3; 16]));
    for (creates_tickets, rule, rule_known, refused) in [
        (false, None, false, None),
        (true, None, false, Some("rule_required")),
        (true, rule, true, None),
        (true, rule, false, Some("rule_unknown")),
        (false, rule, true, None),
        (false, rule, false, Some("rule_unknown")),
    ] {
        let decided = no(|c| {
            c.rule_known = rule_known;
            c.draft.switches = MappingSwitches {
                creates_tickets,
                rule,
                syncs_configurations: true,
            };
        });
        assert_eq!(decided, refused, "{creates_tickets} {rule:?} {rule_known}");
    }
}

#[test]
fn a_refusal_names_who_holds_it_and_why_it_is_hidden() {
    use kernel::Refusal as _;
    let mut held = case();
    with_site(&mut held);
    held.holder = Some("Cedar Harbour");
    assert_eq!(
        decide(&held).unwrap_err().sentence(),
        "The site Harbour of Cedar Logistics is mapped to Cedar Harbour already."
    );
    let mut hidden = case();
    hidden.company.as_mut().unwrap().types = vec![reference(3, "")];
    assert_eq!(
        decide(&hidden).unwrap_err().sentence(),
        "Cedar Logistics is hidden by its type #3."
    );
}

#[test]
fn an_imported_company_is_named_after_its_site_too() {
    let name = |company, site| name_on_import(company, site).map(|n| n.as_str().to_owned());
    assert_eq!(name("Cedar ", None), Ok("Cedar".into()));
    assert_eq!(name("Cedar ", Some("Harbour")), Ok("Cedar, Harbour".into()));
    assert_eq!(name("Cedar", Some(" ")), Ok("Cedar".into()));
    assert!(name("", None).is_err());
}
