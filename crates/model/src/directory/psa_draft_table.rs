use super::super::ConnectionState;
use super::*;
use kernel::{PartnerId, PsaConnectionId, Timestamp};
use std::collections::BTreeSet;

fn draft(vendor: PsaVendor) -> PsaConnectionDraft {
    PsaConnectionDraft {
        vendor,
        name: " training ".into(),
        host: "na.myconnectwise.net".into(),
        company: "acme".into(),
        account: "api@example.com".into(),
        public: "PUBKEY12".into(),
        private: "PRIVKEY1".into(),
        client_id: String::new(),
        api_member: "vestibule".into(),
    }
}

#[test]
fn each_field_has_its_own_refusal() {
    let bms = draft(PsaVendor::Bms);
    let checked = bms.check().unwrap();
    assert_eq!(
        (checked.name.as_str(), checked.account.as_str()),
        ("training", "api@example.com")
    );
    assert_eq!(checked.api_member, "", "BMS has no API members");
    let cw = draft(PsaVendor::ConnectWise).check().unwrap();
    assert_eq!(
        (cw.account.as_str(), cw.api_member.as_str()),
        ("", "vestibule")
    );
    let long = "x".repeat(121);
    type Change = Box<dyn Fn(&mut PsaConnectionDraft)>;
    let cases: Vec<(PsaVendor, Change, ConnectionRefusal)> = vec![
        (
            PsaVendor::Bms,
            Box::new(|d| d.name = "  ".into()),
            ConnectionRefusal::Name,
        ),
        (
            PsaVendor::Bms,
            Box::new(|d| d.name = "a\u{202e}b".into()),
            ConnectionRefusal::Name,
        ),
        (
            PsaVendor::ConnectWise,
            Box::new(move |d| d.name = long.clone()),
            ConnectionRefusal::Name,
        ),
        (
            PsaVendor::Bms,
            Box::new(|d| d.account = " ".into()),
            ConnectionRefusal::Account,
        ),
        (
            PsaVendor::Bms,
            Box::new(|d| d.account = "x".repeat(101)),
            ConnectionRefusal::Account,
        ),
        (
            PsaVendor::ConnectWise,
            Box::new(|d| d.api_member = "a\nb".into()),
            ConnectionRefusal::ApiMember,
        ),
    ];
    for (vendor, change, refusal) in cases {
        let mut typed = draft(vendor);
        change(&mut typed);
        assert_eq!(typed.check(), Err(refusal), "{typed:?}");
    }
    // ConnectWise knows no account, so none is asked for.
    let mut typed = draft(PsaVendor::ConnectWise);
    typed.account = String::new();
    assert!(typed.check().is_ok());
    for (company, is) in [
        (" Training MSP ", Ok("Training MSP".to_owned())),
        ("", Err(ConnectionRefusal::Tenant)),
    ] {
        let typed = PsaConnectionDraft {
            company: company.into(),
            ..draft(PsaVendor::Bms)
        };
        assert_eq!(typed.tenant(), is);
    }
    for (password, good) in [("hunter 2", true), ("", false), ("a\u{7}", false)] {
        let checked = PsaConnectionDraft::check_password(&password.into());
        assert_eq!(checked.is_ok(), good, "{password:?}");
    }
    assert!(!format!("{:?}", draft(PsaVendor::Bms)).contains("KEY1"));
}

#[test]
fn keys_stay_only_where_nothing_of_their_way_changes() {
    let before = PsaConnection {
        id: PsaConnectionId([1; 16]),
        partner_id: PartnerId([2; 16]),
        vendor: PsaVendor::Bms,
        name: PartnerName::parse("a").unwrap(),
        host: "bms.kaseya.com".into(),
        company: "acme".into(),
        account: "api".into(),
        client_id: String::new(),
        api_member: String::new(),
        associated: vec![],
        filter: SyncFilter::default(),
        state: ConnectionState::Active,
        created_at: Timestamp(0),
    };
    for (host, company, account, stay) in [
        ("bms.kaseya.com", "acme", "api", true),
        ("bmsemea.kaseya.com", "acme", "api", false),
        ("bms.kaseya.com", "other", "api", false),
        ("bms.kaseya.com", "acme", "root", false),
    ] {
        assert_eq!(
            keys_may_stay(&before, host, company, account),
            stay,
            "{host} {company} {account}"
        );
    }
}

#[test]
fn a_reach_has_each_id_once_and_not_too_many() {
    let reach = |associated: Vec<i64>, types: Vec<i64>, statuses: Vec<i64>| {
        PsaReach {
            associated,
            filter: SyncFilter {
                hidden_types: types,
                hidden_statuses: statuses,
            },
        }
        .checked()
    };
    let tidy = reach(vec![9, 2, 9], vec![3, 3], vec![]).unwrap();
    assert_eq!(
        (
            tidy.associated.as_slice(),
            tidy.filter.hidden_types.as_slice()
        ),
        (&[2, 9][..], &[3][..])
    );
    for (company, types, status, covered) in [
        (2, vec![], None, true),
        (3, vec![], None, false),
        (9, vec![1], Some(1), true),
        (9, vec![1, 3], Some(1), false),
    ] {
        assert_eq!(
            tidy.covers(company, &types, status),
            covered,
            "{company} {types:?}"
        );
    }
    assert!(
        reach(vec![], vec![], vec![])
            .unwrap()
            .covers(77, &[5], Some(5)),
        "blank is all"
    );
    assert_eq!(
        reach((0..101).collect(), vec![], vec![]),
        Err(ConnectionRefusal::Associated)
    );
    assert_eq!(
        reach(vec![-1], vec![], vec![]),
        Err(ConnectionRefusal::Associated)
    );
    assert_eq!(
        reach(vec![], (0..51).collect(), vec![]),
        Err(ConnectionRefusal::Hidden)
    );
    assert_eq!(
        reach(vec![], vec![], (0..51).collect()),
        Err(ConnectionRefusal::Hidden)
    );
}

#[test]
fn each_refusal_has_its_own_code_and_words() {
    let codes: BTreeSet<_> = ConnectionRefusal::ALL.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), ConnectionRefusal::ALL.len());
    let words: BTreeSet<_> = ConnectionRefusal::ALL
        .iter()
        .map(Refusal::sentence)
        .collect();
    assert_eq!(words.len(), ConnectionRefusal::ALL.len());
    assert!(
        ConnectionRefusal::Mapped(1)
            .sentence()
            .starts_with("One company is")
    );
}
