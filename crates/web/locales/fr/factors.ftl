# « Mes paramètres » : comment on prouve son identité.

security-lead = Comment vous prouvez votre identité. Chaque changement vous est signalé par e-mail.
factors-heading = Second facteur
factors-on = Activé
factors-none = Non configuré
factors-none-long = Aucun second facteur n’est configuré. Cela vous sera demandé à la prochaine connexion.
factors-only-one = Votre seul second facteur ne peut pas être supprimé. Ajoutez-en d’abord un autre.
factor-kind = Type
factor-added = Ajout
factor-last-used = Dernière utilisation
factor-never-used = jamais
factor-change = Modifier
factor-remove = Supprimer
factor-rename = Renommer

authenticators-heading = Applications d’authentification
authenticators-none = Aucune application d’authentification n’est configurée.
authenticator = Application d’authentification
authenticator-numbered = Application d’authentification { $number }
authenticator-add-or-replace = Ajouter ou remplacer une application d’authentification
authenticator-add = Ajouter une application d’authentification
authenticator-step-open = Ouvrez une application d’authentification sur votre téléphone.
authenticator-replace = Je n’ai plus mon ancien téléphone : supprimer mes applications précédentes
authenticator-add-button = Vérifier et ajouter
authenticator-added = L’application d’authentification a été ajoutée.
authenticator-removed = L’application d’authentification a été supprimée.

passkeys-heading = Clés d’accès
passkeys-none = Aucune clé d’accès pour l’instant. Avec elle, vous vous connectez par empreinte, visage ou code PIN, sans mot de passe ni code, et aucun site qui imite celui-ci ne peut l’utiliser.
passkey = Clé d’accès
passkey-synced = synchronisée par son fabricant
passkey-on-one-device = sur un seul appareil
passkey-name = Nom de la clé d’accès
passkey-name-hint = Pour la reconnaître dans la liste.
passkey-name-kept = Le nom n’a pas été modifié : il était vide ou trop long.
passkey-add = Ajouter une clé d’accès
passkey-add-lead = Vous la déverrouillez par empreinte, visage ou code PIN, et aucun site qui imite celui-ci ne peut l’utiliser.
passkey-add-none-here = Ce navigateur ne sait pas créer de clés d’accès, ou ses scripts sont désactivés. Une application d’authentification fonctionne ici.
passkey-add-failed = Aucune clé d’accès n’a été créée. Réessayez, ou choisissez un autre appareil.
passkey-add-button = Créer la clé d’accès
passkey-added = La clé d’accès a été ajoutée.
passkey-removed = La clé d’accès a été supprimée.
passkey-renamed = La clé d’accès porte son nouveau nom.

codes-own-lead = Sans téléphone ni clé d’accès, l’un de ces codes vous ouvre l’accès. Chacun ne sert qu’une fois.
codes-make = Créer de nouveaux codes
codes-make-lead = Vous recevez dix nouveaux codes. Les anciens cessent aussitôt de fonctionner, où que vous les ayez conservés.
codes-left =
    { $count ->
        [0] Aucun restant
        [one] { $count } restant
       *[other] { $count } restants
    }
codes-left-long =
    { $count ->
        [0] Aucun code de récupération restant
        [one] { $count } code de récupération restant
       *[other] { $count } codes de récupération restants
    }
codes-new = Vos nouveaux codes
codes-shown-once = Ils ne sont affichés que maintenant. Conservez-les ailleurs que votre téléphone.
codes-have-saved = Je les ai enregistrés

phones-heading = Téléphones
phones-none = Pas encore de téléphone. Avec un téléphone, vous vous connectez en y saisissant deux chiffres.
phones-first = Une fois configuré, un téléphone est interrogé en premier. Les codes et les clés d’accès restent disponibles à côté.
phone-woken = reçoit des notifications
phone-by-itself = répond tant que sa page est ouverte
phone-name = Nom du téléphone
phone-name-kept = Le nom n’a pas changé : il était vide ou trop long.
phone-add = Configurer un téléphone
phone-added = Le téléphone a été configuré.
phone-removed = Le téléphone a été retiré.
phone-renamed = Le téléphone a son nouveau nom.
phone-not-added = Aucun téléphone n’a été configuré. Recommencez quand vous serez prêt.
phone-picture = Code QR qui ouvre la page sur votre téléphone
phone-step-scan = Dirigez l’appareil photo du téléphone vers l’image et ouvrez la page.
phone-step-code = Vérifiez qu’elle affiche ce code, ou saisissez-le là :
phone-step-number = Un nombre apparaît ensuite ici. Saisissez-le sur le téléphone.
phone-by-hand = Sans appareil photo
phone-by-hand-lead = Ouvrez { $address } sur le téléphone et saisissez le code.
phone-here = Configurer cet appareil même
phone-type-number = Saisissez ce nombre sur le téléphone :
phone-go-on = Continuer
