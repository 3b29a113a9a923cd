# Die Seite auf dem Telefon, das antwortet, wenn sich sein Besitzer anmeldet.

companion-heading = Mit diesem Telefon anmelden
companion-short = Anmelden
companion-impossible = Dieser Browser kann keinen Schlüssel aufbewahren, oder seine Skripte sind abgeschaltet. Die Codes einer Authenticator-App funktionieren überall.
companion-register-lead = Lassen Sie dieses Telefon antworten, wenn Sie sich anmelden. Der Code steht unter „{ my-settings }“ auf dem Bildschirm, an dem Sie angemeldet sind.
companion-code = Code vom anderen Bildschirm
companion-home-screen = Auf einem iPhone oder iPad fügen Sie diese Seite zuerst zum Home-Bildschirm hinzu und öffnen sie von dort.
companion-register = Dieses Telefon einrichten
companion-first-lead = Ein Schritt fehlt noch: Geben Sie die Zahl ein, die der andere Bildschirm jetzt zeigt.
companion-number = Zahl auf dem anderen Bildschirm
companion-idle = Dieses Telefon ist eingerichtet. Wenn Sie sich anmelden, erscheint die Frage hier.
companion-wake = Fragen melden
companion-wake-on = Dieses Telefon meldet sich, wenn es eine Frage gibt.
companion-wake-off = Meldungen funktionieren hier nicht. Öffnen Sie diese Seite, wenn Sie sich anmelden.
companion-question-lead = Jemand, der Ihr Passwort kennt, meldet sich gerade an. Sind Sie es? Dann geben Sie die Zahl vom anderen Bildschirm ein.
companion-browser = Browser
companion-yes = Ja, ich bin es
companion-not-me = Nein, das war ich nicht
companion-approved = Das war richtig. Machen Sie am anderen Bildschirm weiter.
companion-denied = Niemand wurde eingelassen. Vielleicht kennt jemand Ihr Passwort: Wählen Sie jetzt unter „{ my-settings }“ ein neues.
companion-gone = Dieses Telefon ist nicht mehr eingerichtet.
companion-anew = Noch einmal einrichten
companion-offline = Die Anmeldung ist im Moment nicht erreichbar. Diese Seite versucht es weiter.
companion-notice-title = Melden Sie sich gerade an?
companion-notice-body = Öffnen Sie dies, um zu antworten.
