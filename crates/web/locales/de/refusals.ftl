# Ablehnungen nach ihrem Code. Das Englische steht im Programm.

refusal-address_unreadable = Die Adresse enthält etwas, das kein Text ist.
    .title = Diese Adresse ist nicht lesbar
    .remedy = Öffnen Sie sie noch einmal ganz, aus der E-Mail oder von der Seite.

refusal-affiliation_deactivated = Ihr Konto bei diesem Unternehmen wurde deaktiviert.
    .remedy = Bitten Sie einen Master des Unternehmens, es wieder zu aktivieren.

refusal-affiliation_not_yours = Dieses Konto gehört nicht zu dieser Anmeldung.
    .remedy = Wählen Sie eines der Konten aus der Liste.

refusal-out_of_service = Die Anmeldung kann ihre Datenbank im Augenblick nicht benutzen.
    .title = Für einen Moment geschlossen
    .remedy = Versuchen Sie es in einer Minute noch einmal und sehen Sie zuerst nach, ob Ihre letzte Eingabe erhalten blieb. Wenn es anhält, sagen Sie es Ihrer Administration.

refusal-broken = Der Fehler liegt bei uns, und es wurde nichts geändert.
    .title = Hier ist etwas schiefgegangen
    .remedy = Versuchen Sie es in einer Minute noch einmal. Wenn es wieder geschieht, geben Sie Ihrer Administration die Referenz unten.

refusal-busy = Im Moment melden sich viele Menschen an.
    .remedy = Versuchen Sie es in einigen Sekunden noch einmal.

refusal-client_unknown = Das Modul, das Sie hierher geschickt hat, ist nicht registriert.
    .remedy = Öffnen Sie das Modul über „{ my-modules }“. Seine Administration kann client_id auf beiden Seiten vergleichen.

refusal-code_form = Der Code hat sechs Ziffern.
    .remedy = Geben Sie die sechs Ziffern ein, die die Authenticator-App zeigt.

refusal-code_used = Dieser Code wurde bereits verwendet.
    .remedy = Warten Sie bis zu 30 Sekunden auf den nächsten.

refusal-code_wrong = Dieser Code ist nicht oder nicht mehr richtig.
    .remedy = Warten Sie auf den nächsten Code und geben Sie diesen ein. Wenn Codes nie passen, stellen Sie die Uhr des Telefons auf automatisch.

refusal-company_deactivated = Ihr Unternehmen ist hier deaktiviert.
    .remedy = Bitten Sie Ihren Anbieter, das Unternehmen wieder zu aktivieren.

refusal-content_type = Das Formular wurde auf eine Weise gesendet, die hier nicht verstanden wird.
    .title = Das kann nicht gelesen werden
    .remedy = Senden Sie es als application/x-www-form-urlencoded, wie Browser es tun.

refusal-credentials_mismatch = Dieser Name und dieses Passwort gehören nicht zusammen.
    .remedy = Prüfen Sie beides und versuchen Sie es noch einmal, oder wählen Sie per E-Mail ein neues Passwort.

refusal-foreign_form = Das Formular wurde von einer anderen Website gesendet, oder die Seite war zu lange offen.
    .title = Das kam nicht von hier
    .remedy = Öffnen Sie die Seite hier und senden Sie es noch einmal.

refusal-identity_deactivated = Dieses Konto wurde deaktiviert.
    .remedy = Bitten Sie einen Master des Unternehmens, es wieder zu aktivieren.

refusal-invalid_request = Das Modul hat eine Anfrage gesendet, die nicht gelesen werden kann: { $detail }.
    .remedy = Öffnen Sie das Modul noch einmal. Wenn es wieder geschieht, muss sein Hersteller die Anfrage korrigieren.

refusal-invitation_not_accepted = Die Einladung zu diesem Unternehmen wurde noch nicht angenommen.
    .remedy = Öffnen Sie den Link in der Einladung; ein Master kann sie noch einmal senden.

