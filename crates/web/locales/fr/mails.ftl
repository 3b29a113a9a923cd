# E-mails.

mail-hello = Bonjour,
mail-hello-name = Bonjour { $name },
mail-copy-address = Ou copiez cette adresse dans votre navigateur :
mail-works-until = Valable jusqu’au
mail-when = Quand
mail-asked-from = Demandé depuis
mail-was-it-you = Si c’était vous, il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe avec « { forgot-password } » sur la page de connexion et prévenez votre administration.

mail-activation-subject = Activez votre compte chez { $partner }
mail-activation-heading = Activez votre compte
mail-activation-body = { $partner } a créé un compte pour vous. Confirmez votre adresse, choisissez un mot de passe et configurez une application d’authentification. Gardez votre téléphone à portée de main.
mail-activation-after = Le lien ne fonctionne qu’une fois. Si vous n’attendiez pas cet e-mail, n’en tenez pas compte : sans le lien, il ne se passe rien.

mail-invitation-subject = { $partner } vous invite
mail-invitation-heading = Vous avez une invitation
mail-invitation-body = { $partner } souhaite travailler avec vous. Vous avez déjà un compte : connectez-vous avec pour accepter. Votre mot de passe et votre application d’authentification ne changent pas.
mail-invitation-after = Le lien ne fonctionne qu’une fois. Si vous ne le souhaitez pas, ne tenez pas compte de cet e-mail : sans le lien, il ne se passe rien.

mail-reset-subject = Choisissez un nouveau mot de passe
mail-reset-body = Quelqu’un (vous, nous l’espérons) a demandé un nouveau mot de passe pour cette adresse. Votre application d’authentification restera nécessaire ensuite.
mail-reset-after = Le lien ne fonctionne qu’une fois. Si ce n’était pas vous, ne tenez pas compte de cet e-mail : votre mot de passe ne change pas.

mail-changed-subject = Votre mot de passe a été modifié
mail-changed-body = Le mot de passe de votre compte a été modifié. L’ancien ne fonctionne plus.

mail-enrolled-subject = Une application d’authentification a été ajoutée
mail-enrolled-body = Une application d’authentification a été configurée pour votre compte. Désormais, elle sera demandée à chaque connexion.
mail-enrolled-after = Si c’était vous, il n’y a rien à faire. Sinon, prévenez tout de suite votre administration : elle peut la retirer et fermer toutes les sessions.

mail-recovery-subject = Un code de récupération a été utilisé
mail-recovery-body = Quelqu’un s’est connecté à votre compte avec l’un de vos codes de récupération à la place de l’application d’authentification.
mail-recovery-left =
    { $left ->
        [0] Il n’en reste aucun. Créez-en de nouveaux dans « { my-settings } ».
        [one] Il en reste un.
       *[other] Il en reste { $left }.
    }

mail-test-subject = Les e-mails arrivent
mail-test-body = Vous avez demandé cet essai dans les réglages du serveur de messagerie. Il est bien arrivé : les invitations et les liens arriveront aussi.
mail-test-after = Revenez aux réglages et mettez le serveur en service, si ce n’est pas encore fait.
mail-blocked-subject = Nombreux essais erronés sur votre compte
mail-blocked-body = Quelqu’un a essayé de nombreux mots de passe ou codes erronés pour votre compte ; les essais suivants ont donc été ralentis. Aucun n’a abouti, et votre accès n’est pas bloqué.
mail-blocked-after = Si vous avez fait une faute de frappe, il n’y a rien à faire. Si ce n’était pas vous et que votre mot de passe sert aussi ailleurs, choisissez-en un nouveau avec « { forgot-password } » sur la page de connexion.

mail-factors-again = Quelqu’un s’est connecté avec votre mot de passe. Avant d’entrer, configurez un nouveau second facteur.
mail-factors-by = { $by } a retiré vos applications d’authentification, clés d’accès, téléphones et codes de récupération, et toutes vos sessions ont été fermées. Configurez un nouveau second facteur pour vous reconnecter.
mail-factors-button = Configurer un second facteur
mail-factors-after = Le lien ne fonctionne qu’une fois, et votre mot de passe est aussi demandé. Vous ne vous y attendiez pas ? Ne transmettez pas le lien, choisissez un nouveau mot de passe avec « { forgot-password } » sur la page de connexion et demandez à votre administration.

