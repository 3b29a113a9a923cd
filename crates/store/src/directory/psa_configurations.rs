//! What a PSA said last of its configurations: as much as mapping and counting need.

use super::psa_mirror::{Held, MirrorRow, MirrorStatements};
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Val};
use kernel::PsaConnectionId;
use model::directory::{PsaChange, PsaConfiguration};

statements! {
    PUT_PSA_CONFIGURATION = "INSERT INTO psa_configuration (connection_id, psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET company_psa_id = excluded.company_psa_id, site_psa_id = excluded.site_psa_id, type_id = excluded.type_id, name = excluded.name, serial = excluded.serial, active = excluded.active, changed_at = excluded.changed_at, seen = excluded.seen, gone_at = NULL";
    FIND_PSA_CONFIGURATION = "SELECT psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, gone_at FROM psa_configuration WHERE connection_id = $1 AND psa_id = $2";
    PSA_CONFIGURATIONS_BETWEEN = "SELECT psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, gone_at FROM psa_configuration WHERE connection_id = $1 AND psa_id >= $2 AND psa_id <= $3 ORDER BY psa_id";
    PSA_CONFIGURATIONS_UNSEEN = "SELECT psa_id FROM psa_configuration WHERE connection_id = $1 AND seen < $2 AND gone_at IS NULL ORDER BY psa_id LIMIT $3";
    COUNT_PSA_CONFIGURATIONS = "SELECT COUNT(*) FROM psa_configuration WHERE connection_id = $1 AND gone_at IS NULL";
    PSA_CONFIGURATION_GONE = "UPDATE psa_configuration SET gone_at = $3 WHERE connection_id = $1 AND psa_id = $2";
}

fn read(c: &mut Columns<'_>) -> Result<Held<PsaConfiguration>, StoreFault> {
    Ok(Held {
        row: PsaConfiguration {
            id: c.int()?,
            company: c.int_or_null()?,
            site: c.int_or_null()?,
            kind: c.int_or_null()?,
            name: c.text()?,
            serial: c.text()?,
            active: c.flag()?,
            changed: PsaChange {
                at: c.time_or_null()?,
                by: String::new(),
            },
        },
        gone_at: c.time_or_null()?,
    })
}

impl MirrorRow for PsaConfiguration {
    fn statements() -> MirrorStatements {
        MirrorStatements {
            put: &PUT_PSA_CONFIGURATION,
            find: &FIND_PSA_CONFIGURATION,
            between: &PSA_CONFIGURATIONS_BETWEEN,
            unseen: &PSA_CONFIGURATIONS_UNSEEN,
            count: &COUNT_PSA_CONFIGURATIONS,
            gone: &PSA_CONFIGURATION_GONE,
        }
    }
    fn values(&self, connection: PsaConnectionId, seen: i64) -> Vec<Val> {
        vec![
            connection.0.into(),
            self.id.into(),
            self.company.into(),
            self.site.into(),
            self.kind.into(),
            self.name.as_str().into(),
            self.serial.as_str().into(),
            self.active.into(),
            self.changed.at.into(),
            seen.into(),
        ]
    }
    fn read(c: &mut Columns<'_>) -> Result<Held<Self>, StoreFault> {
        read(c)
    }
}
