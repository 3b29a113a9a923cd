-- Signing in by a question on the phone.
-- The same rules as in the first file: TEXT, BIGINT and BYTEA; moments are microseconds.

CREATE TABLE push_device (
  id BYTEA NOT NULL PRIMARY KEY,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  name TEXT NOT NULL,
  public_key TEXT NOT NULL,
  sealed_address BYTEA,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX push_device_by_identity ON push_device (identity_id);

-- One for each person: setting up another phone begins anew.
CREATE TABLE push_enrolment (
  identity_id BYTEA NOT NULL PRIMARY KEY REFERENCES identity (id),
  session_id BYTEA NOT NULL,
  code_hash BYTEA NOT NULL UNIQUE,
  sealed_code BYTEA NOT NULL,
  number BIGINT NOT NULL,
  device_id BYTEA,
  expires_at BIGINT NOT NULL
);
CREATE INDEX push_enrolment_by_age ON push_enrolment (expires_at);

CREATE TABLE push_challenge (
  id BYTEA NOT NULL PRIMARY KEY,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  flow_hash BYTEA NOT NULL,
  number BIGINT NOT NULL,
  browser TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  device_id BYTEA,
  answered_at BIGINT
);
CREATE INDEX push_challenge_by_identity ON push_challenge (identity_id, created_at);
CREATE INDEX push_challenge_by_age ON push_challenge (created_at);

-- Signatures of phones that were used: each counts once.
CREATE TABLE push_proof (
  device_id BYTEA NOT NULL,
  token_id BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (device_id, token_id)
);
CREATE INDEX push_proof_by_age ON push_proof (expires_at);
