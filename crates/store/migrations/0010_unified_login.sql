-- Unified Login of modules: links of tenants, their policy, copies of the modules' accounts, bonds
-- of people with them, and what is due at a module.
CREATE TABLE partner_feature (
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  feature TEXT NOT NULL,
  turned_on_at BIGINT NOT NULL,
  PRIMARY KEY (partner_id, feature)
);
CREATE TABLE module_manifest (
  instance_id BYTEA NOT NULL PRIMARY KEY REFERENCES module_instance (id),
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  manifest TEXT NOT NULL,
  read_at BIGINT NOT NULL
);
CREATE TABLE module_link (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  instance_id BYTEA NOT NULL REFERENCES module_instance (id),
  origin TEXT NOT NULL,
  tenant TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  state TEXT NOT NULL,
  one_to_one BIGINT NOT NULL,
  policy TEXT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  linked_by TEXT NOT NULL,
  module_admin TEXT NOT NULL,
  linked_at BIGINT NOT NULL,
  ended_at BIGINT,
  last_seen_at BIGINT,
  imported_at BIGINT
);
-- One tenant of a module belongs to one hub tenant at a time, and the other way round where the
-- module wants it so: whoever comes second is refused by these, whatever was read before.
CREATE UNIQUE INDEX module_link_tenant ON module_link (origin, tenant_id) WHERE state = 'active';
CREATE UNIQUE INDEX module_link_hub ON module_link (instance_id) WHERE state = 'active' AND one_to_one = 1;
CREATE INDEX module_link_by_instance ON module_link (partner_id, instance_id, id);
CREATE TABLE module_account (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  link_id BYTEA NOT NULL REFERENCES module_link (id),
  remote_id TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  username TEXT NOT NULL,
  username_key TEXT NOT NULL,
  display_name TEXT NOT NULL,
  active BIGINT NOT NULL,
  roles TEXT NOT NULL,
  security_admin BIGINT NOT NULL,
  primary_user BIGINT NOT NULL,
  email_at_several BIGINT NOT NULL,
  last_local_login_at BIGINT,
  made_by_hub BIGINT NOT NULL,
  etag TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  UNIQUE (link_id, remote_id)
);
CREATE INDEX module_account_by_email ON module_account (link_id, email_key);
CREATE INDEX module_account_by_username ON module_account (link_id, username_key);
CREATE TABLE login_exception (
  link_id BYTEA NOT NULL REFERENCES module_link (id),
  remote_id TEXT NOT NULL,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (link_id, remote_id)
);
CREATE TABLE account_link (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  link_id BYTEA NOT NULL REFERENCES module_link (id),
  population TEXT NOT NULL,
  affiliation_id BYTEA NOT NULL,
  remote_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  UNIQUE (link_id, affiliation_id),
  UNIQUE (link_id, remote_id)
);
CREATE INDEX account_link_by_affiliation ON account_link (affiliation_id);
CREATE TABLE provision_task (
  link_id BYTEA NOT NULL REFERENCES module_link (id),
  affiliation_id BYTEA NOT NULL,
  population TEXT NOT NULL,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  asked BIGINT NOT NULL,
  done BIGINT NOT NULL,
  goal TEXT NOT NULL,
  outcome TEXT NOT NULL,
  fault TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  proved_at BIGINT,
  PRIMARY KEY (link_id, affiliation_id)
);
CREATE INDEX provision_task_due ON provision_task (due_at) WHERE asked > done;
CREATE INDEX provision_task_by_person ON provision_task (partner_id, affiliation_id);
ALTER TABLE token_family ADD COLUMN link_id BYTEA;
ALTER TABLE token_family ADD COLUMN link_request TEXT;
CREATE INDEX token_family_by_link ON token_family (link_id) WHERE link_id IS NOT NULL;
