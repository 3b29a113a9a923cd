//! The settings of a client between form and draft.

use crate::context::Form;
use crate::view::Field;
use crate::view::console::{Choice, ClientFields, Tick};
use model::federation::{
    ASSERTION_ALGORITHMS, AuthMethod, Client, ClientDraft, ClientOptions, GrantType, LONGEST_JWKS,
};

fn methods(chosen: AuthMethod) -> Vec<Choice> {
    let words = |method| match method {
        AuthMethod::SecretBasic => "A secret in the header (client_secret_basic)",
        AuthMethod::SecretPost => "A secret in the form (client_secret_post)",
        AuthMethod::PrivateKeyJwt => "A key of its own (private_key_jwt)",
        AuthMethod::None => "Nothing but PKCE: an app or a page (none)",
    };
    Choice::of(
        AuthMethod::ALL.map(|m| (m.as_str(), words(m))),
        chosen.as_str(),
    )
}

fn grants(ticked: &[GrantType], of_people: bool) -> Vec<Tick> {
    let words = |grant| match grant {
        GrantType::AuthorizationCode => ("A person's login", "authorization_code"),
        GrantType::RefreshToken => ("New tokens without a login", "refresh_token"),
        GrantType::ClientCredentials => {
            ("The client itself, without a person", "client_credentials")
        }
        GrantType::DeviceCode => ("A code typed for a device", "device_code"),
    };
    GrantType::ALL
        .into_iter()
        .filter(|g| of_people || *g == GrantType::ClientCredentials)
        .map(|grant| Tick {
            value: grant.as_str().into(),
            text: words(grant).0.into(),
            detail: words(grant).1.into(),
            ticked: ticked.contains(&grant),
        })
        .collect()
}

fn assertions(chosen: &str) -> Vec<Choice> {
    let all = [("", "Any of them")].into_iter();
    Choice::of(all.chain(ASSERTION_ALGORITHMS.map(|a| (a, a))), chosen)
}

/// The fields of a draft.
pub(super) fn fields_of(draft: &ClientDraft) -> ClientFields {
    let lines = |all: &[String]| Field::of(all.join("\n"));
    let one = |text: &Option<String>| Field::of(text.clone().unwrap_or_default());
    let options = &draft.options;
    ClientFields {
        oauth_client_id: Field::of(draft.oauth_client_id.as_str()),
        auth_method: methods(draft.auth_method),
        redirect_uris: lines(&draft.redirect_uris),
        post_logout_redirect_uris: lines(&draft.post_logout_redirect_uris),
        backchannel_logout_uri: one(&draft.backchannel_logout_uri),
        frontchannel_logout_uri: one(&options.frontchannel_logout_uri),
        initiate_login_uri: one(&options.initiate_login_uri),
        initiate_login_hint: options.initiate_login_hint,
        grant_types: grants(&draft.grant_types, draft.has_instance),
        scopes: Field::of(draft.scopes.join(" ")),
        resources: lines(&options.resources),
        id_token_alg: Choice::of(
            engine::federation::TOKEN_ALGORITHMS.map(|a| (a, a)),
            &draft.id_token_alg,
        ),
        require_pushed_requests: options.require_pushed_requests,
        pairwise: options.pairwise,
        sector: one(&options.sector),
        jwks: one(&options.jwks),
        jwks_uri: one(&options.jwks_uri),
        assertion_alg: assertions(options.assertion_alg.as_deref().unwrap_or_default()),
    }
}

/// The draft of a client as it stands.
pub(super) fn draft_of(client: &Client) -> ClientDraft {
    ClientDraft {
        oauth_client_id: client.oauth_client_id.clone(),
        auth_method: client.auth_method,
        redirect_uris: client.redirect_uris.clone(),
        post_logout_redirect_uris: client.post_logout_redirect_uris.clone(),
        backchannel_logout_uri: client.backchannel_logout_uri.clone(),
        grant_types: client.grant_types.clone(),
        scopes: client.scopes.clone(),
        id_token_alg: client.id_token_alg.clone(),
        options: client.options.clone(),
        has_instance: client.instance_id.is_some(),
    }
}

/// The draft of a new machine.
pub(super) fn blank() -> ClientDraft {
    ClientDraft {
        oauth_client_id: String::new(),
        auth_method: AuthMethod::SecretBasic,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        backchannel_logout_uri: None,
        grant_types: vec![GrantType::ClientCredentials],
        scopes: Vec::new(),
        id_token_alg: "RS256".into(),
        options: ClientOptions::default(),
        has_instance: false,
    }
}

