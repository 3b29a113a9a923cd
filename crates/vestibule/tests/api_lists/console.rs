//! What the console does, and what a program uses instead.

/// Every POST of the console, by what it does (`do` where one address does several things), and what a
/// program uses instead; or why there is nothing.
pub const CONSOLE: &[(&str, &str, &str)] = &[
    (
        "/console/members/bulk",
        "",
        "POST /api/v1/member-actions/preview",
    ),
    (
        "/console/members/bulk/run",
        "",
        "POST /api/v1/member-actions",
    ),
    ("/console/members/import", "", "POST /api/v1/member-imports"),
    (
        "/console/members/import/{import}",
        "start",
        "POST /api/v1/member-imports/{import}/start",
    ),
    (
        "/console/members/import/{import}",
        "stop",
        "POST /api/v1/member-imports/{import}/cancel",
    ),
    ("/console/members/invite", "", "POST /api/v1/members"),
    (
        "/console/members/{member}",
        "account",
        "PUT /api/v1/members/{member}/username",
    ),
    (
        "/console/members/{member}",
        "account, emptied",
        "DELETE /api/v1/members/{member}/username",
    ),
    (
        "/console/members/{member}",
        "restore",
        "POST /api/v1/members/{member}/restore",
    ),
    (
        "/console/members/{member}",
        "resend",
        "POST /api/v1/members/{member}/invitation",
    ),
    (
        "/console/members/{member}",
        "sign_out",
        "DELETE /api/v1/members/{member}/sessions",
    ),
    (
        "/console/members/{member}",
        "groups",
        "PUT /api/v1/members/{member}/groups",
    ),
    (
        "/console/members/{member}",
        "grant",
        "PUT /api/v1/members/{member}/grants/{instance}",
    ),
    (
        "/console/members/{member}",
        "revoke",
        "DELETE /api/v1/members/{member}/grants/{instance}",
    ),
    (
        "/console/members/{member}/offboard",
        "",
        "POST /api/v1/members/{member}/offboard",
    ),
    (
        "/console/members/{member}/rights",
        "role",
        "PUT /api/v1/members/{member}/role",
    ),
    (
        "/console/members/{member}/rights",
        "make_root, take_root",
        "none: root masters are made by root masters, and a key is never one",
    ),
    (
        "/console/members/{member}/factors",
        "",
        "POST /api/v1/members/{member}/factor-reset",
    ),
    (
        "/console/contacts/bulk/run",
        "",
        "POST /api/v1/contact-actions",
    ),
    (
        "/console/contacts/bulk/undo",
        "",
        "POST /api/v1/contact-actions/{action}/undo",
    ),
    (
        "/console/contacts/{contact}",
        "save",
        "PUT /api/v1/contacts/{contact}/profile",
    ),
    (
        "/console/contacts/{contact}",
        "undo",
        "POST /api/v1/contacts/{contact}/profile/undo",
    ),
    (
        "/console/contacts/{contact}",
        "mail",
        "POST /api/v1/contacts/{contact}/mail",
    ),
    (
        "/console/contacts/{contact}/factors",
        "",
        "POST /api/v1/contacts/{contact}/factor-reset",
    ),
    ("/console/profiles/new", "", "POST /api/v1/profiles"),
    (
        "/console/profiles/{profile}",
        "save",
        "PUT /api/v1/profiles/{profile}",
    ),
    (
        "/console/profiles/{profile}",
        "delete",
        "DELETE /api/v1/profiles/{profile}",
    ),
    (
        "/console/groups/new",
        "preview",
        "POST /api/v1/group-rules/preview",
    ),
    ("/console/groups/new", "save", "POST /api/v1/groups"),
    (
        "/console/groups/{group}",
        "preview",
        "POST /api/v1/group-rules/preview",
    ),
    (
        "/console/groups/{group}",
        "save",
        "PUT /api/v1/groups/{group}",
    ),
    (
        "/console/groups/{group}",
        "modules",
        "PUT /api/v1/groups/{group}/grants/{instance}",
    ),
    (
        "/console/groups/{group}",
        "modules, unticked",
        "DELETE /api/v1/groups/{group}/grants/{instance}",
    ),
    (
        "/console/groups/{group}",
        "take_out",
        "DELETE /api/v1/groups/{group}/members/{member}",
    ),
    (
        "/console/groups/{group}",
        "delete",
        "DELETE /api/v1/groups/{group}",
    ),
    ("/console/modules/new/{entry}", "", "POST /api/v1/modules"),
    (
        "/console/modules/{instance}",
        "groups",
        "PUT /api/v1/groups/{group}/grants/{instance}",
    ),
    (
        "/console/modules/{instance}",
        "groups, unticked",
        "DELETE /api/v1/groups/{group}/grants/{instance}",
    ),
    (
        "/console/modules/{instance}",
        "grant",
        "PUT /api/v1/members/{member}/grants/{instance}",
    ),
    (
        "/console/modules/{instance}",
        "take",
        "DELETE /api/v1/members/{member}/grants/{instance}",
    ),
    (
        "/console/modules/{instance}",
        "trial, trial_end",
        "none: a trial lets a person in with her own browser, and a program is none",
    ),
    (
        "/console/modules/{instance}",
        "on, off",
        "PUT /api/v1/modules/{instance}/unified-login",
    ),
    (
        "/console/modules/{instance}/people",
        "retry",
        "POST /api/v1/links/{link}/provisioning/retry",
    ),
    (
        "/console/modules/{instance}/login",
        "save",
        "PUT /api/v1/links/{link}/policy",
    ),
    (
        "/console/modules/{instance}/login",
        "add",
        "PUT /api/v1/links/{link}/exceptions/{account}",
    ),
    (
        "/console/modules/{instance}/login",
        "delete",
        "DELETE /api/v1/links/{link}/exceptions/{account}",
    ),
    (
        "/console/modules/{instance}/login",
        "read",
        "POST /api/v1/links/{link}/accounts/read",
    ),
    (
        "/console/modules/{instance}/login",
        "unlink",
        "DELETE /api/v1/links/{link}",
    ),
    (
        "/console/modules/{instance}/settings",
        "save",
        "PUT /api/v1/modules/{instance}",
    ),
    (
        "/console/modules/{instance}/settings",
        "delete",
        "DELETE /api/v1/modules/{instance}",
    ),
    ("/console/clients/new", "", "POST /api/v1/clients"),
    (
        "/console/clients/{client}",
        "save",
        "PUT /api/v1/clients/{client}",
    ),
    (
        "/console/clients/{client}",
        "delete",
        "DELETE /api/v1/clients/{client}",
    ),
    (
        "/console/clients/{client}/secrets",
        "rotate",
        "POST /api/v1/clients/{client}/secrets",
    ),
    (
        "/console/clients/{client}/secrets",
        "revoke",
        "DELETE /api/v1/clients/{client}/secrets/{secret}",
    ),
    (
        "/console/settings/passkeys",
        "",
        "PUT /api/v1/settings/passkeys",
    ),
    ("/console/webhooks/new", "", "POST /api/v1/webhooks"),
    (
        "/console/webhooks/{webhook}",
        "save",
        "PUT /api/v1/webhooks/{webhook}",
    ),
    (
        "/console/webhooks/{webhook}",
        "delete",
        "DELETE /api/v1/webhooks/{webhook}",
    ),
    (
        "/console/webhooks/{webhook}/secret",
        "new",
        "POST /api/v1/webhooks/{webhook}/secrets",
    ),
    (
        "/console/webhooks/{webhook}/secret",
        "end",
        "DELETE /api/v1/webhooks/{webhook}/secrets/{signing}",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "pause",
        "POST /api/v1/webhooks/{webhook}/pause",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "resume, skip",
        "POST /api/v1/webhooks/{webhook}/resume",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "test",
        "POST /api/v1/webhooks/{webhook}/test",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "replay",
        "POST /api/v1/webhooks/{webhook}/deliveries/{delivery}/replay",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "replay_given_up",
        "POST /api/v1/webhooks/{webhook}/replay-given-up",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "preview_since",
        "POST /api/v1/webhooks/{webhook}/replay/preview",
    ),
    (
        "/console/webhooks/{webhook}/deliveries",
        "replay_since",
        "POST /api/v1/webhooks/{webhook}/replay",
    ),
    (
        "/console/psa/new",
        "test",
        "POST /api/v1/psa-connection-tests",
    ),
    ("/console/psa/new", "save", "POST /api/v1/psa-connections"),
    (
        "/console/psa/{connection}",
        "test",
        "POST /api/v1/psa-connection-tests",
    ),
    (
        "/console/psa/{connection}",
        "save",
        "PUT /api/v1/psa-connections/{connection}",
    ),
    (
        "/console/psa/{connection}",
        "forget",
        "DELETE /api/v1/psa-connections/{connection}",
    ),
    (
        "/console/psa/{connection}/work",
        "test",
        "POST /api/v1/psa-connections/{connection}/test",
    ),
    (
        "/console/psa/{connection}/work",
        "pause",
        "POST /api/v1/psa-connections/{connection}/pause",
    ),
    (
        "/console/psa/{connection}/work",
        "resume",
        "POST /api/v1/psa-connections/{connection}/resume",
    ),
    (
        "/console/psa/{connection}/differences",
        "now, whole",
        "POST /api/v1/psa-connections/{connection}/sync",
    ),
    (
        "/console/psa/{connection}/differences",
        "answer",
        "POST /api/v1/psa-conflicts/{conflict}/decision",
    ),
    (
        "/console/psa/{connection}/filter",
        "preview",
        "POST /api/v1/psa-connections/{connection}/filter/preview",
    ),
    (
        "/console/psa/{connection}/filter",
        "save, associate",
        "PUT /api/v1/psa-connections/{connection}/filter",
    ),
    (
        "/console/psa/{connection}/companies/import",
        "find, next, first, all, none, parameters, back",
        "none: these turn the pages of the selection and change nothing; programs list companies",
    ),
    (
        "/console/psa/{connection}/companies/import",
        "read_sites",
        "POST /api/v1/psa-connections/{connection}/companies/{psa_company}/sites",
    ),
    (
        "/console/psa/{connection}/companies/import",
        "preview",
        "POST /api/v1/psa-connections/{connection}/company-import/preview",
    ),
    (
        "/console/psa/{connection}/companies/import",
        "import",
        "POST /api/v1/psa-connections/{connection}/company-import",
    ),
    (
        "/console/psa/{connection}/companies/map",
        "map, accept",
        "POST /api/v1/psa-connections/{connection}/mappings",
    ),
    (
        "/console/psa/{connection}/companies/{mapping}",
        "save",
        "PUT /api/v1/psa-connections/{connection}/mappings/{mapping}",
    ),
    (
        "/console/psa/{connection}/companies/{mapping}",
        "delete",
        "DELETE /api/v1/psa-connections/{connection}/mappings/{mapping}",
    ),
    (
        "/console/psa/{connection}/rights",
        "",
        "POST /api/v1/psa-connections/{connection}/rights",
    ),
    ("/console/audit/check", "", "POST /api/v1/audit/check"),
    ("/console/jobs", "retry", "POST /api/v1/jobs/{job}/retry"),
    ("/console/jobs", "retry_all", "POST /api/v1/dead-jobs/retry"),
    ("/console/jobs", "discard", "DELETE /api/v1/jobs/{job}"),
    (
        "/console/api-keys/new",
        "",
        "none: a key that makes keys could give itself every right",
    ),
    (
        "/console/api-keys/{key}",
        "save",
        "none: a key that changes keys could give itself every right",
    ),
    (
        "/console/api-keys/{key}",
        "revoke",
        "DELETE /api/v1/api-keys/{key}",
    ),
    ("/console/settings", "", "PUT /api/v1/settings"),
    (
        "/console/settings/mail",
        "test, use, forget",
        "none: whoever sets the mail server reads every link that is mailed, of every partner; it asks for a root master, and a key is never one",
    ),
];
