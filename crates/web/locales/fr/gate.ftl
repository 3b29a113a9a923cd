# Pages de connexion, de déconnexion, d’activation, de récupération et de première mise en service.

company-name = Nom de l’entreprise
your-name = Votre nom
identifier = Adresse e-mail ou nom d’utilisateur
mail-from = Expéditeur
to-continue-to = pour accéder à { $module }
step-out-of-time = Votre session est terminée. Reconnectez-vous pour continuer.

identify-heading = Connexion

company-heading = Votre entreprise
company-hint = Un nom d’utilisateur n’est connu que dans une seule entreprise. Vous pouvez aussi revenir en arrière et utiliser votre adresse e-mail.

password-heading = Saisissez votre mot de passe
log-in = Se connecter
password-needed = Saisissez votre mot de passe.

code-heading = Saisissez votre code
code-label = Code à 6 chiffres de votre application d’authentification
code-use-recovery = Utiliser un code de récupération

recovery-heading = Utiliser un code de récupération
recovery-label = Code de récupération
recovery-hint = L’un des codes que vous avez enregistrés en configurant votre application d’authentification. Chacun ne sert qu’une fois.
recovery-use-authenticator = Utiliser l’application d’authentification

choose-heading = Choisissez un compte
choose-count =
    { $count ->
        [one] Votre identifiant est rattaché à une entreprise.
       *[other] Votre identifiant est rattaché à { $count } entreprises.
    }
choose-which-open = Laquelle voulez-vous ouvrir dans { $module } ?
choose-which-work = Pour laquelle voulez-vous travailler ?
choose-by = par { $partner }
role-master = Master
role-billing = Facturation
role-user = Standard

activation-due-heading = Confirmez votre adresse e-mail
activation-due-lead = Votre mot de passe est correct. Il manque une chose : votre adresse n’est pas encore confirmée.
activation-due-mail = Un e-mail contenant un lien est en route vers l’adresse de votre compte. Ouvrez ce lien pour continuer.
activation-due-again = Renvoyer l’e-mail
junk = Rien après cinq minutes ? Regardez dans les courriers indésirables.

activate-heading = Activez votre compte
activate-lead = { $partner } a créé un compte pour vous. Choisissez le mot de passe avec lequel vous vous connecterez.
activate-button = Activer le compte
activate-next = Ensuite, vous configurerez une application d’authentification. Gardez votre téléphone à portée de main.

new-password-hint =
    { $min ->
        [one] Au moins { $min } caractère. Quelques mots sans rapport entre eux sont sûrs et faciles à retenir.
       *[other] Au moins { $min } caractères. Quelques mots sans rapport entre eux sont sûrs et faciles à retenir.
    }
password-repeat = Mot de passe, encore une fois
strength-0 = Facile à deviner
strength-2 = Pourrait être deviné
strength-3 = Bon
strength-4 = Très sûr

accept-heading = Acceptez l’invitation
accept-lead = { $partner } souhaite travailler avec vous.
accept-body = Vous avez déjà un compte. Connectez-vous avec : votre mot de passe et votre application d’authentification ne changent pas, vos autres entreprises non plus.
accept-button = Se connecter et accepter
accept-foot = Vous ne le souhaitez pas ? Fermez cette page, rien ne changera.

enrol-heading = Configurez l’application d’authentification
enrol-reason = Ici, tout le monde se connecte avec un second facteur.
enrol-picture = Code QR qui ajoute { $account } à votre application d’authentification
enrol-by-hand = Saisir la clé à la main
enrol-secret = Clé
enrol-issuer = Émetteur
enrol-kind = Type
enrol-kind-totp = Basé sur l’heure, 6 chiffres, toutes les 30 secondes
enrol-step-1 = Ouvrez une application d’authentification sur votre téléphone. N’importe laquelle convient, celle que vous avez aussi.
enrol-step-2 = Ajoutez un compte et visez l’image avec l’appareil photo.
enrol-step-3 = Saisissez les six chiffres que l’application affiche maintenant.
enrol-code = Code à 6 chiffres
enrol-button = Vérifier et continuer

