-- Offboarding: what was to end when somebody left, and who has been told. No row here points to the
-- member's: the proof outlives her.
CREATE TABLE offboarding (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  member_id BYTEA NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  deletes BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  over_at BIGINT,
  found TEXT NOT NULL
);
CREATE INDEX offboarding_by_partner ON offboarding (partner_id, id);
CREATE INDEX offboarding_by_member ON offboarding (member_id, id);
CREATE TABLE offboarding_message (
  outbox_id BYTEA NOT NULL PRIMARY KEY,
  offboarding_id BYTEA NOT NULL REFERENCES offboarding (id),
  module TEXT NOT NULL,
  kind TEXT NOT NULL,
  told_at BIGINT,
  given_up BIGINT NOT NULL,
  fault TEXT NOT NULL
);
CREATE INDEX offboarding_message_by_offboarding ON offboarding_message (offboarding_id);
