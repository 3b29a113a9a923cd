-- Events out: webhooks of a partner, their secrets, and deliveries as messages of the outbox.

CREATE TABLE webhook (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  address TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The last entry of the partner's chain that was looked at for it. It moves in the transaction that
  -- puts what it found into the outbox, so nothing is left out and nothing comes twice.
  last_seq BIGINT NOT NULL,
  failing_since BIGINT,
  last_success_at BIGINT,
  stopped_because TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX webhook_by_partner ON webhook (partner_id, id);

CREATE TABLE webhook_secret (
  id BYTEA NOT NULL PRIMARY KEY,
  webhook_id BYTEA NOT NULL REFERENCES webhook (id),
  sealed_secret BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX webhook_secret_by_webhook ON webhook_secret (webhook_id);

-- A message in a lane waits for those of its lane alone: a receiver that is down holds up nobody else.
-- The lane of an event is its webhook; mails and sign-outs have none.
ALTER TABLE outbox ADD COLUMN lane BYTEA;
ALTER TABLE outbox ADD COLUMN event TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN seq BIGINT;
ALTER TABLE outbox ADD COLUMN status BIGINT;
ALTER TABLE outbox ADD COLUMN millis BIGINT;
ALTER TABLE outbox ADD COLUMN answer TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_by_lane ON outbox (lane, state, id) WHERE lane IS NOT NULL;