refusal-link_expired = Dieser Link ist zu alt.
    .remedy = Fordern Sie über „{ forgot-password }“ einen neuen an.

refusal-link_unknown = Dieser Link ist hier nicht bekannt.
    .remedy = Öffnen Sie ihn noch einmal ganz aus der E-Mail, oder fordern Sie über „{ forgot-password }“ einen neuen an.

refusal-link_used = Dieser Link wurde bereits verwendet.
    .remedy = Melden Sie sich an. Wenn das nicht gelingt, fordern Sie über „{ forgot-password }“ einen neuen an.

refusal-method_not_allowed = Diese Adresse nimmt diese Art von Anfrage nicht an.
    .title = So geht es nicht
    .remedy = Öffnen Sie sie von einer Seite hier.

refusal-network_not_allowed = Ihr Unternehmen lässt seine Mitarbeitenden nur aus den eigenen Netzen herein.
    .remedy = Kommen Sie aus dem Büro oder über dessen VPN. Ein Master kann die Liste ändern; kommt niemand mehr hinein, kann der Betreiber sie leeren.

refusal-no_affiliation = Dieses Konto gehört zu keinem aktiven Unternehmen.
    .remedy = Bitten Sie die Administration des Unternehmens, es wieder zu aktivieren.

refusal-no_second_factor = Für dieses Konto ist kein zweiter Faktor eingerichtet.
    .remedy = Melden Sie sich einmal an; dabei wird der zweite Faktor eingerichtet.

refusal-not_activated = Dieses Konto wurde noch nicht aktiviert.
    .remedy = Öffnen Sie den Link in der Aktivierungs-E-Mail; „{ forgot-password }“ sendet einen neuen.

refusal-not_at_partner = Sie haben kein Konto bei dem Unternehmen, dessen Modul dies ist.
    .remedy = Melden Sie sich mit einem anderen Konto an, oder bitten Sie einen Master jenes Unternehmens um eine Einladung.

refusal-not_found = Unter dieser Adresse ist nichts zu finden.
    .title = Diese Seite gibt es hier nicht
    .remedy = Prüfen Sie die Adresse, oder gehen Sie zur Startseite.

refusal-not_granted = Dieses Modul wurde Ihnen nicht freigegeben.
    .remedy = Bitten Sie einen Master, es Ihnen oder einer Ihrer Gruppen freizugeben.

refusal-partner_deactivated = Das Unternehmen, das dieses Modul anbietet, ist hier deaktiviert.
    .remedy = Bitten Sie die Betreiber dieser Installation, den Partner wieder zu aktivieren.

refusal-password_refused = Dieses Passwort wird nicht angenommen.
    .remedy = Wählen Sie ein anderes Passwort.

refusal-password_wrong = Das ist nicht Ihr Passwort.
    .remedy = Geben Sie das Passwort ein, mit dem Sie sich hier anmelden.

refusal-post_logout_redirect_uri_not_registered = Das Modul möchte Sie an eine Adresse senden, die nicht dafür registriert ist.
    .remedy = Sie können sich hier abmelden. Die Administration des Moduls kann die Adresse Buchstabe für Buchstabe registrieren.

refusal-recovery_code_wrong = Dieser Wiederherstellungscode ist nicht richtig oder wurde bereits verwendet.
    .remedy = Geben Sie einen anderen Code der Liste ein. Ist keiner mehr übrig, muss die Administration des Unternehmens helfen.

refusal-redirect_uri_not_registered = Das Modul möchte Sie an eine Adresse senden, die nicht dafür registriert ist.
    .remedy = Öffnen Sie das Modul über „{ my-modules }“. Seine Administration kann die Adresse Buchstabe für Buchstabe registrieren.

refusal-set_up_done = Diese Installation ist bereits eingerichtet.
    .remedy = Melden Sie sich an.

