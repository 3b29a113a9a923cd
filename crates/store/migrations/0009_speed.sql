-- What was read row by row at a million identities.
CREATE INDEX known_device_by_identity ON known_device (identity_id);