/// The draft that a form says. What only people's clients have is kept from `known` for a machine,
/// whose form does not show it.
pub(super) fn read_draft(form: &Form, known: &ClientDraft) -> ClientDraft {
    let lines = |name: &str| -> Vec<String> {
        let all = form.get(name).lines().map(str::trim);
        all.filter(|l| !l.is_empty())
            .take(100)
            .map(str::to_owned)
            .collect()
    };
    let one = |name: &str| Some(form.get(name).trim().to_owned()).filter(|t| !t.is_empty());
    let yes = |name: &str| form.get(name) == "yes";
    let people = known.has_instance;
    ClientDraft {
        oauth_client_id: if known.oauth_client_id.is_empty() {
            form.get("oauth_client_id").trim().to_owned()
        } else {
            known.oauth_client_id.clone()
        },
        auth_method: AuthMethod::parse(form.get("auth_method")).unwrap_or(known.auth_method),
        redirect_uris: lines("redirect_uris"),
        post_logout_redirect_uris: lines("post_logout_redirect_uris"),
        backchannel_logout_uri: one("backchannel_logout_uri"),
        grant_types: form
            .all("grant_types")
            .filter_map(GrantType::parse)
            .filter(|g| people || *g == GrantType::ClientCredentials)
            .collect(),
        scopes: form
            .get("scopes")
            .split_whitespace()
            .take(101)
            .map(str::to_owned)
            .collect(),
        id_token_alg: form.get("id_token_alg").to_owned(),
        options: ClientOptions {
            jwks: one("jwks").map(|t| t.chars().take(LONGEST_JWKS + 1).collect()),
            jwks_uri: one("jwks_uri"),
            assertion_alg: one("assertion_alg"),
            require_pushed_requests: yes("require_pushed_requests"),
            resources: lines("resources"),
            pairwise: yes("pairwise"),
            sector: one("sector"),
            frontchannel_logout_uri: one("frontchannel_logout_uri"),
            initiate_login_uri: one("initiate_login_uri"),
            initiate_login_hint: yes("initiate_login_hint"),
        },
        has_instance: people,
    }
}

/// The field that a sentence of the check is about; none for one about several.
pub(super) fn field_at_fault<'a>(fields: &'a mut ClientFields, why: &str) -> Option<&'a mut Field> {
    let why = why.to_lowercase();
    let about = |name: &str| why.contains(name);
    Some(if about("client_id") {
        &mut fields.oauth_client_id
    } else if about("post_logout_redirect_uri") {
        &mut fields.post_logout_redirect_uris
    } else if about("backchannel_logout_uri") {
        &mut fields.backchannel_logout_uri
    } else if about("frontchannel_logout_uri") {
        &mut fields.frontchannel_logout_uri
    } else if about("initiate_login") {
        &mut fields.initiate_login_uri
    } else if about("redirect_uri") {
        &mut fields.redirect_uris
    } else if about("jwks_uri") {
        &mut fields.jwks_uri
    } else if about("jwks") || about("key") {
        &mut fields.jwks
    } else if about("resource") {
        &mut fields.resources
    } else if about("sector") {
        &mut fields.sector
    } else if about("scope") {
        &mut fields.scopes
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a browser would send back of a form.
    fn sent(fields: &ClientFields) -> Form {
        let text = |name: &str, field: &Field| (name.to_owned(), field.value.clone());
        let chosen = |name: &str, choices: &[Choice]| {
            let value = choices.iter().find(|c| c.chosen).map(|c| c.value.clone());
            (name.to_owned(), value.unwrap_or_default())
        };
        let mut pairs = vec![
            text("redirect_uris", &fields.redirect_uris),
            text(
                "post_logout_redirect_uris",
                &fields.post_logout_redirect_uris,
            ),
            text("backchannel_logout_uri", &fields.backchannel_logout_uri),
            text("frontchannel_logout_uri", &fields.frontchannel_logout_uri),
            text("initiate_login_uri", &fields.initiate_login_uri),
            text("scopes", &fields.scopes),
            text("resources", &fields.resources),
            text("sector", &fields.sector),
            text("jwks", &fields.jwks),
            text("jwks_uri", &fields.jwks_uri),
            chosen("auth_method", &fields.auth_method),
            chosen("id_token_alg", &fields.id_token_alg),
            chosen("assertion_alg", &fields.assertion_alg),
        ];
        for (name, ticked) in [
            ("initiate_login_hint", fields.initiate_login_hint),
            ("require_pushed_requests", fields.require_pushed_requests),
            ("pairwise", fields.pairwise),
        ] {
            if ticked {
                pairs.push((name.into(), "yes".into()));
            }
        }
        for tick in fields.grant_types.iter().filter(|t| t.ticked) {
            pairs.push(("grant_types".into(), tick.value.clone()));
        }
        Form::of(pairs)
    }

    #[test]
    fn a_form_that_is_sent_unchanged_changes_nothing() {
        let draft = ClientDraft {
            oauth_client_id: "wiki".into(),
            auth_method: AuthMethod::PrivateKeyJwt,
            redirect_uris: vec!["https://a.example/cb".into(), "https://a.example/x".into()],
            post_logout_redirect_uris: vec!["https://a.example/".into()],
            backchannel_logout_uri: Some("https://a.example/b".into()),
            grant_types: vec![GrantType::AuthorizationCode, GrantType::DeviceCode],
            scopes: vec!["openid".into(), "email".into()],
            id_token_alg: "ES256".into(),
            options: ClientOptions {
                jwks: Some("{\"keys\":[]}".into()),
                assertion_alg: Some("ES256".into()),
                require_pushed_requests: true,
                resources: vec!["https://api.example/".into()],
                pairwise: true,
                sector: Some("a.example".into()),
                frontchannel_logout_uri: Some("https://a.example/f".into()),
                initiate_login_uri: Some("https://a.example/i".into()),
                initiate_login_hint: true,
                ..ClientOptions::default()
            },
            has_instance: true,
        };
        assert_eq!(draft.check(), Ok(()));
        assert_eq!(read_draft(&sent(&fields_of(&draft)), &draft), draft);
        let machine = ClientDraft {
            oauth_client_id: "nightly".into(),
            scopes: vec!["reports.read".into()],
            ..blank()
        };
        assert_eq!(read_draft(&sent(&fields_of(&machine)), &machine), machine);
    }
}
