# E-Mails.

mail-hello = Guten Tag,
mail-hello-name = Guten Tag { $name },
mail-copy-address = Oder kopieren Sie diese Adresse in Ihren Browser:
mail-works-until = Gültig bis
mail-when = Wann
mail-asked-from = Angefordert von
mail-was-it-you = Waren Sie es selbst, ist nichts zu tun. Wenn nicht, wählen Sie sofort über „{ forgot-password }“ auf der Anmeldeseite ein neues Passwort und geben Sie Ihrer Administration Bescheid.

mail-activation-subject = Aktivieren Sie Ihr Konto bei { $partner }
mail-activation-heading = Aktivieren Sie Ihr Konto
mail-activation-body = { $partner } hat ein Konto für Sie angelegt. Bestätigen Sie Ihre Adresse, wählen Sie ein Passwort und richten Sie eine Authenticator-App ein. Halten Sie Ihr Telefon bereit.
mail-activation-after = Der Link funktioniert einmal. Wenn Sie diese E-Mail nicht erwartet haben, lassen Sie sie einfach liegen: Ohne den Link geschieht nichts.

mail-invitation-subject = { $partner } lädt Sie ein
mail-invitation-heading = Sie sind eingeladen
mail-invitation-body = { $partner } möchte mit Ihnen arbeiten. Sie haben bereits ein Konto: Melden Sie sich damit an, um anzunehmen. Passwort und Authenticator-App bleiben, wie sie sind.
mail-invitation-after = Der Link funktioniert einmal. Wenn Sie das nicht möchten, lassen Sie die E-Mail einfach liegen: Ohne den Link geschieht nichts.

mail-reset-subject = Wählen Sie ein neues Passwort
mail-reset-body = Jemand, hoffentlich Sie, hat für diese Adresse ein neues Passwort angefordert. Ihre Authenticator-App wird danach weiterhin gebraucht.
mail-reset-after = Der Link funktioniert einmal. Waren Sie es nicht, lassen Sie diese E-Mail einfach liegen: Ihr Passwort bleibt, wie es ist.

mail-changed-subject = Ihr Passwort wurde geändert
mail-changed-body = Das Passwort Ihres Kontos wurde geändert. Das alte gilt nicht mehr.

mail-enrolled-subject = Eine Authenticator-App wurde hinzugefügt
mail-enrolled-body = Für Ihr Konto wurde eine Authenticator-App eingerichtet. Ab jetzt wird bei jeder Anmeldung nach ihr gefragt.
mail-enrolled-after = Waren Sie es selbst, ist nichts zu tun. Wenn nicht, geben Sie sofort Ihrer Administration Bescheid: Sie kann sie entfernen und alle Sitzungen beenden.

mail-recovery-subject = Ein Wiederherstellungscode wurde verwendet
mail-recovery-body = Jemand hat sich mit einem Ihrer Wiederherstellungscodes anstelle der Authenticator-App bei Ihrem Konto angemeldet.
mail-recovery-left =
    { $left ->
        [0] Es ist keiner mehr übrig. Erstellen Sie neue unter „{ my-settings }“.
        [one] Es ist noch einer übrig.
       *[other] Es sind noch { $left } übrig.
    }

mail-test-subject = E-Mails kommen an
mail-test-body = Sie haben diesen Test in den Einstellungen des Mailservers ausgelöst. Er ist angekommen, also kommen auch Einladungen und Links an.
mail-test-after = Gehen Sie zurück zu den Einstellungen und nehmen Sie den Server in Betrieb, falls noch nicht geschehen.
mail-blocked-subject = Viele Fehlversuche bei Ihrem Konto
mail-blocked-body = Jemand hat für Ihr Konto viele falsche Passwörter oder Codes ausprobiert. Weitere Versuche wurden daher gebremst. Keiner war erfolgreich, und Sie sind nicht ausgesperrt.
mail-blocked-after = Haben Sie sich selbst vertippt, ist nichts zu tun. Wenn nicht und wenn Sie Ihr Passwort auch anderswo verwenden, wählen Sie über „{ forgot-password }“ auf der Anmeldeseite ein neues.

mail-factors-again = Jemand hat sich mit Ihrem Passwort angemeldet. Bevor Sie hineinkommen, richten Sie einen neuen zweiten Faktor ein.
mail-factors-by = { $by } hat Ihre Authenticator-Apps, Passkeys, Telefone und Wiederherstellungscodes entfernt, und Sie wurden überall abgemeldet. Richten Sie einen neuen zweiten Faktor ein, um sich wieder anzumelden.
mail-factors-button = Zweiten Faktor einrichten
mail-factors-after = Der Link funktioniert einmal, und Ihr Passwort wird zusätzlich verlangt. Haben Sie das nicht erwartet? Geben Sie den Link nicht weiter, wählen Sie über „{ forgot-password }“ auf der Anmeldeseite ein neues Passwort und fragen Sie Ihre Administration.

