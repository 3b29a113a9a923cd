-- What modules of the field still need of the protocol: several secrets of a client, keys instead of
-- secrets, pushed requests, resources, asked claims, devices, and what went wrong lately.
-- New settings of a client are members of `options` (JSON, see ClientOptions), so that DPoP or
-- dynamic registration need no new column.

ALTER TABLE oidc_client ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
CREATE INDEX oidc_client_by_partner ON oidc_client (partner_id);

CREATE TABLE client_secret (
  id BYTEA NOT NULL PRIMARY KEY,
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  secret_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX client_secret_by_client ON client_secret (client_id);
-- The one secret that each client had goes on. The column is read no more; it goes with a later step,
-- so that a node of the older version can run beside this one while nodes are exchanged.
INSERT INTO client_secret (id, client_id, secret_hash, created_at)
  SELECT id, id, secret_hash, created_at FROM oidc_client WHERE secret_hash IS NOT NULL;

CREATE TABLE used_assertion (
  client_id BYTEA NOT NULL,
  token_id BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (client_id, token_id)
);
CREATE INDEX used_assertion_by_age ON used_assertion (expires_at);

CREATE TABLE client_attempt (
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  endpoint TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (client_id, endpoint, outcome, detail)
);

CREATE TABLE pushed_request (
  uri_hash BYTEA NOT NULL PRIMARY KEY,
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  sealed_parameters BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX pushed_request_by_age ON pushed_request (expires_at);

ALTER TABLE token_family ADD COLUMN resources TEXT NOT NULL DEFAULT '[]';
ALTER TABLE token_family ADD COLUMN asked_claims TEXT NOT NULL DEFAULT '{}';
CREATE INDEX token_family_by_client ON token_family (client_id);
CREATE INDEX relying_session_by_client ON relying_session (client_id);

CREATE TABLE device_grant (
  device_code_hash BYTEA NOT NULL PRIMARY KEY,
  user_code_hash BYTEA NOT NULL UNIQUE,
  client_id BYTEA NOT NULL REFERENCES oidc_client (id),
  partner_id BYTEA NOT NULL,
  state TEXT NOT NULL,
  scopes TEXT NOT NULL,
  resources TEXT NOT NULL,
  begun_from TEXT NOT NULL,
  family_id BYTEA,
  poll_seconds BIGINT NOT NULL,
  last_polled_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX device_grant_by_age ON device_grant (expires_at);
