//! The sentences for the codes with which a hub says no to a login or a link.

use crate::unified::Refusal;

/// (code, sentence, remedy)
const OF_HUB: &[(&str, &str, &str)] = &[
    (
        "unified_login_invite_only",
        "This is currently an invite-only feature.",
        "Please reach out to your account managers for more information on this.",
    ),
    (
        "link_needs_master",
        "Only a master of the hub can link a module.",
        "Sign in to the hub with a master account of your company.",
    ),
    (
        "link_needs_factor",
        "A link needs a sign-in with a second factor.",
        "Set up an authenticator at the hub, then try again.",
    ),
    (
        "wrong_population",
        "Accounts of the client portal cannot be used here.",
        "Sign in with the account of a member of the managed service provider.",
    ),
    (
        "hub_tenant_already_mapped",
        "Your company is already linked to another tenant of this module.",
        "Turn Log In off there first; one tenant can be linked at a time.",
    ),
    (
        "module_tenant_already_mapped",
        "This tenant of the module is linked to another company.",
        "An administrator of the module turns it off there first.",
    ),
    (
        "wrong_region",
        "The address of this module belongs to another region than this tenant.",
        "A master sets the right address under Module URLs at the hub.",
    ),
    (
        "module_cannot_log_in",
        "This module cannot log people in through the hub.",
        "Ask the maker of the module.",
    ),
    (
        "link_request_unsigned",
        "The module asked in a way that the hub does not take.",
        "Ask whoever runs the hub to allow pushed requests.",
    ),
    (
        "not_linked",
        "Your company has not linked this module.",
        "A security admin of the module links it in its settings, with a master account of the hub.",
    ),
    (
        "not_linked_account",
        "You have not enabled logging in with the hub for your account.",
        "Log in with your password and enable it in My Settings.",
    ),
    (
        "hub_person_already_linked",
        "This hub account is linked to another account of the module.",
        "Disable it there first.",
    ),
    (
        "module_account_already_linked",
        "This account is linked to another person of the hub.",
        "Disable the login with the hub in My Settings first.",
    ),
    (
        "tenant_not_linked",
        "Your company has not linked this module yet.",
        "Ask a security admin of the module to enable Log In first.",
    ),
    (
        "account_link_suspended",
        "Logging in through the hub is turned off for your company.",
        "Log in with your password, or ask a security admin to turn it on again.",
    ),
    (
        "hub_account_inactive",
        "Your account at the hub is not active.",
        "Ask a master of your company to reactivate it. Until then, log in with your password.",
    ),
    (
        "account_of_another_tenant",
        "This account belongs to another tenant than the one that is linked.",
        "Log in to the right tenant of the module.",
    ),
    (
        "not_granted",
        "This module was not granted to you at the hub.",
        "Ask a master of your company to grant it.",
    ),
    (
        "unified_login_off",
        "Logging in through the hub is turned off here.",
        "Log in with your password, or ask a security admin.",
    ),
];

/// The refusal of a code that a hub gave; none for a code that is not known.
pub(crate) fn of_hub(code: &str) -> Option<Refusal> {
    let (code, sentence, remedy) = OF_HUB.iter().find(|(known, ..)| *known == code)?;
    Some(Refusal::new(403, code, sentence, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_a_sentence_and_a_remedy_once() {
        let mut codes: Vec<_> = OF_HUB.iter().map(|(code, ..)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), OF_HUB.len());
        for (code, sentence, remedy) in OF_HUB {
            assert!(sentence.ends_with('.') && remedy.ends_with('.'), "{code}");
        }
        assert_eq!(of_hub("<script>"), None);
    }
}
