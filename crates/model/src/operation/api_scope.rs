//! What a key of the JSON API may do: each right by itself, and none from the start.

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $title:literal;)*) => {
        /// One right of a key.
        ///
        /// What the console does only after a new proof has a right of its own here, so that a key
        /// for everyday work cannot do it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ApiScope {
            $($(#[$doc])* $name,)*
        }

        impl ApiScope {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// The text in the API and in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
            /// The words of a page.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }
        }
    };
}

scopes! {
    /// Look at members.
    MembersRead = "members:read", "Look at members, their groups, sessions and imports";
    /// Everyday work on members.
    MembersWrite = "members:write", "Invite members, change usernames, sign them out everywhere";
    /// Roles.
    MembersRoles = "members:roles", "Give and take roles, also by an invitation or a file";
    /// Whether members may sign in.
    MembersState = "members:state", "Deactivate, reactivate, delete and restore members";
    /// Lost phones.
    MembersFactors = "members:factors", "Reset second factors";
    /// Members by a file.
    MembersImport = "members:import", "Bring members by a file";
    /// Look at groups.
    GroupsRead = "groups:read", "Look at groups and who is in";
    /// Change groups.
    GroupsWrite = "groups:write", "Make, change and delete groups; put members in and take them out";
    /// Look at modules.
    ModulesRead = "modules:read", "Look at modules and the catalogue";
    /// Change modules.
    ModulesWrite = "modules:write", "Make, change, turn on and off, and remove modules";
    /// Who may open modules.
    GrantsWrite = "grants:write", "Grant modules to members and groups, and take grants back";
    /// Who gets in.
    ReadinessRead = "readiness:read", "See who gets into which module, and why not";
    /// Look at links.
    LinksRead = "links:read", "Look at links of modules, their policy and accounts";
    /// Change links.
    LinksWrite = "links:write", "Change the policy of links and exceptions, and end links";
    /// Look at clients.
    ClientsRead = "clients:read", "Look at clients and what they tried lately";
    /// Change clients.
    ClientsWrite = "clients:write", "Make, change and remove clients";
    /// Secrets of clients.
    ClientsSecrets = "clients:secrets", "Make new secrets of clients and revoke old ones";
    /// Look at companies.
    CompaniesRead = "companies:read", "Look at companies, their mapping and the companies of PSAs";
    /// Map companies.
    CompaniesWrite = "companies:write", "Import companies from PSAs, map them and change mappings";
    /// Look at contacts.
    ContactsRead = "contacts:read", "Look at contacts, their profiles, who gets in and who does not";
    /// Who of them has access.
    ContactsWrite = "contacts:write", "Give contacts profiles, change profiles, and mail contacts the way in";
    /// Lost phones of contacts.
    ContactsFactors = "contacts:factors", "Reset second factors of contacts";
    /// The audit log.
    AuditRead = "audit:read", "Read and check the audit log";
    /// Evidence for auditors.
    EvidenceRead = "evidence:read", "Read and sign evidence: second factors, admins, exceptions, leavers";
    /// Look at jobs.
    JobsRead = "jobs:read", "Look at jobs";
    /// Act on jobs.
    JobsWrite = "jobs:write", "Try jobs again, throw dead ones away";
    /// Look at the rules of the partner.
    SettingsRead = "settings:read", "Look at settings and at how mails look";
    /// Change the rules of the partner.
    SettingsWrite = "settings:write", "Change networks, session times, passwords and authenticators";
    /// Look at webhooks.
    WebhooksRead = "webhooks:read", "Look at webhooks and what became of events";
    /// Change webhooks.
    WebhooksWrite = "webhooks:write", "Make, change, pause and delete webhooks; send events again";
    /// Secrets of webhooks.
    WebhooksSecrets = "webhooks:secrets", "Make new secrets of webhooks and end old ones";
    /// Look at PSAs.
    PsaRead = "psa:read", "Look at connections to PSAs, their filters and addresses";
    /// Work on PSAs.
    PsaWrite = "psa:write", "Test, filter and pause connections to PSAs, compare their rights";
    /// Keys of PSAs.
    PsaSecrets = "psa:secrets", "Make, change and forget connections to PSAs with their keys";
    /// Serve a directory.
    ScimWrite = "scim:write", "Let a directory such as Entra ID or Okta manage members and groups (SCIM)";
    /// Look at keys.
    KeysRead = "keys:read", "Look at API keys";
    /// End keys.
    KeysRevoke = "keys:revoke", "Revoke API keys";
}

impl ApiScope {
    /// The right of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == text)
    }
    /// True when it only looks.
    pub fn only_looks(self) -> bool {
        self.as_str().ends_with(":read")
    }
}

impl std::fmt::Display for ApiScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::ApiScope;

    #[test]
    fn texts_round_trip_and_are_resource_and_deed() {
        for scope in ApiScope::ALL {
            assert_eq!(ApiScope::parse(scope.as_str()), Some(*scope));
            let (resource, deed) = scope.as_str().split_once(':').unwrap();
            assert!(!resource.is_empty() && !deed.is_empty(), "{scope}");
        }
        for other in ["", "*", "members", "members:*", "Members:read"] {
            assert_eq!(ApiScope::parse(other), None, "{other}");
        }
    }
}
