//! What the API member's role allows, beside the least that is needed.

use super::client::Client;
use super::lists::List;
use engine::outside::psa::PsaRights;
use model::directory::PsaFault;
use protocol::psa::connectwise::conditions::{Conditions, Is};
use protocol::psa::connectwise::records::{ApiMember, RoleSetting};
use protocol::psa::connectwise::rights::{Purpose, compare};

impl Client {
    pub(super) async fn rights(
        &self,
        member: &str,
        purposes: &[Purpose],
    ) -> Result<PsaRights, PsaFault> {
        let conditions = Conditions::field("identifier", Is::Text(member));
        let list = List {
            path: "system/apiMembers",
            fields: "id,identifier,securityRole",
            conditions: Some(conditions.map_err(|e| PsaFault::Refused(e.to_string()))?),
            what: "list API members (System > Member Maintenance: Inquire)",
        };
        let members: Vec<ApiMember> = self.all(&list).await?;
        let named = |held: &&ApiMember| held.identifier.eq_ignore_ascii_case(member);
        let Some(found) = members.iter().find(named) else {
            let none = format!("there is no API member {member}");
            return Err(PsaFault::Refused(none));
        };
        let role = &found.security_role;
        let list = List {
            path: &format!("system/securityRoles/{}/settings", role.id),
            fields: "",
            conditions: None,
            what: "read the role's settings (System > Security Roles: Inquire)",
        };
        let settings: Vec<RoleSetting> = self.all(&list).await?;
        Ok(PsaRights {
            role: role.name.clone(),
            comparison: compare(&settings, purposes),
        })
    }
}
