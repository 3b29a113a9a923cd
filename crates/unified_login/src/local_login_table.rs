use super::*;
use crate::LoginPolicy;

fn document(require: bool, exception: bool, several: bool, deactivated: bool) -> PolicyDocument {
    let set = |on: bool| on.then(|| "1".to_owned()).into_iter().collect();
    PolicyDocument {
        version: 1,
        link: "lnk_1".into(),
        tenant: "t1".into(),
        partner: "Example MSP".into(),
        issuer: "https://hub.example.com".into(),
        state: LinkStanding::Active,
        policy: LoginPolicy {
            unified_login: true,
            require_unified_login: require,
            ..LoginPolicy::default()
        },
        exceptions: set(exception),
        several_partners: set(several),
        deactivated: set(deactivated),
        session_hours: 12,
        as_of: 0,
    }
}

/// Every combination of ten facts, against what the rules say in words.
#[test]
fn the_whole_product_of_facts() {
    let mut rows = 0;
    for bits in 0u32..1 << 11 {
        let bit = |n: u32| bits & (1 << n) != 0;
        let account = AccountFacts {
            id: "1".into(),
            active: bit(0),
            security_admin: bit(1),
            primary: bit(2),
            email_at_several: bit(3),
            hub_deactivated: bit(4),
        };
        let kept = bit(5).then(|| document(bit(6), bit(7), bit(8), bit(9)));
        let linked = bit(10);
        let decided = decide_local_login(&account, kept.as_ref(), linked);
        rows += 1;

        let by_hub = account.hub_deactivated || (kept.is_some() && bit(9));
        let exempt = account.security_admin
            || account.primary
            || account.email_at_several
            || (kept.is_some() && bit(8));
        let open = match &kept {
            None => !linked || exempt,
            Some(_) => !bit(6) || exempt || bit(7),
        };
        let expected = account.active && !by_hub && open;
        assert_eq!(decided.is_ok(), expected, "{account:?} {kept:?} {linked}");
        // Nobody who is exempt, active and not deactivated is ever refused.
        if account.active && !by_hub && exempt {
            assert!(decided.is_ok());
        }
        // Nobody who was deactivated is ever let in.
        if by_hub || !account.active {
            assert!(decided.is_err());
        }
    }
    assert_eq!(rows, 2_048);
}

#[test]
fn reasons_and_refusals_by_name() {
    let account = |change: fn(&mut AccountFacts)| {
        let mut account = AccountFacts {
            id: "1".into(),
            active: true,
            ..AccountFacts::default()
        };
        change(&mut account);
        account
    };
    let required = document(true, false, false, false);
    let excepted = document(true, true, false, false);
    let row = |a: &AccountFacts, d: Option<&PolicyDocument>| decide_local_login(a, d, true);
    let plain = account(|_| {});
    let admin = account(|a| a.security_admin = true);
    let primary = account(|a| a.primary = true);
    let several = account(|a| a.email_at_several = true);
    use Exemption::{PrimaryUser, SecurityAdmin, SeveralPartners};
    assert_eq!(
        row(&admin, Some(&required)),
        Ok(LocalLogin::Exempt(SecurityAdmin))
    );
    assert_eq!(
        row(&primary, Some(&required)),
        Ok(LocalLogin::Exempt(PrimaryUser))
    );
    assert_eq!(
        row(&several, Some(&required)),
        Ok(LocalLogin::Exempt(SeveralPartners))
    );
    assert_eq!(row(&plain, Some(&excepted)), Ok(LocalLogin::Exception));
    assert_eq!(
        row(&plain, Some(&document(false, false, false, false))),
        Ok(LocalLogin::Open)
    );
    assert_eq!(
        row(&plain, Some(&required)),
        Err(LocalRefusal::UnifiedLoginRequired)
    );
    assert_eq!(row(&plain, None), Err(LocalRefusal::PolicyUnknown));
    assert_eq!(
        row(&admin, None),
        Ok(LocalLogin::NoPolicyYet(SecurityAdmin))
    );
    let gone = account(|a| {
        a.security_admin = true;
        a.hub_deactivated = true;
    });
    assert_eq!(
        row(&gone, Some(&excepted)),
        Err(LocalRefusal::HubDeactivated)
    );
    // Also where the hub took the account with it: its remedy is the one that helps.
    let taken = account(|a| {
        a.active = false;
        a.hub_deactivated = true;
    });
    assert_eq!(
        row(&taken, Some(&required)),
        Err(LocalRefusal::HubDeactivated)
    );
    let off = account(|a| a.active = false);
    assert_eq!(
        row(&off, Some(&excepted)),
        Err(LocalRefusal::AccountDeactivated)
    );
    // A link that was ended requires nothing and deactivates nobody any more.
    let mut ended = document(true, false, false, true);
    ended.state = LinkStanding::Ended;
    assert_eq!(row(&plain, Some(&ended)), Ok(LocalLogin::Open));
}
