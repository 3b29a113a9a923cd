-- The front door: directory, identity, access, federation, operation.
-- One text for both engines: TEXT, BIGINT and BYTEA only; moments are microseconds since 1970;
-- booleans are 0 or 1; ids are the 16 bytes of a UUIDv7, so rows lie in order of creation.

-- operation ---------------------------------------------------------------------------------
CREATE TABLE installation (
  name TEXT NOT NULL PRIMARY KEY,
  value BYTEA NOT NULL
);
CREATE TABLE audit_head (
  chain BYTEA NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  seal BYTEA NOT NULL
);
CREATE TABLE audit_entry (
  chain BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  state_before TEXT NOT NULL,
  state_after TEXT NOT NULL,
  address TEXT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (chain, seq)
);
CREATE INDEX audit_entry_by_subject ON audit_entry (chain, subject, seq);
CREATE TABLE outbox (
  id BYTEA NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  sealed_message BYTEA NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  last_fault TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE TABLE throttle (
  bucket BYTEA NOT NULL PRIMARY KEY,
  tries BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL
);
CREATE INDEX throttle_by_age ON throttle (last_at);

-- directory ---------------------------------------------------------------------------------
CREATE TABLE partner (
  id BYTEA NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE company (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, name_key)
);

-- identity ----------------------------------------------------------------------------------
CREATE TABLE identity (
  id BYTEA NOT NULL PRIMARY KEY,
  population TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  display_name TEXT NOT NULL,
  password_hash TEXT,
  email_verified_at BIGINT,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (population, email_key)
);
CREATE TABLE member (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  username TEXT,
  hub_role TEXT NOT NULL,
  root BIGINT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, identity_id),
  UNIQUE (partner_id, username)
);
CREATE INDEX member_by_identity ON member (identity_id);
CREATE TABLE end_user (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  company_id BYTEA NOT NULL REFERENCES company (id),
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (company_id, identity_id)
);
CREATE INDEX end_user_by_identity ON end_user (identity_id);
CREATE TABLE totp_factor (
  id BYTEA NOT NULL PRIMARY KEY,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  sealed_secret BYTEA NOT NULL,
  last_step BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL
);
CREATE INDEX totp_factor_by_identity ON totp_factor (identity_id);
CREATE TABLE recovery_code (
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  code_hash BYTEA NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (identity_id, code_hash)
);
CREATE TABLE mailed_link (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  affiliation_population TEXT,
  affiliation_id BYTEA,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX mailed_link_by_identity ON mailed_link (identity_id);
CREATE INDEX mailed_link_by_age ON mailed_link (expires_at);
CREATE TABLE sign_in_flow (
  id_hash BYTEA NOT NULL PRIMARY KEY,
  sealed_flow BYTEA NOT NULL,
  version BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_flow_by_age ON sign_in_flow (expires_at);
CREATE TABLE session (
  id BYTEA NOT NULL PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  population TEXT NOT NULL,
  affiliation_id BYTEA NOT NULL,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  auth_time BIGINT NOT NULL,
  methods TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  device TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX session_by_identity ON session (identity_id, ended_at);
CREATE INDEX session_by_age ON session (expires_at);
CREATE TABLE known_device (
  token_hash BYTEA NOT NULL,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash, identity_id)
);
CREATE INDEX known_device_by_age ON known_device (last_used_at);

-- access ------------------------------------------------------------------------------------
CREATE TABLE access_group (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, name_key)
);
CREATE TABLE group_affiliation (
  group_id BYTEA NOT NULL REFERENCES access_group (id),
  affiliation_id BYTEA NOT NULL,
  PRIMARY KEY (group_id, affiliation_id)
);
CREATE INDEX group_affiliation_by_affiliation ON group_affiliation (affiliation_id);
CREATE TABLE module (
  id BYTEA NOT NULL PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE module_instance (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  module_id BYTEA NOT NULL REFERENCES module (id),
  key TEXT NOT NULL,
  display_name TEXT NOT NULL,
  region TEXT,
  launch_url TEXT NOT NULL,
  population TEXT NOT NULL,
  unified_login BIGINT NOT NULL,
  claims TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, key)
);
CREATE TABLE access_grant (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  instance_id BYTEA NOT NULL REFERENCES module_instance (id),
  holder_kind TEXT NOT NULL,
  holder_id BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (instance_id, holder_id)
);
CREATE INDEX access_grant_by_holder ON access_grant (holder_id);

-- federation --------------------------------------------------------------------------------
CREATE TABLE oidc_client (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  instance_id BYTEA REFERENCES module_instance (id),
  oauth_client_id TEXT NOT NULL UNIQUE,
  auth_method TEXT NOT NULL,
  secret_hash BYTEA,
  redirect_uris TEXT NOT NULL,
  post_logout_redirect_uris TEXT NOT NULL,
  backchannel_logout_uri TEXT,
  grant_types TEXT NOT NULL,
  scopes TEXT NOT NULL,
  id_token_alg TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX oidc_client_by_instance ON oidc_client (instance_id);
CREATE TABLE token_family (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL,
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  population TEXT NOT NULL,
  affiliation_id BYTEA NOT NULL,
  session_id BYTEA NOT NULL,
  scopes TEXT NOT NULL,
  auth_time BIGINT NOT NULL,
  methods TEXT NOT NULL,
  offline BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT
);
CREATE INDEX token_family_by_session ON token_family (session_id);
CREATE INDEX token_family_by_affiliation ON token_family (affiliation_id);
CREATE INDEX token_family_by_age ON token_family (expires_at);
CREATE TABLE authorization_code (
  code_hash BYTEA NOT NULL PRIMARY KEY,
  family_id BYTEA NOT NULL REFERENCES token_family (id),
  client_id BYTEA NOT NULL,
  redirect_uri TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  nonce TEXT,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX authorization_code_by_family ON authorization_code (family_id);
CREATE TABLE refresh_token (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  family_id BYTEA NOT NULL REFERENCES token_family (id),
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX refresh_token_by_family ON refresh_token (family_id);
CREATE TABLE revoked_token (
  token_id TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_token_by_age ON revoked_token (expires_at);
CREATE TABLE relying_session (
  session_id BYTEA NOT NULL,
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  subject TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (session_id, client_id)
);
CREATE TABLE signing_key (
  kid TEXT NOT NULL PRIMARY KEY,
  algorithm TEXT NOT NULL,
  state TEXT NOT NULL,
  public_jwk TEXT NOT NULL,
  sealed_private BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  state_since BIGINT NOT NULL
);
