-- The PSA as record: connections, what a PSA said last (the mirror), what follows from it in the
-- directory. The PSA's own ids are BIGINT and unique within a connection.

-- connections -------------------------------------------------------------------------------
CREATE TABLE psa_connection (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  vendor TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  host TEXT NOT NULL,
  company TEXT NOT NULL,
  account TEXT NOT NULL,
  client_id TEXT NOT NULL,
  api_member TEXT NOT NULL,
  sealed_keys BYTEA NOT NULL,
  associated TEXT NOT NULL,
  hidden_types TEXT NOT NULL,
  hidden_statuses TEXT NOT NULL,
  state TEXT NOT NULL,
  callback_token TEXT NOT NULL UNIQUE,
  last_test TEXT NOT NULL,
  tested_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, name_key)
);
-- How far a connection has been read. One row for each; a pass is under way while pass is not empty.
-- asked: 1 when somebody wants it read now, 2 when all of it, 0 when that has begun; known_at: when the last pass to the end began, by our clock; newest_at: what the PSA's clock showed then
-- at least.
CREATE TABLE psa_sync (
  connection_id BYTEA NOT NULL PRIMARY KEY REFERENCES psa_connection (id),
  pass TEXT NOT NULL,
  stage TEXT NOT NULL,
  page_cursor BIGINT,
  generation BIGINT NOT NULL,
  rows_read BIGINT NOT NULL,
  rows_expected BIGINT NOT NULL,
  rows_changed BIGINT NOT NULL,
  left_out TEXT NOT NULL,
  begun_at BIGINT,
  newest_now BIGINT,
  newest_at BIGINT,
  known_at BIGINT,
  passed_at BIGINT,
  whole_at BIGINT,
  site_cursor BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  asked BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  fault_code TEXT NOT NULL,
  fault TEXT NOT NULL,
  remedy TEXT NOT NULL,
  callbacks TEXT NOT NULL,
  callbacks_at BIGINT,
  heard_at BIGINT
);
CREATE INDEX psa_sync_due ON psa_sync (due_at);
-- Notices of changes that wait to be proved and looked after.
CREATE TABLE psa_notice (
  id BYTEA NOT NULL PRIMARY KEY,
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  signature TEXT NOT NULL,
  body BYTEA NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL
);
CREATE INDEX psa_notice_by_connection ON psa_notice (connection_id, due_at);
CREATE TABLE psa_message (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  message_id TEXT NOT NULL,
  heard_at BIGINT NOT NULL,
  PRIMARY KEY (connection_id, message_id)
);
CREATE INDEX psa_message_by_age ON psa_message (heard_at);

-- the mirror: seen is the generation of the last whole pass that met the row ------------------
CREATE TABLE psa_company (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  identifier TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  status_id BIGINT,
  status_name TEXT NOT NULL,
  types TEXT NOT NULL,
  domain TEXT NOT NULL,
  active BIGINT NOT NULL,
  changed_at BIGINT,
  seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (connection_id, psa_id)
);
CREATE INDEX psa_company_by_name ON psa_company (connection_id, sort_key, psa_id);
CREATE TABLE psa_site (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  company_psa_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  main BIGINT NOT NULL,
  active BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (connection_id, psa_id)
);
CREATE INDEX psa_site_by_company ON psa_site (connection_id, company_psa_id, psa_id);
CREATE TABLE psa_contact (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  company_psa_id BIGINT,
  site_psa_id BIGINT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  title TEXT NOT NULL,
  emails TEXT NOT NULL,
  active BIGINT NOT NULL,
  main BIGINT NOT NULL,
  bill_to BIGINT NOT NULL,
  changed_at BIGINT,
  seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (connection_id, psa_id)
);
-- With gone_at, so that counting what is there does not read the rows themselves.
CREATE INDEX psa_contact_by_company ON psa_contact (connection_id, company_psa_id, psa_id, gone_at);
CREATE TABLE psa_configuration (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  company_psa_id BIGINT,
  site_psa_id BIGINT,
  type_id BIGINT,
  name TEXT NOT NULL,
  serial TEXT NOT NULL,
  active BIGINT NOT NULL,
  changed_at BIGINT,
  seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (connection_id, psa_id)
);
CREATE INDEX psa_configuration_by_company ON psa_configuration (connection_id, company_psa_id, psa_id, gone_at);
CREATE TABLE psa_member (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  identifier TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  active BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (connection_id, psa_id)
);
-- Rows of set-up tables: parent is the board (or the configuration type) that a table belongs to, 0
-- for tables of the whole PSA.
CREATE TABLE psa_set_up (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  kind TEXT NOT NULL,
  parent BIGINT NOT NULL,
  psa_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  is_default BIGINT NOT NULL,
  active BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  more TEXT NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (connection_id, kind, parent, psa_id)
);
-- PSA companies whose part of the directory is to be looked at again; with_sites: after their sites were
-- read; marks counts, so that a mark that came meanwhile is not taken away; due_at: not before.
CREATE TABLE psa_due_company (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  with_sites BIGINT NOT NULL,
  marks BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (connection_id, psa_id)
);