codes-heading = Conservez vos codes de récupération
codes-lead = Sans votre téléphone, l’un de ces codes vous ouvre l’accès. Chacun ne sert qu’une fois. Ils ne sont affichés que maintenant.
codes-label = Codes de récupération
codes-download = Télécharger en fichier texte
codes-saved = J’ai enregistré ces codes
codes-needed = Enregistrez d’abord les codes, puis cochez la case. Ils ne seront plus affichés.
codes-file = Codes de récupération de { $account } sur { $address }
codes-file-once = Chacun ne sert qu’une fois.

forgot-heading = Mot de passe oublié ?
forgot-lead = Nous vous envoyons un lien pour en choisir un nouveau.
forgot-company = Nom de l’entreprise (seulement avec un nom d’utilisateur)
forgot-button = Envoyer le lien
forgot-company-needed = { $fault } Il est nécessaire avec un nom d’utilisateur.

forgot-sent-heading = Consultez votre messagerie
forgot-sent-lead = Si { $identifier } a un compte ici, un lien pour choisir un nouveau mot de passe est en route.
forgot-sent-junk = Rien après cinq minutes ? Regardez dans les courriers indésirables, ou vérifiez que le nom saisi est bien celui que votre entreprise connaît.
forgot-sent-back = Retour à la connexion

reset-heading = Choisissez un nouveau mot de passe
reset-button = Enregistrer le mot de passe
reset-foot = Votre application d’authentification ne change pas.

first-run-heading = Mettre cette installation en service
first-run-lead = Cela n’arrive qu’une fois : la première entreprise est créée, avec son premier compte d’administration, qui ne peut jamais être bloqué.
first-run-token = Jeton à usage unique
first-run-token-hint = Le serveur l’a affiché à son démarrage.
first-run-company = Nom de votre entreprise
first-run-email = Votre adresse e-mail
first-run-email-hint = Un lien pour activer votre compte y sera envoyé.
first-run-button = Mettre en service

first-run-done-heading = L’installation est en service
first-run-done-lead = Un e-mail à { $email } est en route. Son lien active votre compte.
first-run-done-1 = Ouvrez le lien de l’e-mail.
first-run-done-2 = Choisissez un mot de passe.
first-run-done-3 = Configurez une application d’authentification. Gardez votre téléphone à portée de main.
first-run-done-foot = Le jeton a servi et ne sera plus accepté.

sign-out-heading = Se déconnecter ?
sign-out-lead = Cela met fin à votre session ici et dans les modules que vous avez ouverts avec elle.
sign-out-nobody = Personne n’est connecté avec ce navigateur. Vous pouvez tout de même continuer.

signed-out-heading = Session terminée
signed-out-lead = Votre session ici est terminée.
signed-out-told = Votre session ici est terminée. Ces modules ont été avertis de fermer la leur :
signed-out-again = Se reconnecter
signed-out-foot = Sur un ordinateur partagé, fermez aussi le navigateur.

confirm-heading = Confirmez que c’est bien vous
confirm-lead =
    { $minutes ->
        [one] La suite mérite d’être protégée, et votre dernière preuve date de plus de { $minutes } minute.
       *[other] La suite mérite d’être protégée, et votre dernière preuve date de plus de { $minutes } minutes.
    }
confirm-button = Confirmer
confirm-by-password = Utiliser plutôt le mot de passe
confirm-your-password = Votre mot de passe
confirm-with-password = Confirmer par mot de passe
confirm-not-enough = Un mot de passe seul ne suffit pas ici.
confirm-no-phone = Pas de téléphone à portée de main ? Reconnectez-vous avec un code de récupération :

enrol-anew-heading = Reconfigurez votre second facteur
enrol-anew-lead = Vos seconds facteurs ont été réinitialisés.
enrol-anew-body = Préparez votre téléphone. Saisissez votre mot de passe, configurez votre application d’authentification, et vous aurez de nouveau accès.
enrol-anew-foot = Le lien ne fonctionne qu’une fois. Inattendu ? Fermez cette page et demandez à votre administration.
enrolment-due-lead = Votre mot de passe est correct. Vos seconds facteurs ont été réinitialisés pour que vous puissiez en configurer de nouveaux.
enrolment-due-body = Un e-mail contenant un lien est en route vers l’adresse de votre compte. Ouvrez ce lien pour continuer. Ainsi, une personne qui ne connaît que votre mot de passe ne peut pas le faire à votre place.
enrolment-due-foot = Rien après cinq minutes ? Regardez dans les courriers indésirables, puis reconnectez-vous : un autre e-mail sera envoyé.

