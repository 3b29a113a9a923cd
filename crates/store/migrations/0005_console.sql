-- The console: members that can be searched and deleted with a grace, groups with rules, imports,
-- rules of a partner, jobs that say whose they are.
ALTER TABLE partner ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';
ALTER TABLE identity ADD COLUMN last_sign_in_at BIGINT;

-- Name, address and username in small letters: what a search looks through, and the order of a list.
ALTER TABLE member ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN delete_at BIGINT;
UPDATE member SET search_key =
  (SELECT lower(i.display_name) || ' <' || i.email_key || '> ' FROM identity i WHERE i.id = member.identity_id)
  || COALESCE(username, '');
CREATE INDEX member_by_search ON member (partner_id, search_key);
CREATE INDEX member_by_delete ON member (delete_at) WHERE delete_at IS NOT NULL;

ALTER TABLE access_group ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- NULL: members are put in by hand.
ALTER TABLE access_group ADD COLUMN rule TEXT;
ALTER TABLE group_affiliation ADD COLUMN by_rule BIGINT NOT NULL DEFAULT 0;
CREATE INDEX audit_entry_by_actor ON audit_entry (chain, actor, seq);

-- A file of members: checked first, then taken over in steps that survive a stop.
CREATE TABLE member_import (
  id BYTEA NOT NULL PRIMARY KEY,
  partner_id BYTEA NOT NULL REFERENCES partner (id),
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sealed_rows BYTEA NOT NULL,
  summary TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  invite BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX member_import_by_partner ON member_import (partner_id, id);
CREATE INDEX member_import_by_state ON member_import (state, lease_until);

-- Whose a job is and what it is about, in words without secrets.
ALTER TABLE outbox ADD COLUMN partner_id BYTEA;
ALTER TABLE outbox ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_by_partner ON outbox (partner_id, id);
