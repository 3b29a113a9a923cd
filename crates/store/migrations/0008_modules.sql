-- Modules set up in the console: a login is tried out by one master before it is turned on.
ALTER TABLE module_instance ADD COLUMN trial_member_id BYTEA;
ALTER TABLE module_instance ADD COLUMN trial_begun_at BIGINT;
ALTER TABLE module_instance ADD COLUMN trial_until BIGINT;
