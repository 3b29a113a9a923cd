# Seiten zum An- und Abmelden, Aktivieren, Wiederherstellen und Einrichten.

company-name = Name des Unternehmens
your-name = Ihr Name
identifier = E-Mail-Adresse oder Benutzername
mail-from = Absender
to-continue-to = weiter zu { $module }
step-out-of-time = Ihre Sitzung ist beendet. Melden Sie sich erneut an, um fortzufahren.

identify-heading = Anmelden

company-heading = Ihr Unternehmen
company-hint = Ein Benutzername gilt nur innerhalb eines Unternehmens. Oder gehen Sie zurück und verwenden Sie Ihre E-Mail-Adresse.

password-heading = Passwort eingeben
log-in = Anmelden
password-needed = Geben Sie Ihr Passwort ein.

code-heading = Code eingeben
code-label = 6-stelliger Code aus Ihrer Authenticator-App
code-use-recovery = Wiederherstellungscode verwenden

recovery-heading = Wiederherstellungscode verwenden
recovery-label = Wiederherstellungscode
recovery-hint = Einer der Codes, die Sie beim Einrichten Ihrer Authenticator-App gespeichert haben. Jeder gilt einmal.
recovery-use-authenticator = Authenticator-App verwenden

choose-heading = Konto wählen
choose-count =
    { $count ->
        [one] Ihre Anmeldung gehört zu einem Unternehmen.
       *[other] Ihre Anmeldung gehört zu { $count } Unternehmen.
    }
choose-which-open = Welches möchten Sie in { $module } öffnen?
choose-which-work = Für welches möchten Sie arbeiten?
choose-by = betreut von { $partner }
role-master = Master
role-billing = Abrechnung
role-user = Standard

activation-due-heading = E-Mail-Adresse bestätigen
activation-due-lead = Ihr Passwort stimmt. Eines fehlt noch: Ihre Adresse ist noch nicht bestätigt.
activation-due-mail = Eine E-Mail mit einem Link ist an die Adresse Ihres Kontos unterwegs. Öffnen Sie den Link, dann geht es weiter.
activation-due-again = E-Mail erneut senden
junk = Nach fünf Minuten noch nichts da? Sehen Sie im Spam-Ordner nach.

activate-heading = Konto aktivieren
activate-lead = { $partner } hat ein Konto für Sie angelegt. Wählen Sie das Passwort, mit dem Sie sich künftig anmelden.
activate-button = Konto aktivieren
activate-next = Danach richten Sie eine Authenticator-App ein. Halten Sie Ihr Telefon bereit.

new-password-hint =
    { $min ->
        [one] Mindestens ein Zeichen. Einige Wörter, die nicht zusammengehören, sind sicher und leicht zu merken.
       *[other] Mindestens { $min } Zeichen. Einige Wörter, die nicht zusammengehören, sind sicher und leicht zu merken.
    }
password-repeat = Passwort wiederholen
strength-0 = Leicht zu erraten
strength-2 = Könnte erraten werden
strength-3 = Gut
strength-4 = Stark

accept-heading = Einladung annehmen
accept-lead = { $partner } möchte mit Ihnen arbeiten.
accept-body = Sie haben bereits ein Konto. Melden Sie sich damit an: Passwort und Authenticator-App bleiben, wie sie sind, Ihre anderen Unternehmen auch.
accept-button = Anmelden und annehmen
accept-foot = Das möchten Sie nicht? Schließen Sie diese Seite, dann ändert sich nichts.

enrol-heading = Authenticator-App einrichten
enrol-reason = Hier melden sich alle mit einem zweiten Faktor an.
enrol-picture = QR-Code, der { $account } zu Ihrer Authenticator-App hinzufügt
enrol-by-hand = Schlüssel von Hand eingeben
enrol-secret = Schlüssel
enrol-issuer = Anbieter
enrol-kind = Art
enrol-kind-totp = Zeitbasiert, 6 Stellen, alle 30 Sekunden
enrol-step-1 = Öffnen Sie eine Authenticator-App auf Ihrem Telefon. Jede ist geeignet, auch die, die Sie schon haben.
enrol-step-2 = Fügen Sie ein Konto hinzu und richten Sie die Kamera auf das Bild.
enrol-step-3 = Geben Sie die sechs Ziffern ein, die die App jetzt zeigt.
enrol-code = 6-stelliger Code
enrol-button = Bestätigen und weiter

