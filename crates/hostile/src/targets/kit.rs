//! What a module hears from its provider and from browsers.

use crate::Target;

pub const TARGETS: &[Target] = &[
    Target {
        name: "kit_token",
        run: module_kit::hostile::token,
        seeds: &[
            "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImEifQ.eyJpc3MiOiJhIn0.c2ln",
            "eyJhbGciOiJub25lIn0.e30.",
        ],
        covers: &["module_kit/src/token/jws.rs::parse"],
    },
    Target {
        name: "kit_claims",
        run: module_kit::hostile::claims,
        seeds: &[
            r#"{"iss":"https://i.example","aud":"c","exp":10060,"iat":10000,"nonce":"n","sub":"s","sid":"x"}"#,
            r#"{"iss":"https://i.example","aud":["c","d"],"azp":"c","exp":10060.5,"iat":10000,"sub":"s","jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
        ],
        covers: &[],
    },
    Target {
        name: "kit_key_set",
        run: module_kit::hostile::key_set,
        seeds: &[
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a","use":"sig","key_ops":["verify"]}]}"#,
        ],
        covers: &["module_kit/src/provider/keys.rs::parse"],
    },
    Target {
        name: "kit_metadata",
        run: module_kit::hostile::metadata,
        seeds: &[
            r#"{"issuer":"https://i.example","authorization_endpoint":"https://i.example/a","token_endpoint":"https://i.example/t","jwks_uri":"https://i.example/k","userinfo_endpoint":null,"response_types_supported":["code"]}"#,
        ],
        covers: &["module_kit/src/provider/metadata.rs::parse"],
    },
    Target {
        name: "kit_callback",
        run: module_kit::hostile::callback,
        seeds: &[
            "code=a&state=b&iss=https%3A%2F%2Fi.example",
            "error=access_denied&state=b",
            "logout_token=a.b.c",
        ],
        covers: &["module_kit/src/routes/query.rs::parse"],
    },
    Target {
        name: "kit_return_to",
        run: module_kit::hostile::return_to,
        seeds: &[
            "/a/b?c=d",
            "//evil.example",
            "/.//evil.example",
            "/%2e%2e//x",
        ],
        covers: &["module_kit/src/return_to.rs::parse"],
    },
    Target {
        name: "kit_hub_problem",
        run: module_kit::hostile::hub_problem,
        seeds: &[
            r#"{"code":"people_shut_out","title":"a","detail":"b","remedy":"c","shut_out":[{"account":"17","name":"Pat","reason":"no"}]}"#,
            r#"{"code":"default_role_high","detail":"b\u0000"}"#,
        ],
        covers: &[
            "module_kit/src/hub/answer.rs::read",
            "module_kit/src/hub/answer.rs::read_problem",
        ],
    },
    Target {
        name: "kit_form",
        run: module_kit::hostile::form,
        seeds: &[
            "login=ann&password=x&return_to=%2F%2Fevil.example",
            "creation=on&default_role=member&field.department=Service",
        ],
        covers: &["module_kit/src/unified/form.rs::parse"],
    },
    Target {
        name: "kit_scim_account",
        run: module_kit::hostile::scim_account,
        seeds: &[
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"mem_1","userName":"a@example.com","emails":[{"value":"a@example.com","primary":true}],"roles":[{"value":"tech"},{"value":"tech"}]}"#,
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","name":{"givenName":"A","familyName":"B"},"emails":[{"value":" @x"}]}"#,
        ],
        covers: &[],
    },
];
