# „Meine Module“, der Starter und was darum herum steht.

menu = Menü
navigation = Hub
your-account = Ihr Konto: { $name }
nav-profile = Profil
nav-security = Sicherheit
nav-devices = Sitzungen und Geräte
nav-activity = Aktivität
nav-order = Reihenfolge meiner Module

open-hub = Vestibule öffnen
find-module = Modul suchen
find = Suchen
show-all = Alle anzeigen
by-group = über die Gruppe { $group }
last-sign-in = Letzte Anmeldung: { $when }, { $device }.
modules-found =
    { $count ->
        [0] Nichts für „{ $query }“
        [one] Ein Modul für „{ $query }“
       *[other] { $count } Module für „{ $query }“
    }
modules-no-such = Kein Modul heißt so
modules-fewer = Versuchen Sie es mit weniger Buchstaben.
modules-none = Für Sie ist noch kein Modul freigegeben.
modules-none-short = Ein Master Ihres Unternehmens gibt sie frei.
modules-none-long = Ein Master von { $partner } gibt Module frei, für Sie oder für eine Ihrer Gruppen. Sie erscheinen hier, sobald das geschehen ist.
modules-closed = Nicht für Sie freigegeben

language-heading = Sprache und Zeitzone
language-lead = In welcher Sprache Seiten und E-Mails zu Ihnen sprechen und in welcher Zone Zeitpunkte angegeben werden.
language-of-browser = Wie der Browser es wünscht
language-saved = Sprache und Zeitzone wurden gespeichert.
time-zone = Zeitzone
time-zone-now = Dort ist es jetzt: { $now }
time-zone-of-browser = Zone dieses Browsers verwenden:
save = Speichern
