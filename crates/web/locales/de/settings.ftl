# „Meine Einstellungen“. Faktoren, Geräte und Aktivität haben eigene Dateien.

settings-lead = Was hier über Sie bekannt ist und wo Sie angemeldet sind.
settings-you = Sie
settings-name = Name
settings-email = E-Mail-Adresse
settings-username = Benutzername
settings-company = Unternehmen
settings-role = Rolle
settings-client = Kundenkonto
settings-change-profile = Name oder Adresse ändern
settings-change-security = Passwort, Faktoren und Codes ändern
settings-back = Zurück
settings-back-to-security = Zurück zu „{ nav-security }“

profile-lead = Wer Sie hier sind und wohin E-Mails an Sie gehen.
profile-set-by-master = Benutzername und Rolle legt ein Master Ihres Unternehmens fest.
profile-saved = Ihr Name wurde gespeichert.
profile-email = E-Mail-Adresse
profile-email-now = Derzeit
profile-email-waits = Noch nicht bestätigt
profile-email-new = Neue Adresse
profile-email-hint = Sie gilt, sobald Sie den Link geöffnet haben, den wir dorthin senden. Die alte Adresse wird benachrichtigt und kann die Änderung stoppen.
profile-email-button = Adresse ändern
profile-email-asked = Eine E-Mail ist an die neue Adresse unterwegs. Öffnen Sie den Link darin, dann gilt die Adresse.

my-password-change = Passwort ändern
my-password-lead = Hier bleiben Sie angemeldet. Überall sonst werden Sie abgemeldet, und Module fragen neu nach.
my-password-current = Ihr bisheriges Passwort
my-password-changed = Ihr Passwort wurde geändert, und Sie wurden überall sonst abgemeldet.

order-lead = Favoriten stehen vorn. Die Liste in Ihren Modulen hat dieselbe Reihenfolge.
order-module = Modul
order-move = Verschieben
order-favourite = Favorit
order-not-favourite = Kein Favorit
order-up = Hoch
order-down = Runter