notice-after = Si c’était vous, il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe avec « { forgot-password } » sur la page de connexion et prévenez votre administration : elle peut réinitialiser vos facteurs et fermer toutes les sessions.
notice-codes-subject = De nouveaux codes de récupération ont été créés
notice-codes = De nouveaux codes de récupération ont été créés pour votre compte. Les anciens ne fonctionnent plus.
notice-authenticator-added = Une autre application d’authentification a été configurée pour votre compte. Ses codes donnent aussi accès.
notice-authenticator-removed-subject = Une application d’authentification a été retirée
notice-authenticator-removed = Une application d’authentification a été retirée de votre compte. Ses codes ne fonctionnent plus.
notice-passkey-added-subject = Une clé d’accès a été ajoutée
notice-passkey-added = La clé d’accès « { $name } » a été ajoutée à votre compte. Quiconque la possède et peut la déverrouiller peut se connecter à votre place.
notice-passkey-removed-subject = Une clé d’accès a été retirée
notice-passkey-removed = La clé d’accès « { $name } » a été retirée de votre compte. Elle ne donne plus accès à personne.
notice-passkey-cloned-subject = Une clé d’accès a été bloquée
notice-passkey-cloned = La clé d’accès « { $name } » a répondu avec un compteur déjà vu, comme le ferait une copie. Elle a été bloquée et retirée. Connectez-vous autrement et ajoutez-la de nouveau si vous l’avez encore.
notice-phone-added-subject = Un téléphone a été configuré
notice-phone-added = Le téléphone « { $name } » a été configuré pour votre compte. Il est interrogé en premier quand vous vous connectez.
notice-phone-removed-subject = Un téléphone a été retiré
notice-phone-removed = Le téléphone « { $name } » a été retiré de votre compte. Il n’est plus interrogé.
notice-phone-denied-subject = Une connexion a été refusée
notice-phone-denied = « Ce n’était pas moi » a été répondu sur le téléphone « { $name } », donc cette connexion a pris fin. La personne qui l’a commencée connaît votre mot de passe.
notice-email-subject = Votre adresse e-mail a été modifiée
notice-email = Désormais, vous vous connectez avec { $email }, et les e-mails y sont envoyés.
notice-email-undone-subject = Votre adresse e-mail a été rétablie
notice-email-undone = La modification de votre adresse e-mail a été annulée, et toutes les sessions ouvertes dans votre compte ont été fermées.

mail-confirm-subject = Confirmez votre nouvelle adresse e-mail
mail-confirm-body = Vous avez demandé à vous connecter désormais avec cette adresse. Confirmez qu’elle est à vous ; d’ici là, l’ancienne reste valable.
mail-confirm-button = Confirmer l’adresse
mail-confirm-after = Vous n’avez rien demandé ? Ne faites rien, et rien ne change.

mail-change-subject = Votre adresse e-mail va changer
mail-change-body = Une personne connectée à votre compte souhaite se connecter désormais avec { $email }. Si c’est vous, il n’y a rien à faire ici : confirmez depuis l’e-mail envoyé à cette adresse.
mail-change-button = Ce n’était pas moi : arrêter
mail-change-after = Le lien fonctionne aussi une fois le changement confirmé : il rétablit cette adresse et ferme toutes les sessions. Choisissez ensuite tout de suite un nouveau mot de passe avec « { forgot-password } » sur la page de connexion.

mail-wanted-subject = Votre adresse e-mail a été saisie pour un autre compte
mail-wanted-body = Une personne qui a un autre compte a voulu lui donner votre adresse. Cela n’a pas été fait, puisque vous vous connectez déjà avec elle.
mail-wanted-after = Si c’était vous, avec un second compte, continuez à utiliser celui-ci pour cette adresse. Sinon, il n’y a rien à faire.

mail-access-subject = { $partner } vous donne accès
mail-access-heading = Vous avez accès
mail-access-body = { $partner } a ouvert son portail client pour vous. Connectez-vous avec l’adresse à laquelle cet e-mail a été envoyé.
mail-access-setup = { $partner } a ouvert son portail client pour vous. Suivez le lien pour configurer votre connexion, ou pour accepter avec le compte que vous avez déjà. Gardez votre téléphone à portée de main.
mail-access-button = Se connecter
mail-access-button-setup = Configurer la connexion
mail-access-address = Vous vous connectez avec
mail-access-may = Ce que vous pouvez faire
mail-access-after = Si vous n’attendiez pas cet e-mail, ignorez-le ou demandez à { $partner }.
may-see-invoices = voir les factures
may-pay-invoices = payer les factures
may-see-credits = voir les avoirs et les paiements
may-see-tickets = voir les tickets
may-make-tickets = créer des tickets
may-see-quotes = voir les devis
may-see-contracts = voir les contrats
