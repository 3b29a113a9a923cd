# „Meine Einstellungen“: womit sich jemand ausweist.

security-lead = Womit Sie sich ausweisen. Über jede Änderung werden Sie per E-Mail informiert.
factors-heading = Zweiter Faktor
factors-on = Aktiv
factors-none = Nicht eingerichtet
factors-none-long = Es ist kein zweiter Faktor eingerichtet. Bei der nächsten Anmeldung werden Sie darum gebeten.
factors-only-one = Ihr einziger zweiter Faktor kann nicht entfernt werden. Fügen Sie zuerst einen weiteren hinzu.
factor-kind = Art
factor-added = Hinzugefügt
factor-last-used = Zuletzt verwendet
factor-never-used = nie
factor-change = Ändern
factor-remove = Entfernen
factor-rename = Umbenennen

authenticators-heading = Authenticator-Apps
authenticators-none = Es ist keine Authenticator-App eingerichtet.
authenticator = Authenticator-App
authenticator-numbered = Authenticator-App { $number }
authenticator-add-or-replace = Authenticator-App hinzufügen oder ersetzen
authenticator-add = Authenticator-App hinzufügen
authenticator-step-open = Öffnen Sie eine Authenticator-App auf Ihrem Telefon.
authenticator-replace = Mein altes Telefon ist weg: bisherige Authenticator-Apps entfernen
authenticator-add-button = Bestätigen und hinzufügen
authenticator-added = Die Authenticator-App wurde hinzugefügt.
authenticator-removed = Die Authenticator-App wurde entfernt.

passkeys-heading = Passkeys
passkeys-none = Noch kein Passkey. Damit melden Sie sich per Fingerabdruck, Gesicht oder PIN an, ohne Passwort und Code, und keine nachgemachte Website kann ihn verwenden.
passkey = Passkey
passkey-synced = vom Hersteller synchronisiert
passkey-on-one-device = auf einem Gerät
passkey-name = Name des Passkeys
passkey-name-hint = Damit Sie ihn in der Liste wiedererkennen.
passkey-name-kept = Der Name wurde nicht geändert: Er war leer oder zu lang.
passkey-add = Passkey hinzufügen
passkey-add-lead = Sie entsperren ihn mit Fingerabdruck, Gesicht oder PIN, und keine nachgemachte Website kann ihn verwenden.
passkey-add-none-here = Dieser Browser kann keine Passkeys erstellen, oder seine Skripte sind ausgeschaltet. Eine Authenticator-App funktioniert hier.
passkey-add-failed = Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal, oder wählen Sie ein anderes Gerät.
passkey-add-button = Passkey erstellen
passkey-added = Der Passkey wurde hinzugefügt.
passkey-removed = Der Passkey wurde entfernt.
passkey-renamed = Der Passkey hat seinen neuen Namen.

codes-own-lead = Ohne Telefon oder Passkey kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal.
codes-make = Neue Codes erstellen
codes-make-lead = Sie erhalten zehn neue Codes. Die alten gelten ab dann nicht mehr, wo auch immer Sie sie aufbewahren.
codes-left =
    { $count ->
        [0] Keiner übrig
        [one] Noch einer übrig
       *[other] Noch { $count } übrig
    }
codes-left-long =
    { $count ->
        [0] Kein Wiederherstellungscode übrig
        [one] Noch ein Wiederherstellungscode übrig
       *[other] Noch { $count } Wiederherstellungscodes übrig
    }
codes-new = Ihre neuen Codes
codes-shown-once = Sie werden nur jetzt angezeigt. Bewahren Sie sie getrennt von Ihrem Telefon auf.
codes-have-saved = Ich habe sie gespeichert

phones-heading = Telefone
phones-none = Noch kein Telefon. Mit einem melden Sie sich an, indem Sie darauf zwei Ziffern eingeben.
phones-first = Sobald ein Telefon eingerichtet ist, wird es zuerst gefragt. Codes und Passkeys bleiben daneben verfügbar.
phone-woken = meldet sich
phone-by-itself = antwortet, solange seine Seite offen ist
phone-name = Name des Telefons
phone-name-kept = Der Name wurde nicht geändert: Er war leer oder zu lang.
phone-add = Ein Telefon einrichten
phone-added = Das Telefon wurde eingerichtet.
phone-removed = Das Telefon wurde entfernt.
phone-renamed = Das Telefon hat seinen neuen Namen.
phone-not-added = Es wurde kein Telefon eingerichtet. Beginnen Sie noch einmal, wenn Sie so weit sind.
phone-picture = QR-Code, der die Seite auf Ihrem Telefon öffnet
phone-step-scan = Richten Sie die Kamera des Telefons auf das Bild und öffnen Sie die Seite.
phone-step-code = Prüfen Sie, ob sie diesen Code zeigt, oder geben Sie ihn dort ein:
phone-step-number = Dann erscheint hier eine Zahl. Geben Sie sie auf dem Telefon ein.
phone-by-hand = Ohne Kamera
phone-by-hand-lead = Öffnen Sie { $address } auf dem Telefon und geben Sie den Code ein.
phone-here = Dieses Gerät selbst einrichten
phone-type-number = Geben Sie diese Zahl auf dem Telefon ein:
phone-go-on = Weiter
