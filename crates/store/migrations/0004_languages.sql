-- In which language and zone a person is spoken to; null: as her browser asks, and UTC. A partner's
-- language is that of the invitations it sends; null: the operator's default.
ALTER TABLE identity ADD COLUMN language TEXT;
ALTER TABLE identity ADD COLUMN time_zone TEXT;
ALTER TABLE partner ADD COLUMN language TEXT;
