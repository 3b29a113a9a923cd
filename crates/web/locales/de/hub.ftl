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

module-urls = Adressen der Module
module-urls-lead = Wo sich jedes Ihrer Module öffnet und welches Ihrer Konten sich dort öffnet.
module-urls-module = Modul
module-urls-address = Öffnet sich unter
module-urls-account = Ihr Konto
module-urls-none = Dem Hub ist keines bekannt
module-urls-since = seit { $when }
module-urls-wrong = Gehört zur Region { $region }
module-urls-unlink = Verknüpfung lösen
module-urls-unlinked = Das Konto ist nicht mehr mit Ihrem Hub-Konto verknüpft. Seine eigene Anmeldung funktioniert weiterhin.
module-urls-help = Eine Adresse der falschen Region? Ein Master berichtigt sie in den Einstellungen des Moduls. Konten, die über Ihre E-Mail-Adresse oder Ihren Benutzernamen gefunden werden oder die der Hub angelegt hat, brauchen keine Verknüpfung von Ihnen.