refusal-set_up_token_wrong = Dieses Einrichtungs-Token ist nicht richtig.
    .remedy = Kopieren Sie es aus den ersten Zeilen der Serverausgabe. Bis zur Einrichtung wird bei jedem Start ein neues ausgegeben.

refusal-sign_in_expired = Diese Anmeldung ist abgelaufen.
    .remedy = Beginnen Sie die Anmeldung noch einmal.

refusal-sign_in_out_of_step = Dieser Schritt der Anmeldung liegt schon hinter Ihnen.
    .remedy = Beginnen Sie die Anmeldung noch einmal.

refusal-too_large = Was gesendet wurde, ist länger als { $most }.
    .title = Das ist zu viel
    .remedy = Senden Sie weniger. Es wurde nichts geändert.

refusal-too_many_tries = Zu viele Versuche. { $unit ->
    [minutes] { $count ->
        [one] Versuchen Sie es in einer Minute noch einmal.
       *[other] Versuchen Sie es in { $count } Minuten noch einmal.
    }
   *[seconds] { $count ->
        [one] Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Versuchen Sie es in { $count } Sekunden noch einmal.
    }
}
    .remedy = Warten genügt. Ein neues Passwort per E-Mail hilft ebenfalls sofort.

refusal-too_slow = Die Anfrage kam nicht rechtzeitig an.
    .title = Das hat zu lange gedauert
    .remedy = Versuchen Sie es noch einmal.

refusal-unified_login_off = Die Anmeldung über diesen Hub ist für dieses Modul ausgeschaltet.
    .remedy = Ein Master kann sie für das Modul einschalten.

refusal-wrong_population = Dieses Modul ist nicht für Ihre Art von Konto gedacht.
    .remedy = Interne Module sind für das Team, Kundenmodule für Kunden. Melden Sie sich mit dem anderen Konto an.

refusal-device_code_wrong = Kein Gerät zeigt diesen Code, oder es hat zu lange gewartet.
    .remedy = Vergleichen Sie ihn Buchstabe für Buchstabe, oder beginnen Sie am Gerät noch einmal für einen neuen.

refusal-device_flow_off = Die Anmeldung an Geräten mit einem Code ist hier ausgeschaltet.
    .remedy = Fragen Sie Ihre Administration, wie dieses Gerät verbunden werden kann.

refusal-last_factor = Das ist Ihr einziger zweiter Faktor.
    .remedy = Fügen Sie zuerst einen weiteren hinzu und entfernen Sie dann diesen.

refusal-too_many_factors = Sie haben davon so viele, wie eine Person haben kann.
    .remedy = Entfernen Sie einen, den Sie nicht verwenden.

refusal-factor_unknown = Das ist keiner von Ihren, oder er wurde bereits entfernt.
    .remedy = Öffnen Sie die Seite noch einmal.

refusal-proposal_expired = Die Seite war zu lange offen.
    .remedy = Öffnen Sie die Seite noch einmal.

refusal-email_same = Das ist bereits Ihre Adresse.
    .remedy = Geben Sie die neue ein.

refusal-email_just_changed = Ihre Adresse wurde vor weniger als drei Tagen geändert.
    .remedy = Warten Sie, bis die alte Adresse sie nicht mehr zurückholen kann.

refusal-email_taken = Diese Adresse gehört inzwischen zu einem anderen Konto.
    .remedy = Wählen Sie eine andere Adresse, oder melden Sie sich mit jenem Konto an.

refusal-not_master = Die Konsole ist für Master des Unternehmens.
    .remedy = Bitten Sie einen Master um die Rolle Master, oder darum, es für Sie zu tun.

refusal-pushed_request_over = Die Anfrage, die das Modul hinterlegt hat, ist abgelaufen.
    .remedy = Öffnen Sie das Modul noch einmal: Eine solche Anfrage gilt einmal und eine Minute lang.

