# Fehler in Feldern, und die Seite jeder Ablehnung.

what-to-do = Was Sie tun können
trace-status = Status
trace-code = Code
trace-reference = Referenz

kind-invalid = So geht es nicht
kind-unproved = Das war nicht richtig
kind-forbidden = Hier haben Sie keinen Zugang
kind-absent = Das ist hier nicht bekannt
kind-conflict = Das ist bereits geschehen
kind-gone = Das ist abgelaufen
kind-slow = Einen Moment, bitte
kind-busy = Im Moment ausgelastet
cannot-open = Sie können { $module } nicht öffnen

identifier-empty = Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.
email-empty = Geben Sie eine E-Mail-Adresse ein.
email-too-long = Diese E-Mail-Adresse ist zu lang. Eine Adresse hat höchstens 254 Zeichen.
email-form = Eine E-Mail-Adresse sieht aus wie name@example.com.
email-letters = Hier sind nur einfache Buchstaben, Ziffern und . _ % + - möglich. Schreiben Sie eine Domain mit anderen Buchstaben in ihrer xn---Form.
name-empty = Geben Sie einen Namen ein.
name-too-long =
    { $most ->
        [one] Dieser Name ist zu lang. Er darf ein Zeichen haben.
       *[other] Dieser Name ist zu lang. Er darf höchstens { $most } Zeichen haben.
    }
name-invisible = Dieser Name enthält Zeichen, die nicht angezeigt werden können. Tippen Sie ihn bitte von Hand ein.
name-username = Ein Benutzername besteht aus den Buchstaben a bis z, Ziffern und . _ - und beginnt mit einem Buchstaben oder einer Ziffer.

password-short =
    { $count ->
        [one] Verwenden Sie mindestens ein Zeichen. Mehrere Wörter hintereinander sind leicht zu merken.
       *[other] Verwenden Sie mindestens { $count } Zeichen. Mehrere Wörter hintereinander sind leicht zu merken.
    }
password-long =
    { $count ->
        [one] Verwenden Sie höchstens ein Zeichen.
       *[other] Verwenden Sie höchstens { $count } Zeichen.
    }
password-weak = Dieses Passwort ist zu leicht zu erraten. { $advice }
password-different = Die beiden Passwörter stimmen nicht überein. Geben Sie es noch einmal ein.

advice-key-row = Tasten in einer Reihe sind leicht zu erraten.
advice-key-pattern = Ein kurzes Muster auf der Tastatur ist leicht zu erraten.
advice-repeats = Wiederholte Zeichen und Wörter sind leicht zu erraten.
advice-common = Dieses Passwort ist sehr verbreitet.
advice-like-common = Dieses Passwort ähnelt einem verbreiteten.
advice-sequence = Folgen wie abc oder 6543 sind leicht zu erraten.
advice-recent-year = Jahreszahlen der letzten Zeit sind leicht zu erraten.
advice-one-word = Ein einzelnes Wort ist leicht zu erraten.
advice-date = Datumsangaben sind leicht zu erraten.
advice-name = Namen sind leicht zu erraten.
advice-few-words = Verwenden Sie einige Wörter, die nicht zusammengehören.
advice-no-signs = Sonderzeichen, Ziffern und Großbuchstaben sind nicht nötig.
advice-add-words = Fügen Sie ein oder zwei Wörter hinzu, am besten seltene.
advice-capitals = Großbuchstaben helfen kaum.
advice-reversed = Rückwärts geschriebene Wörter sind kaum schwerer zu erraten.
advice-substitution = Ein @ anstelle eines a hilft kaum.
advice-longer-pattern = Verwenden Sie ein längeres Muster mit mehr Wendungen.
advice-avoid-repeats = Vermeiden Sie wiederholte Wörter und Zeichen.
advice-avoid-sequences = Vermeiden Sie Folgen.
advice-avoid-years = Vermeiden Sie Jahreszahlen der letzten Zeit.
advice-avoid-own-years = Vermeiden Sie Jahreszahlen, die mit Ihnen zu tun haben.
advice-avoid-own-dates = Vermeiden Sie Daten und Jahreszahlen, die mit Ihnen zu tun haben.
