use super::*;
use unified_login::{Capabilities, Linking, MatchBy, RegionEntry};

const HERE: PartnerId = PartnerId([1; 16]);
const THERE: PartnerId = PartnerId([2; 16]);

fn tenant(id: &str) -> LinkedTenant {
    LinkedTenant {
        id: id.into(),
        name: format!("Tenant {id}"),
        region: None,
    }
}

fn link(number: u8, tenant_id: &str, state: LinkState) -> ModuleLink {
    ModuleLink {
        id: LinkId([number; 16]),
        partner_id: HERE,
        instance_id: InstanceId([9; 16]),
        origin: "https://desk.example.com".into(),
        tenant: tenant(tenant_id),
        state,
        one_to_one: true,
        policy: LoginPolicy::default(),
        version: 1,
        seq: 0,
        linked_by: "Demo Owner".into(),
        module_admin: "Admin".into(),
        linked_at: Timestamp(0),
        ended_at: None,
        last_seen_at: None,
        imported_at: None,
    }
}

fn manifest(cardinality: Cardinality) -> Manifest {
    Manifest {
        version: 1,
        name: "Service Desk".into(),
        match_by: vec![MatchBy::Email],
        linking: Linking::Explicit,
        cardinality,
        capabilities: Capabilities {
            unified_login: true,
            ..Capabilities::default()
        },
        roles: Vec::new(),
        defaults: Vec::new(),
        regions: vec![
            RegionEntry {
                key: "us".into(),
                title: "US".into(),
                base_url: "https://desk.example.com".into(),
            },
            RegionEntry {
                key: "uk".into(),
                title: "UK".into(),
                base_url: "https://deskemea.example.com".into(),
            },
        ],
        scim: None,
        events: None,
        deletes_accounts: false,
    }
}

#[test]
fn the_table_of_links() {
    use LinkState::{Active, Suspended};
    let (single, several) = (
        manifest(Cardinality::OneToOne),
        manifest(Cardinality::Several),
    );
    let mut cannot = single.clone();
    cannot.capabilities.unified_login = false;
    let good = LinkFacts {
        feature_on: true,
        population: Population::Staff,
        role: Some(HubRole::Master),
        partner: HERE,
        manifest: Some(&single),
        address: "https://desk.example.com/start",
        links: &[],
        owner: None,
    };
    let row = |change: &dyn Fn(&mut LinkFacts<'_>)| {
        let mut facts = good.clone();
        change(&mut facts);
        decide_link(&facts, &tenant("a"))
    };
    let there = |number| Ok(LinkDecision::AlreadyThere(LinkId([number; 16])));
    let resume = |number| Ok(LinkDecision::Resume(LinkId([number; 16])));
    assert_eq!(row(&|_| {}), Ok(LinkDecision::Make));
    assert_eq!(row(&|f| f.links = &[]), Ok(LinkDecision::Make));
    let same = [link(1, "a", Active)];
    // The same pair, whoever asks again.
    let again = decide_link(
        &LinkFacts {
            links: &same,
            owner: Some(HERE),
            ..good.clone()
        },
        &tenant("a"),
    );
    assert_eq!(again, there(1));
    let before = [
        link(1, "a", Suspended),
        link(2, "b", Suspended),
        link(3, "a", Suspended),
    ];
    assert_eq!(
        decide_link(
            &LinkFacts {
                links: &before,
                ..good.clone()
            },
            &tenant("a")
        ),
        resume(3)
    );
    // One at a time; after it was ended another may come.
    let other = [link(2, "b", Active)];
    let ended = [link(2, "b", Suspended)];
    let with = |links, manifest, owner| {
        decide_link(
            &LinkFacts {
                links,
                manifest: Some(manifest),
                owner,
                ..good.clone()
            },
            &tenant("a"),
        )
    };
    let mapped = Err(LinkRefusal::HubMapped("Tenant b".into()));
    assert_eq!(with(&other, &single, None), mapped);
    // So says also a tenant of another region: the address cannot be changed while b is linked.
    let mut british = tenant("a");
    british.region = Some("uk".into());
    let wish = |links| {
        decide_link(
            &LinkFacts {
                links,
                ..good.clone()
            },
            &british,
        )
    };
    assert_eq!(wish(&other), mapped);
    assert_eq!(wish(&ended), Err(LinkRefusal::WrongRegion("US".into())));
    assert_eq!(wish(&same), Err(LinkRefusal::WrongRegion("US".into())));
    assert_eq!(with(&other, &several, None), Ok(LinkDecision::Make));
    assert_eq!(with(&ended, &single, None), Ok(LinkDecision::Make));
    // The tenant is somebody else's, whatever the module allows; also another instance's of ours.
    for module in [&single, &several] {
        assert_eq!(
            with(&[], module, Some(THERE)),
            Err(LinkRefusal::TenantMapped)
        );
        assert_eq!(
            with(&[], module, Some(HERE)),
            Err(LinkRefusal::TenantMapped)
        );
    }
    let no = |refusal| Err(refusal);
    assert_eq!(row(&|f| f.feature_on = false), no(LinkRefusal::FeatureOff));
    for role in [Some(HubRole::Billing), Some(HubRole::User), None] {
        assert_eq!(row(&|f| f.role = role), no(LinkRefusal::NotMaster));
    }
    assert_eq!(
        row(&|f| f.population = Population::Client),
        no(LinkRefusal::ClientPerson)
    );
    assert_eq!(row(&|f| f.manifest = None), no(LinkRefusal::NoManifest));
    let unable = decide_link(
        &LinkFacts {
            manifest: Some(&cannot),
            ..good.clone()
        },
        &tenant("a"),
    );
    assert_eq!(unable, no(LinkRefusal::CannotLogIn));
    let wrong = LinkRefusal::WrongRegion("US".into());
    assert_eq!(decide_link(&good, &british), no(wrong));
    let moved = LinkFacts {
        address: "https://deskemea.example.com",
        ..good.clone()
    };
    assert_eq!(decide_link(&moved, &british), Ok(LinkDecision::Make));
}

#[test]
fn words_are_stable_and_read_back() {
    for state in LinkState::ALL {
        assert_eq!(LinkState::parse(state.as_str()), Some(state));
    }
    assert_eq!(LinkState::parse("gone"), None);
    use kernel::Refusal as _;
    let all = LinkRefusal::all();
    let mut codes: Vec<_> = all.iter().map(LinkRefusal::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
}
