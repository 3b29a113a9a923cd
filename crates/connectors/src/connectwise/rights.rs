//! What the API member's role allows, beside the least that is needed.

use super::client::Client;
use super::lists::{List, asked};
use engine::outside::psa::PsaRights;
use model::directory::PsaFault;
use protocol::psa::connectwise::conditions::Is;
use protocol::psa::connectwise::records::{ApiMember, RoleSetting};
use protocol::psa::connectwise::rights::{Purpose, compare};

impl Client {
    pub(super) async fn rights(
        &self,
        member: &str,
        purposes: &[Purpose],
    ) -> Result<PsaRights, PsaFault> {
        let list = List {
            conditions: Some(asked("identifier", Is::Text(member))?),
            ..List::of(
                "system/apiMembers",
                "id,identifier,securityRole",
                "list API members (System > Member Maintenance: Inquire)",
            )
        };
        let members: Vec<ApiMember> = self.all(&list).await?;
        let named = |held: &&ApiMember| held.identifier.eq_ignore_ascii_case(member);
        let Some(found) = members.iter().find(named) else {
            let none = format!("there is no API member {member}");
            return Err(PsaFault::Refused(none));
        };
        let role = &found.security_role;
        let path = format!("system/securityRoles/{}/settings", role.id);
        let what = "read the role's settings (System > Security Roles: Inquire)";
        let list = List::of(&path, "", what);
        let settings: Vec<RoleSetting> = self.all(&list).await?;
        Ok(PsaRights {
            role: role.name.clone(),
            comparison: compare(&settings, purposes),
        })
    }
}