refusal-passkey_wrong = Dieser Passkey öffnet dieses Konto nicht.
    .remedy = Versuchen Sie es noch einmal, oder melden Sie sich anders an.

refusal-passkey_cloned = Dieser Passkey antwortete wie eine Kopie und wurde entfernt.
    .remedy = Melden Sie sich anders an, und fügen Sie ihn erneut hinzu, wenn Sie ihn noch haben.

refusal-passkeys_unavailable = Passkeys funktionieren unter dieser Adresse nicht.
    .remedy = Verwenden Sie eine Authenticator-App.

refusal-passkey_not_allowed = Ihr Unternehmen erlaubt diese Art von Passkey nicht.
    .remedy = Verwenden Sie einen, den ein Master Ihres Unternehmens nennt, oder eine Authenticator-App.

refusal-unified_login_invite_only = Unified Login ist für Ihr Unternehmen nicht eingeschaltet.
    .remedy = Bitte wenden Sie sich an Ihren Kundenbetreuer.

refusal-link_needs_master = Nur ein Master Ihres Unternehmens kann ein Modul verknüpfen.
    .remedy = Melden Sie sich mit einem Master-Konto des Unternehmens an.

refusal-link_wrong_population = Personen von Kundenunternehmen können keine Module für Mitarbeiter verknüpfen.
    .remedy = Melden Sie sich beim Modul mit dessen eigenem Kennwort an.

refusal-module_says_nothing = Das Modul hat noch nicht mitgeteilt, was es kann.
    .remedy = Ein Master öffnet das Modul in der Konsole und liest es dort erneut.

refusal-module_cannot_log_in = Dieses Modul kann niemanden über den Hub anmelden.
    .remedy = Fragen Sie den Hersteller des Moduls.

refusal-wrong_region = Die Adresse dieses Moduls gehört zur Region { $region }.
    .remedy = Tragen Sie unter Modul-URLs die richtige Adresse ein.

refusal-hub_tenant_already_mapped = Ihr Unternehmen ist bereits mit einem anderen Mandanten dieses Moduls verknüpft: { $tenant }.
    .remedy = Schalten Sie die Anmeldung dort zuerst aus: Es kann nur ein Mandant zur selben Zeit verknüpft sein.

refusal-module_tenant_already_mapped = Dieser Mandant des Moduls ist mit einem anderen Unternehmen verknüpft.
    .remedy = Ein Administrator des Moduls schaltet es dort zuerst aus.

refusal-link_request_unsigned = Das Modul hat die Anfrage auf unsichere Weise gesendet.
    .remedy = Sein Hersteller muss die Anfrage vorab übermitteln (RFC 9126).

refusal-tenant_not_linked = Ihr Unternehmen hat dieses Modul nicht verknüpft.
    .remedy = Ein Master verknüpft es in den Einstellungen des Moduls.

refusal-accounts_are_matched = Konten dieses Moduls werden über E-Mail-Adresse oder Benutzernamen gefunden.
    .remedy = Melden Sie sich mit der Schaltfläche des Hubs an; es muss nichts verknüpft werden.

refusal-hub_person_already_linked = Ihr Hub-Konto ist mit einem anderen Konto dieses Moduls verknüpft.
    .remedy = Schalten Sie es zuerst in den Einstellungen jenes Kontos aus.

refusal-module_account_already_linked = Dieses Konto ist mit einem anderen Hub-Konto verknüpft.
    .remedy = Melden Sie sich mit dem Hub-Konto an, mit dem es verknüpft ist.

refusal-hub_account_inactive = Ihr Hub-Konto ist nicht aktiv.
    .remedy = Bitten Sie einen Master Ihres Unternehmens, es wieder zu aktivieren.

refusal-account_not_linked = Sie haben Ihr Konto bei diesem Modul noch nicht verknüpft.
    .remedy = Melden Sie sich dort mit Ihrem Kennwort an und schalten Sie es in den Einstellungen ein.