post-answer-heading = Un instant
post-answer-lead = Redirection vers { $host }.

device-heading = Connecter un appareil
device-label = Code affiché par l’appareil
device-hint = Huit lettres. Majuscules, tirets et espaces n’ont pas d’importance.
device-foot = Quelqu’un vous a envoyé ce code ? Alors ne continuez pas : la personne devant l’appareil serait connectée à votre place.
device-question-heading = Autoriser cet appareil ?
device-question-lead = Un appareil demande à être connecté en votre nom. Ne continuez que si vous venez de le demander et qu’il affiche le même code.
device-module = Module
device-begun-from = Demandé depuis
device-begun = Demandé
device-begun-ago =
    { $minutes ->
        [0] il y a moins d’une minute
        [one] il y a { $minutes } minute
       *[other] il y a { $minutes } minutes
    }
device-allow = Autoriser
device-deny = Non, ce n’était pas moi
device-done-heading = L’appareil est connecté
device-done-lead = Continuez sur l’appareil : { $module } vous y connecte dans quelques secondes. Vous pouvez fermer cette page.
device-denied-heading = L’appareil a été refusé
device-denied-lead = Personne n’a été connecté à { $module }. Si quelqu’un vous a demandé ce code, prévenez votre administration.

email-confirm-heading = Confirmez votre nouvelle adresse
email-confirmed-heading = Votre adresse a été modifiée
email-stop-heading = Arrêter le changement d’adresse
email-stopped-heading = Votre adresse ne change pas
email-before = Avant
email-new = Nouvelle
email-undone = L’ancienne adresse est de nouveau valable, et toutes les sessions ouvertes dans votre compte ont été fermées.
email-stopped = La nouvelle adresse ne sera pas valable.
email-choose-password = Choisissez maintenant un nouveau mot de passe : la personne qui a demandé le changement était connectée à votre place.
email-confirmed = Désormais, vous vous connectez avec la nouvelle adresse.
email-confirm = Confirmez que cette boîte aux lettres est la vôtre. Ensuite, vous vous connecterez uniquement avec la nouvelle adresse.
email-undo = La nouvelle adresse est déjà valable. Vous pouvez rétablir l’ancienne : toutes les sessions ouvertes dans votre compte seront alors fermées.
email-stop = La nouvelle adresse n’est pas encore valable, et ne le sera pas si vous l’arrêtez.
email-undo-button = Rétablir l’ancienne adresse
email-stop-button = Arrêter le changement

# passkeys
passkey-heading = Utilisez votre clé d’accès
passkey-none-here = Ce navigateur ne sait pas utiliser les clés d’accès, ou ses scripts sont désactivés. Un code de récupération vous permet d’entrer.
passkey-use = Utiliser une clé d’accès
passkey-confirm = Confirmer avec une clé d’accès
passkey-failed = Aucune clé d’accès n’a répondu. Réessayez, ou choisissez un autre moyen.
passkey-sign-in = Se connecter avec une clé d’accès

# téléphones
phone-heading = Répondez sur votre téléphone
phone-lead = Votre téléphone demande si c’est bien vous. Saisissez-y ce nombre :
phone-number = Nombre pour votre téléphone
phone-waits =
    { $seconds ->
        [one] La question attend encore { $seconds } seconde.
       *[other] La question attend encore { $seconds } secondes.
    }
phone-open = Aucune notification sur le téléphone ? Ouvrez-y la page avec laquelle vous l’avez configuré.
phone-answered = J’ai répondu
phone-ask = Interroger mon téléphone
phone-ask-again = Interroger encore mon téléphone
phone-code-instead = Utiliser plutôt un code
phone-over = La minute est écoulée et personne n’est entré.
phone-wrong-number = Un autre nombre a été saisi sur le téléphone, donc personne n’est entré.
phone-approved = Votre téléphone a dit oui.
