//! What happened in somebody's account, in words.

use super::Words;
use model::operation::AuditEntry;

impl Words {
    /// An entry of the log as a sentence to the person whose account it is; `own` are the ids that
    /// stand for her. What has no words of its own keeps its name, as the console's log has it.
    pub fn happened(&self, entry: &AuditEntry, own: &[String]) -> String {
        let about_her = own.contains(&entry.subject);
        let said = self
            .did(&entry.action, &entry.reason)
            .or_else(|| self.befell(&entry.action).filter(|_| about_her));
        match said {
            Some(sentence) => sentence.to_owned(),
            None if own.contains(&entry.actor) && !about_her => {
                self.happened_in_console(&entry.action)
            }
            None => self.happened_otherwise(&entry.action),
        }
    }

    /// What a log only ever has of the person herself, whoever did it.
    fn did(&self, action: &str, reason: &str) -> Option<&'static str> {
        Some(match action {
            "session.begun" => self.happened_session_begun(),
            "session.proved_again" => self.happened_session_proved_again(),
            "session.confirmed" => self.happened_session_confirmed(),
            "session.account_chosen" => self.happened_session_account_chosen(),
            "session.ended" => self.session_ended_for(reason),
            "confirmation.refused" => self.happened_confirmation_refused(),
            "factor.enrolled" => self.happened_factor_enrolled(),
            "factor.removed" => self.happened_factor_removed(),
            "factor.used" => self.happened_factor_used(),
            "recovery_code.used" => self.happened_recovery_used(),
            "recovery_codes.made" => self.happened_recovery_made(),
            "passkey.added" => self.happened_passkey_added(),
            "passkey.removed" => self.happened_passkey_removed(),
            "passkey.renamed" => self.happened_passkey_renamed(),
            "passkey.used" => self.happened_passkey_used(),
            "passkey.cloned" => self.happened_passkey_cloned(),
            "phone.added" => self.happened_phone_added(),
            "phone.removed" => self.happened_phone_removed(),
            "phone.renamed" => self.happened_phone_renamed(),
            "phone.asked" => self.happened_phone_asked(),
            "phone.approved" => self.happened_phone_approved(),
            "phone.denied" => self.happened_phone_denied(),
            "phone.used" => self.happened_phone_used(),
            "password.changed" => self.happened_password_changed(),
            "password.reset" => self.happened_password_reset(),
            "email.asked" => self.happened_email_asked(),
            "email.changed" => self.happened_email_changed(),
            "email.stopped" => self.happened_email_stopped(),
            "email.put_back" => self.happened_email_put_back(),
            "device.forgotten" => self.happened_browser_forgotten(),
            "device.allowed" => self.happened_device_allowed(),
            "device.denied" => self.happened_device_denied(),
            "person.activated" => self.happened_activated(),
            "invitation.accepted" => self.happened_accepted(),
            "module.entered" => self.happened_module_entered(),
            "module.refused" => self.happened_module_refused(),
            _ => return None,
        })
    }

    /// What is done to a person, and what a master does to others: hers where she is the subject.
    fn befell(&self, action: &str) -> Option<&'static str> {
        Some(match action {
            "sign_in.refused" => self.happened_sign_in_refused(),
            "factors.reset" => self.happened_factors_reset(),
            "enrolment.begun" => self.happened_enrolment_begun(),
            "person.renamed" => self.happened_renamed(),
            "person.invited" => self.happened_invited(),
            "invitation.sent_again" => self.happened_invited_again(),
            "group.joined" => self.happened_group_joined(),
            "group.left" => self.happened_group_left(),
            "member.role_changed" => self.happened_role_changed(),
            "member.username_changed" => self.happened_username_changed(),
            "member.made_root" => self.happened_made_root(),
            "member.root_taken" => self.happened_root_taken(),
            "member.deactivated" => self.happened_deactivated(),
            "member.reactivated" => self.happened_reactivated(),
            "member.deletion_begun" => self.happened_deletion_begun(),
            "member.restored" => self.happened_restored(),
            "member.signed_out" => self.happened_signed_out_by_master(),
            "link.made" => self.happened_link_made(),
            _ => return None,
        })
    }

    fn session_ended_for(&self, reason: &str) -> &'static str {
        match reason {
            "ended_by_owner" => self.happened_session_ended_by_owner(),
            "signed_out" => self.happened_session_signed_out(),
            "factors_reset" => self.happened_session_factors_reset(),
            "password_reset" | "password_changed" => self.happened_session_password(),
            "email_put_back" => self.happened_session_email(),
            "signed_out_by_master" => self.happened_session_by_master(),
            "another_person" => self.happened_session_another_person(),
            _ => self.happened_session_ended(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use kernel::{Language, Timestamp};
    use model::operation::AuditEntry;

    fn entry(actor: &str, action: &str, subject: &str, reason: &str) -> AuditEntry {
        AuditEntry {
            chain: [0; 16],
            seq: 1,
            at: Timestamp(0),
            actor: actor.into(),
            action: action.into(),
            subject: subject.into(),
            reason: reason.into(),
            before: String::new(),
            after: String::new(),
            address: String::new(),
            hash: Vec::new(),
        }
    }

    #[test]
    fn table_of_what_happened_to_her_and_by_her() {
        let own = ["mem_1".to_owned(), "idn_1".to_owned()];
        let english = Words::of(Language::English);
        for (actor, action, subject, reason, said) in [
            ("mem_1", "session.begun", "ses_1", "", "You signed in."),
            (
                "mem_1",
                "session.ended",
                "ses_1",
                "password_changed",
                "A session ended, since your password changed.",
            ),
            (
                "mem_1",
                "session.ended",
                "ses_1",
                "something_new",
                "A session ended.",
            ),
            (
                "mem_2",
                "factors.reset",
                "idn_1",
                "",
                "Your second factors were reset.",
            ),
            // A master who does it to others did not suffer it.
            (
                "mem_1",
                "factors.reset",
                "idn_2",
                "",
                "You administered: factors.reset",
            ),
            (
                "mem_1",
                "member.deactivated",
                "mem_2",
                "",
                "You administered: member.deactivated",
            ),
            (
                "mem_2",
                "member.deactivated",
                "mem_1",
                "",
                "Your account was deactivated.",
            ),
            (
                "mem_1",
                "group.made",
                "grp_1",
                "",
                "You administered: group.made",
            ),
            (
                "operator",
                "member.something_new",
                "mem_1",
                "",
                "Your account was changed: member.something_new",
            ),
        ] {
            let entry = entry(actor, action, subject, reason);
            assert_eq!(english.happened(&entry, &own), said, "{action}");
        }
        let german = Words::of(Language::German);
        let added = entry("mem_1", "passkey.added", "pky_1", "");
        assert_eq!(
            german.happened(&added, &own),
            "Ein Passkey wurde hinzugefügt."
        );
    }
}
