# „Meine Einstellungen“: wo jemand angemeldet ist und welche Browser bekannt sind.

sessions-heading = Wo Sie angemeldet sind
sessions-none = Es ist keine Sitzung offen.
sessions-unknown = Eine davon kennen Sie nicht? Melden Sie sie ab, und wählen Sie dann ein neues Passwort.
sessions-all = Alle Sitzungen und Geräte
session-device = Gerät
session-address = Adresse
session-begun = Angemeldet
session-seen = Zuletzt aktiv
session-end = Beenden
session-this = Diese Sitzung
session-sign-out = Abmelden
session-end-others = Überall sonst abmelden
session-ended = Die Sitzung wurde beendet.
session-over = Diese Sitzung war bereits beendet.
session-others-ended = Sie wurden überall sonst abgemeldet.

browsers-heading = Bekannte Browser
browsers-none = Noch kein Browser ist als Ihrer bekannt.
browsers-lead = Während Fremde Ihr Passwort zu erraten versuchen, lässt Sie ein bekannter Browser ohne Wartezeit hinein. Einen Faktor ersetzt er nie. Wird er vergessen, bleiben Sie dort angemeldet.
browser-name = Browser
browser-first-used = Zuerst verwendet
browser-last-sign-in = Letzte Anmeldung
browser-this = Dieser Browser
browser-forget = Vergessen
browser-forgotten = Der Browser wurde vergessen.
