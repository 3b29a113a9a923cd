# Was auf vielen Seiten steht.

my-modules = Meine Module
my-settings = Meine Einstellungen
choose-language = Sprache
skip = Zum Inhalt springen
fault-mark = Fehler:
fault-title = Fehler: { $heading }
faults =
    { $count ->
        [one] Eine Angabe ist zu korrigieren
       *[other] { $count } Angaben sind zu korrigieren
    }
not-you = nicht Ihr Konto?
account = Konto
password = Passwort
next = Weiter
go-on = Weiter
cancel = Abbrechen
verify = Bestätigen
sign-in = Anmelden
sign-out = Abmelden
start-again = Neu beginnen
go-to-start = Zur Startseite
go-to-my-modules = „{ my-modules }“ öffnen
forgot-password = Passwort vergessen?
stay-signed-in = Angemeldet bleiben
choose-another-account = Anderes Konto wählen
another-account = Mit anderem Konto anmelden
go-back-to = Zurück zu { $module }
go-to-your-modules = Zu Ihren Modulen

moment = { $day }. { $month } { $year }, { $hour }:{ $minute } Uhr
moment-zoned = { $day }. { $month } { $year }, { $hour }:{ $minute } Uhr { $zone }
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

device = { $browser } unter { $system }
device-unknown = Ein Browser
