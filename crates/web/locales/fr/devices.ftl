# « Mes paramètres » : où des sessions sont ouvertes, et quels navigateurs sont connus.

sessions-heading = Où vos sessions sont ouvertes
sessions-none = Aucune session n’est ouverte.
sessions-unknown = L’une d’elles vous est inconnue ? Déconnectez-la, puis choisissez un nouveau mot de passe.
sessions-all = Toutes les sessions et tous les appareils
session-device = Appareil
session-address = Adresse
session-begun = Connexion
session-seen = Dernière activité
session-end = Fermer
session-this = Cette session
session-sign-out = Déconnecter
session-end-others = Se déconnecter partout ailleurs
session-ended = La session a été fermée.
session-over = Cette session était déjà fermée.
session-others-ended = Vos sessions ont été fermées partout ailleurs.

browsers-heading = Navigateurs connus
browsers-none = Aucun navigateur n’est encore connu comme le vôtre.
browsers-lead = Quand des inconnus essaient de deviner votre mot de passe, un navigateur connu vous laisse entrer sans attendre. Il ne remplace jamais un facteur. L’oublier ne ferme pas sa session.
browser-name = Navigateur
browser-first-used = Première utilisation
browser-last-sign-in = Dernière connexion
browser-this = Ce navigateur
browser-forget = Oublier
browser-forgotten = Le navigateur a été oublié.
