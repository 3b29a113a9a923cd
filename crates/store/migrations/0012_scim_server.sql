-- What an upstream directory says of a member beyond what the hub itself keeps of her.
ALTER TABLE member ADD COLUMN external_id TEXT;
-- The name by which the directory knows her where that is no username of the hub, and its key.
ALTER TABLE member ADD COLUMN user_name TEXT;
ALTER TABLE member ADD COLUMN user_name_key TEXT;
ALTER TABLE member ADD COLUMN given_name TEXT;
ALTER TABLE member ADD COLUMN family_name TEXT;
-- The key through which a directory wrote her last; NULL: none manages her.
ALTER TABLE member ADD COLUMN managed_by BYTEA;
-- Whom the directory has deactivated: her alone does it bring back.
ALTER TABLE member ADD COLUMN ended_upstream BIGINT NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE member SET changed_at = created_at;
CREATE UNIQUE INDEX member_by_external_id ON member (partner_id, external_id);
CREATE UNIQUE INDEX member_by_user_name ON member (partner_id, user_name_key);

ALTER TABLE access_group ADD COLUMN external_id TEXT;
ALTER TABLE access_group ADD COLUMN managed_by BYTEA;
CREATE UNIQUE INDEX access_group_by_external_id ON access_group (partner_id, external_id);
