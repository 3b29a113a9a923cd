-- Whose account the hub has deactivated: that alone does it bring back.
ALTER TABLE provision_task ADD COLUMN ended_by_hub BIGINT NOT NULL DEFAULT 0;