-- mapping -----------------------------------------------------------------------------------
CREATE TABLE integration_rule (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, name_key)
);
-- A site of 0 is the whole PSA company. follows: the company was imported, and keeps the PSA's name.
CREATE TABLE company_mapping (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  company_id BYTEA NOT NULL REFERENCES company (id),
  company_psa_id BIGINT NOT NULL,
  site_psa_id BIGINT NOT NULL,
  follows BIGINT NOT NULL,
  known_name TEXT NOT NULL,
  known_identifier TEXT NOT NULL,
  creates_tickets BIGINT NOT NULL,
  rule_id BYTEA REFERENCES integration_rule (id),
  syncs_configurations BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (connection_id, company_psa_id, site_psa_id),
  UNIQUE (connection_id, company_id)
);
CREATE INDEX company_mapping_by_partner ON company_mapping (partner_id, id);
CREATE INDEX company_mapping_by_company ON company_mapping (company_id);
CREATE INDEX company_mapping_by_rule ON company_mapping (rule_id);

-- what the directory holds ------------------------------------------------------------------
CREATE TABLE site (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  company_id BYTEA NOT NULL REFERENCES company (id),
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  main BIGINT NOT NULL,
  active BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (connection_id, psa_id, company_id)
);
CREATE INDEX site_by_company ON site (company_id, id);
CREATE TABLE access_profile (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  switches TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (partner_id, name_key)
);
-- profile: revoked, admin, or the id of an access_profile.
CREATE TABLE contact (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  profile TEXT NOT NULL,
  main BIGINT NOT NULL,
  bill_to BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  synced_at BIGINT NOT NULL,
  mailed_at BIGINT
);
CREATE INDEX contact_by_name ON contact (partner_id, name_key, id);
CREATE INDEX contact_by_profile ON contact (partner_id, profile, id);
-- The addresses of a contact, in the PSA's order; position 0 is the default.
CREATE TABLE contact_email (
  contact_id BYTEA NOT NULL REFERENCES contact (id),
  position BIGINT NOT NULL,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  PRIMARY KEY (contact_id, position)
);
CREATE INDEX contact_email_by_key ON contact_email (partner_id, email_key, contact_id);
-- The records in PSAs that make up a contact, each with the company that it relates her to. A record
-- that is gone stays here, gone, so that it is known again when it comes back.
CREATE TABLE contact_source (
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  psa_id BIGINT NOT NULL,
  contact_id BYTEA NOT NULL REFERENCES contact (id),
  company_id BYTEA NOT NULL REFERENCES company (id),
  company_psa_id BIGINT NOT NULL,
  site_id BYTEA,
  state TEXT NOT NULL,
  main BIGINT NOT NULL,
  bill_to BIGINT NOT NULL,
  PRIMARY KEY (connection_id, psa_id)
);
CREATE INDEX contact_source_by_contact ON contact_source (contact_id);
CREATE INDEX contact_source_by_company ON contact_source (company_id, contact_id);
CREATE INDEX contact_source_by_psa_company ON contact_source (connection_id, company_psa_id, psa_id);
-- Profiles that were given to many at once, with what each had before, so that it can be undone. A
-- contact may have become part of another since.
CREATE TABLE contact_action (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  profile TEXT NOT NULL,
  done_by TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  undone_at BIGINT
);
CREATE INDEX contact_action_by_partner ON contact_action (partner_id, id);
CREATE TABLE contact_action_row (
  action_id BYTEA NOT NULL REFERENCES contact_action (id),
  contact_id BYTEA NOT NULL,
  before TEXT NOT NULL,
  PRIMARY KEY (action_id, contact_id)
);
-- Questions that only a person can answer. decision is empty while nobody has.
CREATE TABLE psa_conflict (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  connection_id BYTEA NOT NULL REFERENCES psa_connection (id),
  company_psa_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  open BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT,
  found_at BIGINT NOT NULL,
  UNIQUE (connection_id, kind, subject)
);
CREATE INDEX psa_conflict_by_partner ON psa_conflict (partner_id, open, id);
CREATE INDEX psa_conflict_by_company ON psa_conflict (connection_id, company_psa_id);
