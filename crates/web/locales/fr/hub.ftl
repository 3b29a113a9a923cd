# « Mes modules », le lanceur et ce qui les entoure.

menu = Menu
navigation = Portail
your-account = Votre compte : { $name }
nav-profile = Profil
nav-security = Sécurité
nav-devices = Sessions et appareils
nav-activity = Activité
nav-order = Ordre de mes modules

open-hub = Ouvrir Vestibule
find-module = Chercher un module
find = Chercher
show-all = Tout afficher
by-group = par le groupe { $group }
last-sign-in = Dernière connexion : { $when }, { $device }.
modules-found =
    { $count ->
        [0] Aucun résultat pour « { $query } »
        [one] { $count } module pour « { $query } »
       *[other] { $count } modules pour « { $query } »
    }
modules-no-such = Aucun module ne porte ce nom
modules-fewer = Essayez avec moins de lettres.
modules-none = Aucun module ne vous est encore ouvert.
modules-none-short = Un Master de votre entreprise les accorde.
modules-none-long = Un Master de { $partner } accorde les modules, à vous ou à l’un de vos groupes. Ils apparaissent ici dès que c’est fait.
modules-closed = Non ouverts pour vous

language-heading = Langue et fuseau horaire
language-lead = La langue des pages et des e-mails, et le fuseau dans lequel les heures vous sont indiquées.
language-of-browser = Selon le navigateur
language-saved = La langue et le fuseau horaire ont été enregistrés.
time-zone = Fuseau horaire
time-zone-now = Là-bas, c’est maintenant : { $now }
time-zone-of-browser = Utiliser le fuseau de ce navigateur :
save = Enregistrer

module-urls = Adresses des modules
module-urls-lead = Où s’ouvre chacun de vos modules, et lequel de vos comptes il ouvre.
module-urls-module = Module
module-urls-address = S’ouvre à
module-urls-account = Votre compte
module-urls-none = Aucun que le portail connaisse
module-urls-since = depuis { $when }
module-urls-wrong = Appartient à la région { $region }
module-urls-unlink = Dissocier
module-urls-unlinked = Le compte n’est plus associé à votre compte du portail. Sa propre connexion continue de fonctionner.
module-urls-help = Une adresse de la mauvaise région ? Un master la corrige dans les paramètres du module. Les comptes trouvés par votre adresse e-mail ou votre nom d’utilisateur, ou créés par le portail, n’ont besoin d’aucune association de votre part.
