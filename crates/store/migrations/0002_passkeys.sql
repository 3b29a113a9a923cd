-- Proving oneself again, passkeys, resets of factors, and what a person sets for herself.
-- The same rules as in the first file: TEXT, BIGINT and BYTEA; moments are microseconds.

-- When the person of a session last proved herself, and how. `auth_time` stays the moment of the
-- whole sign-in, which tokens tell; a short confirmation moves `proved_at` alone.
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN proved_methods TEXT NOT NULL DEFAULT '[]';
UPDATE session SET proved_at = auth_time, proved_methods = methods;

-- 1 after a reset of her factors: she enrols anew only after a mailed link, never by the password
-- alone. `proofs_since`: sign-ins begun before this moment do not end in a session any more.
ALTER TABLE identity ADD COLUMN enrol_by_mail BIGINT NOT NULL DEFAULT 0;
ALTER TABLE identity ADD COLUMN proofs_since BIGINT NOT NULL DEFAULT 0;

ALTER TABLE known_device ADD COLUMN device TEXT NOT NULL DEFAULT '';

CREATE TABLE passkey (
  id BYTEA NOT NULL PRIMARY KEY,
  identity_id BYTEA NOT NULL REFERENCES identity (id),
  credential_id BYTEA NOT NULL UNIQUE,
  name TEXT NOT NULL,
  public_part TEXT NOT NULL,
  counter BIGINT NOT NULL,
  aaguid TEXT NOT NULL,
  synced BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT
);
CREATE INDEX passkey_by_identity ON passkey (identity_id);

-- What the hub must remember between the challenge and the answer of an authenticator. Taken out
-- by the answer, right or wrong, so that no challenge is answered twice.
CREATE TABLE passkey_ceremony (
  id_hash BYTEA NOT NULL PRIMARY KEY,
  sealed_ceremony BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_ceremony_by_age ON passkey_ceremony (expires_at);

-- Which authenticators a partner's people may register; JSON, empty for any.
ALTER TABLE partner ADD COLUMN passkey_policy TEXT NOT NULL DEFAULT '';

-- An address that waits for its confirmation, or that was confirmed a short time ago.
CREATE TABLE email_change (
  identity_id BYTEA NOT NULL PRIMARY KEY REFERENCES identity (id),
  old_email TEXT NOT NULL,
  new_email TEXT NOT NULL,
  confirm_hash BYTEA NOT NULL UNIQUE,
  stop_hash BYTEA NOT NULL UNIQUE,
  confirmed_at BIGINT,
  expires_at BIGINT NOT NULL
);
CREATE INDEX email_change_by_age ON email_change (expires_at);

-- The order of My Modules that a person has chosen for one of her places.
CREATE TABLE module_place (
  affiliation_id BYTEA NOT NULL,
  instance_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  favourite BIGINT NOT NULL,
  PRIMARY KEY (affiliation_id, instance_id)
);
