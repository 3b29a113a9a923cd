-- The JSON API: keys of programs, and requests that may be sent twice.
CREATE TABLE api_key (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  -- SHA-256 of the key, which is too long to be guessed.
  key_hash BYTEA NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  networks TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  -- No reference: a key outlives the master who made it.
  created_by BYTEA NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX api_key_by_partner ON api_key (partner_id, id);

CREATE TABLE api_request (
  id BYTEA NOT NULL PRIMARY KEY,
  api_key_id BYTEA NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
  -- SHA-256 of the Idempotency-Key.
  name_hash BYTEA NOT NULL,
  fingerprint BYTEA NOT NULL,
  attempt BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  effect_at BIGINT,
  status BIGINT,
  sealed_answer BYTEA,
  UNIQUE (api_key_id, name_hash)
);
CREATE INDEX api_request_by_age ON api_request (begun_at);
