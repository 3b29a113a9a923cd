# Ce qui figure sur de nombreuses pages.

my-modules = Mes modules
my-settings = Mes paramètres
choose-language = Langue
skip = Aller au contenu
fault-mark = Erreur :
fault-title = Erreur : { $heading }
faults =
    { $count ->
        [one] Un point est à corriger
       *[other] { $count } points sont à corriger
    }
not-you = ce n’est pas vous ?
account = Compte
password = Mot de passe
next = Suivant
go-on = Continuer
cancel = Annuler
verify = Vérifier
sign-in = Se connecter
sign-out = Se déconnecter
start-again = Recommencer
go-to-start = Aller à l’accueil
go-to-my-modules = Ouvrir « { my-modules } »
forgot-password = Mot de passe oublié ?
stay-signed-in = Garder la session ouverte
choose-another-account = Choisir un autre compte
another-account = Utiliser un autre compte
go-back-to = Revenir à { $module }
go-to-your-modules = Aller à vos modules

moment = { $day } { $month } { $year } à { $hour }:{ $minute }
moment-zoned = { $day } { $month } { $year } à { $hour }:{ $minute } { $zone }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

device = { $browser } sur { $system }
device-unknown = Un navigateur
