//! Clients of the protocol (OpenID Connect).

use super::body::answer;
use super::key::{ClientsRead, ClientsWrite, Key};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::federation::{ClientCard, ClientFolder, ClientMade};
use kernel::{ClientId, InstanceId, Timestamp};
use model::federation::{
    Attempt, AuthMethod, Client, ClientDraft, ClientOptions, ClientRefusal, ClientSecret, GrantType,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! protocol_words {
    ($(#[$doc:meta])* $name:ident of $inner:ident { $($case:ident = $text:tt as $of:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] #[serde(rename = $text)] $case),*
        }
        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                match inner {
                    $($inner::$of => Self::$case),*
                }
            }
        }
        impl From<$name> for $inner {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$case => Self::$of),*
                }
            }
        }
    };
}

protocol_words! {
    /// How a client proves who it is.
    AuthMethodWord of AuthMethod {
        Basic = "client_secret_basic" as SecretBasic,
        Post = "client_secret_post" as SecretPost,
        PrivateKey = "private_key_jwt" as PrivateKeyJwt,
        None = "none" as None,
    }
}

protocol_words! {
    /// What a client may ask tokens with.
    GrantTypeWord of GrantType {
        Code = "authorization_code" as AuthorizationCode,
        Refresh = "refresh_token" as RefreshToken,
        Credentials = "client_credentials" as ClientCredentials,
        Device = "urn:ietf:params:oauth:grant-type:device_code" as DeviceCode,
    }
}

/// What a client has turned on beyond the first settings; each is off when it is left out.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct OptionsBody {
    /// Its public keys, as the text of a JSON Web Key Set, for `private_key_jwt`.
    #[schema(max_length = 32768)]
    jwks: Option<String>,
    /// Or where they are published.
    #[schema(max_length = 2000)]
    jwks_uri: Option<String>,
    /// The one algorithm of its assertions.
    #[schema(max_length = 20)]
    assertion_alg: Option<String>,
    /// Authorization requests must be pushed first.
    require_pushed_requests: bool,
    /// Resources that it may ask access tokens for.
    #[schema(max_items = 50)]
    resources: Vec<String>,
    /// Each sector knows people under names of its own.
    pairwise: bool,
    /// The host that stands for the sector.
    #[schema(max_length = 255)]
    sector: Option<String>,
    /// Shown in a frame when a session ends.
    #[schema(max_length = 2000)]
    frontchannel_logout_uri: Option<String>,
    /// Where My Modules begins a login.
    #[schema(max_length = 2000)]
    initiate_login_uri: Option<String>,
    /// Whether the person's address goes with it.
    initiate_login_hint: bool,
}

impl From<ClientOptions> for OptionsBody {
    fn from(o: ClientOptions) -> Self {
        Self {
            jwks: o.jwks,
            jwks_uri: o.jwks_uri,
            assertion_alg: o.assertion_alg,
            require_pushed_requests: o.require_pushed_requests,
            resources: o.resources,
            pairwise: o.pairwise,
            sector: o.sector,
            frontchannel_logout_uri: o.frontchannel_logout_uri,
            initiate_login_uri: o.initiate_login_uri,
            initiate_login_hint: o.initiate_login_hint,
        }
    }
}

impl From<OptionsBody> for ClientOptions {
    fn from(o: OptionsBody) -> Self {
        Self {
            jwks: o.jwks,
            jwks_uri: o.jwks_uri,
            assertion_alg: o.assertion_alg,
            require_pushed_requests: o.require_pushed_requests,
            resources: o.resources,
            pairwise: o.pairwise,
            sector: o.sector,
            frontchannel_logout_uri: o.frontchannel_logout_uri,
            initiate_login_uri: o.initiate_login_uri,
            initiate_login_hint: o.initiate_login_hint,
        }
    }
}

