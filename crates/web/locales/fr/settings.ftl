# « Mes paramètres ». Facteurs, appareils et activité ont leurs propres fichiers.

settings-lead = Ce qui est connu de vous ici, et où vos sessions sont ouvertes.
settings-you = Vous
settings-name = Nom
settings-email = Adresse e-mail
settings-username = Nom d’utilisateur
settings-company = Entreprise
settings-role = Rôle
settings-client = Compte client
settings-change-profile = Modifier le nom ou l’adresse
settings-change-security = Modifier mot de passe, facteurs et codes
settings-back = Retour
settings-back-to-security = Revenir à « { nav-security } »

profile-lead = Qui vous êtes ici, et où vous parviennent les e-mails.
profile-set-by-master = Le nom d’utilisateur et le rôle sont définis par un Master de votre entreprise.
profile-saved = Votre nom a été enregistré.
profile-email = Adresse e-mail
profile-email-now = Actuelle
profile-email-waits = À confirmer
profile-email-new = Nouvelle adresse
profile-email-hint = Elle sera valable dès que vous aurez ouvert le lien que nous y envoyons. L’ancienne adresse est prévenue et peut arrêter le changement.
profile-email-button = Changer d’adresse
profile-email-asked = Un e-mail est en route vers la nouvelle adresse. Ouvrez le lien qu’il contient, et l’adresse sera valable.

my-password-change = Changer le mot de passe
my-password-lead = Votre session reste ouverte ici. Partout ailleurs elle est fermée, et les modules vous redemanderont de vous connecter.
my-password-current = Mot de passe actuel
my-password-changed = Votre mot de passe a été changé, et vos sessions ont été fermées partout ailleurs.

order-lead = Les favoris viennent en premier. La liste dans vos modules suit le même ordre.
order-module = Module
order-move = Déplacer
order-favourite = Favori
order-not-favourite = Plus favori
order-up = Monter
order-down = Descendre