codes-heading = Wiederherstellungscodes aufbewahren
codes-lead = Ohne Telefon kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal. Sie werden nur jetzt angezeigt.
codes-label = Wiederherstellungscodes
codes-download = Als Textdatei herunterladen
codes-saved = Ich habe diese Codes gespeichert
codes-needed = Speichern Sie zuerst die Codes und setzen Sie dann das Häkchen. Sie werden nicht noch einmal angezeigt.
codes-file = Wiederherstellungscodes für { $account } bei { $address }
codes-file-once = Jeder gilt einmal.

forgot-heading = Passwort vergessen?
forgot-lead = Wir senden Ihnen einen Link, mit dem Sie ein neues wählen.
forgot-company = Name des Unternehmens (nur bei Benutzernamen)
forgot-button = Link senden
forgot-company-needed = { $fault } Bei einem Benutzernamen ist er nötig.

forgot-sent-heading = Sehen Sie in Ihr Postfach
forgot-sent-lead = Falls { $identifier } hier ein Konto hat, ist ein Link für ein neues Passwort unterwegs.
forgot-sent-junk = Nach fünf Minuten noch nichts da? Sehen Sie im Spam-Ordner nach oder prüfen Sie, ob Sie den Namen so eingegeben haben, wie Ihr Unternehmen ihn kennt.
forgot-sent-back = Zurück zur Anmeldung

reset-heading = Neues Passwort wählen
reset-button = Neues Passwort setzen
reset-foot = Ihre Authenticator-App bleibt, wie sie ist.

first-run-heading = Diese Installation einrichten
first-run-lead = Das geschieht einmal. Dabei entstehen das erste Unternehmen und dessen erstes Administrationskonto, das nie ausgesperrt werden kann.
first-run-token = Einmal-Token
first-run-token-hint = Der Server hat es beim Start ausgegeben.
first-run-company = Name Ihres Unternehmens
first-run-email = Ihre E-Mail-Adresse
first-run-email-hint = Dorthin geht ein Link, mit dem Sie Ihr Konto aktivieren.
first-run-button = Einrichten

first-run-done-heading = Die Installation ist eingerichtet
first-run-done-lead = Eine E-Mail an { $email } ist unterwegs. Der Link darin aktiviert Ihr Konto.
first-run-done-1 = Öffnen Sie den Link in der E-Mail.
first-run-done-2 = Wählen Sie ein Passwort.
first-run-done-3 = Richten Sie eine Authenticator-App ein. Halten Sie Ihr Telefon bereit.
first-run-done-foot = Das Token ist verbraucht und wird nicht noch einmal angenommen.

sign-out-heading = Abmelden?
sign-out-lead = Das beendet Ihre Sitzung hier und in den Modulen, die Sie damit geöffnet haben.
sign-out-nobody = In diesem Browser ist niemand angemeldet. Sie können trotzdem fortfahren.

signed-out-heading = Sie sind abgemeldet
signed-out-lead = Ihre Sitzung hier ist beendet.
signed-out-told = Ihre Sitzung hier ist beendet. Diese Module wurden angewiesen, ihre zu beenden:
signed-out-again = Erneut anmelden
signed-out-foot = An einem Computer, den auch andere nutzen, schließen Sie bitte auch den Browser.

confirm-heading = Bestätigen Sie, dass Sie es sind
confirm-lead =
    { $minutes ->
        [one] Was jetzt kommt, ist schützenswert, und Ihr letzter Nachweis ist älter als eine Minute.
       *[other] Was jetzt kommt, ist schützenswert, und Ihr letzter Nachweis ist älter als { $minutes } Minuten.
    }
confirm-button = Bestätigen
confirm-by-password = Stattdessen das Passwort verwenden
confirm-your-password = Ihr Passwort
confirm-with-password = Mit Passwort bestätigen
confirm-not-enough = Ein Passwort allein reicht dafür nicht.
confirm-no-phone = Telefon nicht zur Hand? Melden Sie sich mit einem Wiederherstellungscode neu an:

enrol-anew-heading = Zweiten Faktor neu einrichten
enrol-anew-lead = Ihre zweiten Faktoren wurden zurückgesetzt.
enrol-anew-body = Halten Sie Ihr Telefon bereit. Geben Sie Ihr Passwort ein, richten Sie Ihre Authenticator-App ein, und Sie haben wieder Zugang.
enrol-anew-foot = Der Link funktioniert einmal. Nicht erwartet? Schließen Sie diese Seite und fragen Sie Ihre Administration.
enrolment-due-lead = Ihr Passwort stimmt. Ihre zweiten Faktoren wurden zurückgesetzt, damit Sie neue einrichten können.
enrolment-due-body = Eine E-Mail mit einem Link ist an die Adresse Ihres Kontos unterwegs. Öffnen Sie den Link, dann geht es weiter. So kann es niemand an Ihrer Stelle tun, der nur Ihr Passwort kennt.
enrolment-due-foot = Nach fünf Minuten noch nichts da? Sehen Sie im Spam-Ordner nach und melden Sie sich dann noch einmal an: Es kommt eine weitere E-Mail.