/// The settings of a client.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientSettings {
    /// How it proves who it is.
    auth_method: AuthMethodWord,
    /// Where codes may be sent, compared letter by letter.
    #[serde(default)]
    #[schema(max_items = 50, example = json!(["https://tool.example.com/callback"]))]
    redirect_uris: Vec<String>,
    /// Where people may return to after signing out.
    #[serde(default)]
    #[schema(max_items = 50)]
    post_logout_redirect_uris: Vec<String>,
    /// Where logout tokens are posted.
    #[schema(max_length = 2000)]
    backchannel_logout_uri: Option<String>,
    /// What it may ask tokens with.
    grant_types: Vec<GrantTypeWord>,
    /// Scopes that it may ask for.
    #[serde(default)]
    #[schema(max_items = 100, example = json!(["openid", "profile", "email"]))]
    scopes: Vec<String>,
    /// The algorithm of its ID tokens: RS256, ES256 or EdDSA.
    #[serde(default = "usual_algorithm")]
    #[schema(max_length = 20, example = "ES256")]
    id_token_alg: String,
    /// What else it has turned on.
    #[serde(default)]
    options: OptionsBody,
}

fn usual_algorithm() -> String {
    "ES256".into()
}

impl ClientSettings {
    fn draft(self, oauth_client_id: String) -> ClientDraft {
        ClientDraft {
            oauth_client_id,
            auth_method: self.auth_method.into(),
            redirect_uris: self.redirect_uris,
            post_logout_redirect_uris: self.post_logout_redirect_uris,
            backchannel_logout_uri: self.backchannel_logout_uri,
            grant_types: self.grant_types.into_iter().map(Into::into).collect(),
            scopes: self.scopes,
            id_token_alg: self.id_token_alg,
            options: self.options.into(),
            has_instance: false,
        }
    }
}

/// A client.
#[derive(Serialize, ToSchema)]
pub struct ClientView {
    /// The id.
    #[schema(example = "cli_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// The `client_id` of the protocol.
    #[schema(example = "my-tool")]
    pub client_id: String,
    /// The module instance that people enter through it; null for a machine.
    pub module: Option<String>,
    /// Its settings.
    pub settings: ClientSettings,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<Client> for ClientView {
    fn from(client: Client) -> Self {
        Self {
            id: client.id.to_string(),
            client_id: client.oauth_client_id,
            module: client.instance_id.map(|i| i.to_string()),
            created_at: client.created_at.rfc3339(),
            settings: ClientSettings {
                auth_method: client.auth_method.into(),
                redirect_uris: client.redirect_uris,
                post_logout_redirect_uris: client.post_logout_redirect_uris,
                backchannel_logout_uri: client.backchannel_logout_uri,
                grant_types: client.grant_types.into_iter().map(Into::into).collect(),
                scopes: client.scopes,
                id_token_alg: client.id_token_alg,
                options: client.options.into(),
            },
        }
    }
}

/// A secret of a client, without its text.
#[derive(Serialize, ToSchema)]
pub struct SecretView {
    /// The id.
    pub id: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
    /// When it was last used, to the minute.
    #[schema(format = DateTime)]
    pub last_used_at: Option<String>,
}

impl From<ClientSecret> for SecretView {
    fn from(secret: ClientSecret) -> Self {
        Self {
            id: secret.id.to_string(),
            created_at: secret.created_at.rfc3339(),
            expires_at: secret.expires_at.map(Timestamp::rfc3339),
            revoked_at: secret.revoked_at.map(Timestamp::rfc3339),
            last_used_at: secret.last_used_at.map(Timestamp::rfc3339),
        }
    }
}

/// What a client tried lately.
#[derive(Serialize, ToSchema)]
pub struct AttemptView {
    /// Where: `authorize`, `token`, `push`, `device`, `introspect` or `revoke`.
    pub place: String,
    /// `ok`, or the code of the fault.
    pub outcome: String,
    /// What happened, in plain words.
    pub detail: String,
    /// How often.
    pub attempts: i64,
    /// The newest of them.
    #[schema(format = DateTime)]
    pub last_at: String,
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self {
            place: attempt.place.as_str().into(),
            outcome: attempt.outcome,
            detail: attempt.detail,
            attempts: attempt.attempts,
            last_at: attempt.last_at.rfc3339(),
        }
    }
}

/// All that is known of a client.
#[derive(Serialize, ToSchema)]
pub struct ClientDetail {
    /// The client.
    pub client: ClientView,
    /// Its secrets, the newest first, with those that are over.
    pub secrets: Vec<SecretView>,
    /// What it tried lately, the newest first.
    pub attempts: Vec<AttemptView>,
}