notice-after = Waren Sie es selbst, ist nichts zu tun. Wenn nicht, wählen Sie sofort über „{ forgot-password }“ auf der Anmeldeseite ein neues Passwort und geben Sie Ihrer Administration Bescheid: Sie kann Ihre Faktoren zurücksetzen und alle Sitzungen beenden.
notice-codes-subject = Neue Wiederherstellungscodes wurden erstellt
notice-codes = Für Ihr Konto wurden neue Wiederherstellungscodes erstellt. Die alten gelten nicht mehr.
notice-authenticator-added = Für Ihr Konto wurde eine weitere Authenticator-App eingerichtet. Auch mit ihren Codes kommen Sie hinein.
notice-authenticator-removed-subject = Eine Authenticator-App wurde entfernt
notice-authenticator-removed = Eine Authenticator-App wurde aus Ihrem Konto entfernt. Ihre Codes gelten nicht mehr.
notice-passkey-added-subject = Ein Passkey wurde hinzugefügt
notice-passkey-added = Der Passkey „{ $name }“ wurde zu Ihrem Konto hinzugefügt. Wer ihn besitzt und entsperren kann, kann sich als Sie anmelden.
notice-passkey-removed-subject = Ein Passkey wurde entfernt
notice-passkey-removed = Der Passkey „{ $name }“ wurde aus Ihrem Konto entfernt. Mit ihm kommt niemand mehr hinein.
notice-passkey-cloned-subject = Ein Passkey wurde gesperrt
notice-passkey-cloned = Der Passkey „{ $name }“ antwortete mit einem Zählerstand, der schon einmal gesehen wurde, wie es eine Kopie täte. Er wurde gesperrt und entfernt. Melden Sie sich anders an und fügen Sie ihn erneut hinzu, wenn Sie ihn noch haben.
notice-phone-added-subject = Ein Telefon wurde eingerichtet
notice-phone-added = Das Telefon „{ $name }“ wurde für Ihr Konto eingerichtet. Es wird zuerst gefragt, wenn Sie sich anmelden.
notice-phone-removed-subject = Ein Telefon wurde entfernt
notice-phone-removed = Das Telefon „{ $name }“ wurde aus Ihrem Konto entfernt. Es wird nicht mehr gefragt.
notice-phone-denied-subject = Eine Anmeldung wurde abgewiesen
notice-phone-denied = Auf dem Telefon „{ $name }“ wurde „Das war ich nicht“ gesagt, daher wurde diese Anmeldung beendet. Wer sie begonnen hat, kennt Ihr Passwort.
notice-email-subject = Ihre E-Mail-Adresse wurde geändert
notice-email = Ab jetzt melden Sie sich mit { $email } an, und E-Mails gehen dorthin.
notice-email-undone-subject = Ihre E-Mail-Adresse wurde zurückgesetzt
notice-email-undone = Die Änderung Ihrer E-Mail-Adresse wurde rückgängig gemacht, und alle, die in Ihrem Konto angemeldet waren, wurden abgemeldet.

mail-confirm-subject = Bestätigen Sie Ihre neue E-Mail-Adresse
mail-confirm-body = Sie möchten sich ab jetzt mit dieser Adresse anmelden. Bestätigen Sie, dass sie Ihnen gehört; bis dahin gilt die alte.
mail-confirm-button = Adresse bestätigen
mail-confirm-after = Das haben Sie nicht angefordert? Tun Sie nichts, dann ändert sich nichts.

mail-change-subject = Ihre E-Mail-Adresse soll geändert werden
mail-change-body = Jemand, der in Ihrem Konto angemeldet ist, möchte sich ab jetzt mit { $email } anmelden. Waren Sie es selbst, ist hier nichts zu tun: Bestätigen Sie es aus der E-Mail, die dorthin gegangen ist.
mail-change-button = Das war ich nicht: stoppen
mail-change-after = Der Link funktioniert auch noch, wenn die Änderung bestätigt wurde: Er holt diese Adresse zurück und meldet alle ab. Wählen Sie danach sofort über „{ forgot-password }“ auf der Anmeldeseite ein neues Passwort.

mail-wanted-subject = Ihre E-Mail-Adresse wurde für ein anderes Konto eingegeben
mail-wanted-body = Jemand mit einem anderen Konto wollte dessen Adresse in Ihre ändern. Das ist nicht geschehen, denn Sie melden sich bereits mit ihr an.
mail-wanted-after = Waren Sie es selbst mit einem zweiten Konto, verwenden Sie für diese Adresse weiter das bisherige. Wenn nicht, ist nichts zu tun.

mail-access-subject = { $partner } gibt Ihnen Zugang
mail-access-heading = Sie haben Zugang
mail-access-body = { $partner } hat das Kundenportal für Sie geöffnet. Melden Sie sich mit der Adresse an, an die diese E-Mail ging.
mail-access-setup = { $partner } hat das Kundenportal für Sie geöffnet. Richten Sie über den Link Ihre Anmeldung ein, oder nehmen Sie mit Ihrem bestehenden Konto an. Halten Sie Ihr Telefon bereit.
mail-access-button = Anmelden
mail-access-button-setup = Anmeldung einrichten
mail-access-address = Sie melden sich an mit
mail-access-may = Was Sie tun können
mail-access-after = Wenn Sie diese E-Mail nicht erwartet haben, lassen Sie sie einfach liegen oder fragen Sie { $partner }.
may-see-invoices = Rechnungen sehen
may-pay-invoices = Rechnungen bezahlen
may-see-credits = Guthaben und Zahlungen sehen
may-see-tickets = Tickets sehen
may-make-tickets = Tickets erstellen
may-see-quotes = Angebote sehen
may-see-contracts = Verträge sehen