refusal-push_asked_already = Auf Ihrem Telefon wartet bereits eine Frage.
    .remedy = Antworten Sie dort, oder verwenden Sie stattdessen einen Code.

refusal-push_code_unknown = Dieser Code ist hier nicht bekannt, wurde verwendet oder ist zu alt.
    .remedy = Beginnen Sie unter „{ my-settings }“ noch einmal und verwenden Sie den Code, der dort steht.

refusal-push_no_phone = Für dieses Konto ist kein Telefon eingerichtet.
    .remedy = Verwenden Sie stattdessen einen Code, und richten Sie unter „{ my-settings }“ ein Telefon ein.

refusal-push_number_wrong = Das ist nicht die Zahl auf dem anderen Bildschirm.
    .remedy = Niemand wurde eingelassen. Beginnen Sie am anderen Bildschirm noch einmal.

refusal-push_over = Diese Frage wurde beantwortet, oder ihre Minute ist vorbei.
    .remedy = Fordern Sie auf der Seite, auf der Sie sich anmelden, eine neue an.

refusal-push_paused = Auf Ihrem Telefon wurde eine Frage abgewiesen. Es kann { $unit ->
        [seconds] { $count ->
            [one] in einer Sekunde
           *[other] in { $count } Sekunden
        }
       *[minutes] { $count ->
            [one] in einer Minute
           *[other] in { $count } Minuten
        }
    } wieder gefragt werden.
    .remedy = Verwenden Sie stattdessen einen Code.

refusal-push_phone_unknown = Dieses Telefon ist hier nicht eingerichtet oder wurde entfernt.
    .remedy = Richten Sie es unter „{ my-settings }“ ein.

refusal-push_proof_wrong = Was dieses Telefon gesendet hat, ist nicht so unterschrieben, wie es sein sollte.
    .remedy = Stellen Sie die Uhr des Telefons auf automatisch und versuchen Sie es noch einmal.

refusal-push_too_often = Ihr Telefon wurde mehrmals ohne Antwort gefragt. Es kann { $unit ->
        [seconds] { $count ->
            [one] in einer Sekunde
           *[other] in { $count } Sekunden
        }
       *[minutes] { $count ->
            [one] in einer Minute
           *[other] in { $count } Minuten
        }
    } wieder gefragt werden.
    .remedy = Verwenden Sie stattdessen einen Code.

refusal-contact_not_in_psa = Ihr Dienstleister führt Sie nicht als aktiven Kontakt.
    .remedy = Im PSA muss der Kontakt vorhanden und aktiv sein.

refusal-contact_no_email = Ihr Dienstleister hat keine brauchbare E-Mail-Adresse von Ihnen.
    .remedy = Im PSA muss die Standardadresse des Kontakts stimmen.

refusal-contact_not_synced = Ihre Firma ist hier nicht eingerichtet.
    .remedy = Die Firma des Kontakts muss zugeordnet sein, und kein Filter darf sie auslassen.

refusal-contact_company_deactivated = Der Zugang Ihrer Firma ist abgeschaltet.
    .remedy = Die Firma muss in der Konsole aktiviert werden.

refusal-contact_is_member = Diese Adresse gehört jemandem, der bei Ihrem Dienstleister arbeitet.
    .remedy = Der Kontakt braucht im PSA eine andere Adresse.

refusal-contact_email_ambiguous = Ihr Dienstleister führt mehrere Kontakte mit dieser Adresse.
    .remedy = Jeder Kontakt braucht im PSA eine eigene Adresse.

refusal-contact_revoked = Sie haben hier noch keinen Zugang.
    .remedy = Der Kontakt braucht ein Profil, zum Beispiel Admin.

refusal-contact_missing = Ihr Dienstleister kennt niemanden mit dieser Adresse.
    .remedy = Im PSA muss die Adresse bei einem Kontakt stehen; sie kommt mit der nächsten Synchronisierung.