impl From<ClientFolder> for ClientDetail {
    fn from(folder: ClientFolder) -> Self {
        Self {
            client: folder.card.client.into(),
            secrets: folder.secrets.into_iter().map(Into::into).collect(),
            attempts: folder.attempts.into_iter().map(Into::into).collect(),
        }
    }
}

/// All clients.
#[derive(Serialize, ToSchema)]
pub struct ClientsView {
    /// The clients by `client_id`.
    pub data: Vec<ClientView>,
}

/// The clients of the partner.
#[utoipa::path(get, path = "/api/v1/clients", operation_id = "list_clients", tag = "Clients",
    responses((status = 200, description = "The clients", body = ClientsView)))]
pub async fn list(ctx: Ctx<Key<ClientsRead>>) -> Answer {
    let cards = ctx.app.engine.list_clients(ctx.who.admin()).await?;
    let data = cards
        .into_iter()
        .map(|c: ClientCard| c.client.into())
        .collect();
    answer(200, &ClientsView { data })
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<ClientId, Failed> {
    ctx.placeholder("client")
        .parse()
        .map_err(|_| Failed::of(&ClientRefusal::Absent))
}

/// One client with its secrets and what it tried lately.
#[utoipa::path(get, path = "/api/v1/clients/{client}", operation_id = "get_client", tag = "Clients",
    responses((status = 200, description = "The client", body = ClientDetail)))]
pub async fn get(ctx: Ctx<Key<ClientsRead>>) -> Answer {
    let folder = ctx
        .app
        .engine
        .look_at_client(ctx.who.admin(), id_of(&ctx)?)
        .await?;
    answer(200, &ClientDetail::from(folder))
}

/// A new client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientIn {
    /// The `client_id` of the protocol; it stays.
    #[schema(
        min_length = 1,
        max_length = 128,
        pattern = "^[A-Za-z0-9._~-]+$",
        example = "my-tool"
    )]
    client_id: String,
    /// The module instance that people enter through it; null for a machine.
    #[schema(value_type = Option<String>, pattern = "^ins_[0-9a-f]{32}$")]
    module: Option<InstanceId>,
    /// Its settings.
    settings: ClientSettings,
}

/// A client that was made or changed.
#[derive(Serialize, ToSchema)]
pub struct ClientMadeView {
    /// The client.
    pub client: ClientView,
    /// Its new secret, where it needed one: here, and nowhere else afterwards.
    pub secret: Option<String>,
}

impl From<ClientMade> for ClientMadeView {
    fn from(made: ClientMade) -> Self {
        Self {
            client: made.client.into(),
            secret: made.secret.map(|s| s.reveal().clone()),
        }
    }
}

/// Makes a client. Its secret is in the answer and nowhere else afterwards.
#[utoipa::path(post, path = "/api/v1/clients", operation_id = "make_client", tag = "Clients",
    request_body = ClientIn, responses((status = 201, description = "The client, with its secret", body = ClientMadeView)))]
pub async fn make(ctx: Ctx<Key<ClientsWrite>>) -> Answer {
    let asked: ClientIn = ctx.json()?;
    let draft = asked.settings.draft(asked.client_id);
    let admin = ctx.who.admin();
    let made = ctx
        .app
        .engine
        .make_client(admin, asked.module, draft)
        .await?;
    answer(201, &ClientMadeView::from(made))
}

/// Changes a client; its `client_id` and its module stay.
#[utoipa::path(put, path = "/api/v1/clients/{client}", operation_id = "change_client", tag = "Clients",
    request_body = ClientSettings, responses((status = 200, description = "The client, with a secret where it needed one", body = ClientMadeView)))]
pub async fn change(ctx: Ctx<Key<ClientsWrite>>) -> Answer {
    let asked: ClientSettings = ctx.json()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let draft = asked.draft(String::new());
    let changed = ctx.app.engine.change_client(admin, id, draft).await?;
    answer(200, &ClientMadeView::from(changed))
}

/// Removes a client with its secrets, codes and tokens; nobody enters through it any more.
#[utoipa::path(delete, path = "/api/v1/clients/{client}", operation_id = "delete_client", tag = "Clients",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<ClientsWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.delete_client(ctx.who.admin(), id).await?;
    done()
}