post-answer-heading = Einen Moment
post-answer-lead = Sie werden zu { $host } weitergeleitet.

device-heading = Gerät verbinden
device-label = Code, den das Gerät zeigt
device-hint = Acht Buchstaben. Groß- und Kleinschreibung, Striche und Leerzeichen spielen keine Rolle.
device-foot = Jemand hat Ihnen diesen Code geschickt? Dann fahren Sie nicht fort: Wer am Gerät begonnen hat, wäre in Ihrem Namen angemeldet.
device-question-heading = Dieses Gerät zulassen?
device-question-lead = Ein Gerät möchte in Ihrem Namen angemeldet werden. Fahren Sie nur fort, wenn Sie das gerade selbst begonnen haben und es denselben Code zeigt.
device-module = Modul
device-begun-from = Begonnen von
device-begun = Begonnen
device-begun-ago =
    { $minutes ->
        [0] vor weniger als einer Minute
        [one] vor einer Minute
       *[other] vor { $minutes } Minuten
    }
device-allow = Zulassen
device-deny = Nein, das war ich nicht
device-done-heading = Das Gerät ist verbunden
device-done-lead = Weiter geht es am Gerät: { $module } meldet Sie dort in wenigen Sekunden an. Sie können diese Seite schließen.
device-denied-heading = Das Gerät wurde abgewiesen
device-denied-lead = Bei { $module } wurde niemand angemeldet. Wenn jemand Sie nach dem Code gefragt hat, geben Sie Ihrer Administration Bescheid.

email-confirm-heading = Neue Adresse bestätigen
email-confirmed-heading = Ihre Adresse wurde geändert
email-stop-heading = Änderung der Adresse stoppen
email-stopped-heading = Ihre Adresse bleibt
email-before = Bisher
email-new = Neu
email-undone = Die alte Adresse gilt wieder, und alle, die in Ihrem Konto angemeldet waren, wurden abgemeldet.
email-stopped = Die neue Adresse wird nicht gelten.
email-choose-password = Wählen Sie jetzt ein neues Passwort: Wer die Änderung angefordert hat, war in Ihrem Namen angemeldet.
email-confirmed = Ab jetzt melden Sie sich mit der neuen Adresse an.
email-confirm = Bestätigen Sie, dass dieses Postfach Ihnen gehört. Danach melden Sie sich nur noch mit der neuen Adresse an.
email-undo = Die neue Adresse gilt bereits. Sie können die alte zurückholen: Dann werden alle abgemeldet, die in Ihrem Konto angemeldet sind.
email-stop = Die neue Adresse gilt noch nicht, und wird es nicht, wenn Sie sie stoppen.
email-undo-button = Alte Adresse zurückholen
email-stop-button = Änderung stoppen

# passkeys
passkey-heading = Passkey verwenden
passkey-none-here = Dieser Browser kann keine Passkeys verwenden, oder seine Skripte sind ausgeschaltet. Mit einem Wiederherstellungscode kommen Sie hinein.
passkey-use = Passkey verwenden
passkey-confirm = Mit einem Passkey bestätigen
passkey-failed = Kein Passkey hat geantwortet. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.
passkey-sign-in = Mit einem Passkey anmelden

# Telefone
phone-heading = Antworten Sie auf Ihrem Telefon
phone-lead = Ihr Telefon fragt, ob Sie es sind. Geben Sie dort diese Zahl ein:
phone-number = Zahl für Ihr Telefon
phone-waits =
    { $seconds ->
        [one] Die Frage wartet noch eine Sekunde.
       *[other] Die Frage wartet noch { $seconds } Sekunden.
    }
phone-open = Keine Meldung auf dem Telefon? Öffnen Sie dort die Seite, mit der Sie es eingerichtet haben.
phone-answered = Ich habe geantwortet
phone-ask = Mein Telefon fragen
phone-ask-again = Mein Telefon noch einmal fragen
phone-code-instead = Stattdessen einen Code verwenden
phone-over = Die Minute ist vorbei, und niemand wurde eingelassen.
phone-wrong-number = Auf dem Telefon wurde eine andere Zahl eingegeben, daher wurde niemand eingelassen.
phone-approved = Ihr Telefon hat Ja gesagt.
