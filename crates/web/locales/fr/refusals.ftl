# Refus, par leur code. L’anglais figure dans le programme.

refusal-address_unreadable = L’adresse contient quelque chose qui n’est pas du texte.
    .title = Cette adresse est illisible
    .remedy = Ouvrez-la de nouveau en entier, depuis l’e-mail ou la page.

refusal-affiliation_deactivated = Votre compte dans cette entreprise a été désactivé.
    .remedy = Demandez à un Master de l’entreprise de le réactiver.

refusal-affiliation_not_yours = Ce compte n’appartient pas à cet identifiant.
    .remedy = Choisissez l’un des comptes de la liste.

refusal-out_of_service = Ce portail ne peut pas utiliser sa base de données en ce moment.
    .title = Fermé pour un instant
    .remedy = Réessayez dans une minute et vérifiez d’abord si votre dernière saisie a été conservée. Si cela dure, prévenez votre administration.

refusal-broken = L’erreur vient de nous, et rien n’a été modifié.
    .title = Un problème est survenu
    .remedy = Réessayez dans une minute. Si cela se reproduit, transmettez la référence ci-dessous à votre administration.

refusal-busy = De nombreuses personnes se connectent en ce moment.
    .remedy = Réessayez dans quelques secondes.

refusal-client_unknown = Le module qui vous a envoyé ici n’est pas enregistré.
    .remedy = Ouvrez le module depuis « { my-modules } ». Son administration peut comparer client_id des deux côtés.

refusal-code_form = Le code compte six chiffres.
    .remedy = Saisissez les six chiffres que l’application d’authentification affiche.

refusal-code_used = Ce code a déjà été utilisé.
    .remedy = Attendez le suivant, jusqu’à 30 secondes.

refusal-code_wrong = Ce code n’est pas correct, ou ne l’est plus.
    .remedy = Attendez le code suivant et saisissez-le. Si les codes ne conviennent jamais, réglez l’heure du téléphone sur automatique.

refusal-company_deactivated = Votre entreprise est désactivée ici.
    .remedy = Demandez à votre prestataire de réactiver l’entreprise.

refusal-content_type = Le formulaire a été envoyé d’une manière qui n’est pas comprise ici.
    .title = Cela ne peut pas être lu
    .remedy = Envoyez-le en application/x-www-form-urlencoded, comme le font les navigateurs.

refusal-credentials_mismatch = Ce nom et ce mot de passe ne vont pas ensemble.
    .remedy = Vérifiez les deux et réessayez, ou choisissez un nouveau mot de passe par e-mail.

refusal-foreign_form = Le formulaire a été envoyé par un autre site, ou la page est restée ouverte trop longtemps.
    .title = Cela ne vient pas d’ici
    .remedy = Ouvrez la page ici et envoyez-le de nouveau.

refusal-identity_deactivated = Ce compte a été désactivé.
    .remedy = Demandez à un Master de l’entreprise de le réactiver.

refusal-invalid_request = Le module a envoyé une demande illisible : { $detail }.
    .remedy = Ouvrez de nouveau le module. Si cela se reproduit, son éditeur doit corriger la demande.

refusal-invitation_not_accepted = L’invitation à cette entreprise n’a pas encore été acceptée.
    .remedy = Ouvrez le lien de l’invitation ; un Master peut la renvoyer.

refusal-link_expired = Ce lien est trop ancien.
    .remedy = Demandez-en un nouveau avec « { forgot-password } ».

refusal-link_unknown = Ce lien n’est pas connu ici.
    .remedy = Ouvrez-le de nouveau en entier depuis l’e-mail, ou demandez-en un nouveau avec « { forgot-password } ».

refusal-link_used = Ce lien a déjà été utilisé.
    .remedy = Connectez-vous. Si cela ne fonctionne pas, demandez un nouveau lien avec « { forgot-password } ».

refusal-method_not_allowed = Cette adresse n’accepte pas ce type de demande.
    .title = Cela ne fonctionne pas ainsi
    .remedy = Ouvrez-la depuis une page d’ici.

refusal-network_not_allowed = Votre entreprise n’autorise l’accès que depuis ses propres réseaux.
    .remedy = Connectez-vous depuis le bureau ou par son VPN. Un master peut modifier la liste ; si plus personne n’entre, l’opérateur peut la vider.

refusal-no_affiliation = Ce compte n’est rattaché à aucune entreprise active.
    .remedy = Demandez à l’administration de l’entreprise de le réactiver.

refusal-no_second_factor = Aucun second facteur n’est configuré pour ce compte.
    .remedy = Connectez-vous une fois ; le second facteur se configure en chemin.

refusal-not_activated = Ce compte n’a pas encore été activé.
    .remedy = Ouvrez le lien de l’e-mail d’activation ; « { forgot-password } » en envoie un nouveau.

refusal-not_at_partner = Vous n’avez pas de compte dans l’entreprise à qui appartient ce module.
    .remedy = Connectez-vous avec un autre compte, ou demandez une invitation à un Master de cette entreprise.

refusal-not_found = Il n’y a rien à cette adresse.
    .title = Cette page n’existe pas
    .remedy = Vérifiez l’adresse, ou allez à l’accueil.

refusal-not_granted = Ce module ne vous a pas été accordé.
    .remedy = Demandez à un Master de l’accorder à vous ou à l’un de vos groupes.

refusal-partner_deactivated = L’entreprise qui propose ce module est désactivée ici.
    .remedy = Demandez à l’exploitant de cette installation de réactiver le partenaire.

refusal-password_refused = Ce mot de passe n’est pas accepté.
    .remedy = Choisissez un autre mot de passe.

refusal-password_wrong = Ce n’est pas votre mot de passe.
    .remedy = Saisissez le mot de passe avec lequel vous vous connectez ici.

refusal-post_logout_redirect_uri_not_registered = Le module veut vous envoyer à une adresse qui n’est pas enregistrée pour lui.
    .remedy = Vous pouvez vous déconnecter ici. L’administration du module peut enregistrer l’adresse, lettre pour lettre.

refusal-recovery_code_wrong = Ce code de récupération n’est pas correct, ou a déjà été utilisé.
    .remedy = Saisissez un autre code de la liste. S’il n’en reste aucun, l’administration de l’entreprise doit vous aider.

refusal-redirect_uri_not_registered = Le module veut vous envoyer à une adresse qui n’est pas enregistrée pour lui.
    .remedy = Ouvrez le module depuis « { my-modules } ». Son administration peut enregistrer l’adresse, lettre pour lettre.

refusal-set_up_done = Cette installation est déjà en service.
    .remedy = Connectez-vous.

refusal-set_up_token_wrong = Ce jeton de mise en service n’est pas correct.
    .remedy = Copiez-le des premières lignes affichées par le serveur. Un nouveau est affiché à chaque démarrage jusqu’à la mise en service.

refusal-sign_in_expired = Cette connexion a expiré.
    .remedy = Recommencez la connexion.

refusal-sign_in_out_of_step = Cette étape de la connexion est déjà passée.
    .remedy = Recommencez la connexion.

refusal-too_large = L’envoi dépasse { $most }.
    .title = C’est trop
    .remedy = Envoyez moins. Rien n’a été modifié.

refusal-too_many_tries = Trop d’essais. { $unit ->
    [minutes] { $count ->
        [one] Réessayez dans { $count } minute.
       *[other] Réessayez dans { $count } minutes.
    }
   *[seconds] { $count ->
        [one] Réessayez dans { $count } seconde.
       *[other] Réessayez dans { $count } secondes.
    }
}
    .remedy = Il suffit d’attendre. Un nouveau mot de passe par e-mail fonctionne aussi tout de suite.

refusal-too_slow = La demande n’est pas arrivée à temps.
    .title = Cela a pris trop de temps
    .remedy = Réessayez.

refusal-unified_login_off = La connexion par ce portail est désactivée pour ce module.
    .remedy = Un Master peut l’activer pour le module.

refusal-wrong_population = Ce module n’est pas prévu pour votre type de compte.
    .remedy = Les modules internes sont pour l’équipe, les modules clients pour la clientèle. Connectez-vous avec l’autre compte.

refusal-device_code_wrong = Aucun appareil n’affiche ce code, ou il a attendu trop longtemps.
    .remedy = Comparez-le lettre par lettre, ou recommencez sur l’appareil pour en obtenir un nouveau.

refusal-device_flow_off = La connexion d’appareils par code est désactivée ici.
    .remedy = Demandez à votre administration comment connecter cet appareil.

refusal-last_factor = C’est votre seul second facteur.
    .remedy = Ajoutez-en d’abord un autre, puis retirez celui-ci.

refusal-too_many_factors = Vous en avez autant qu’une personne peut en avoir.
    .remedy = Retirez-en un que vous n’utilisez pas.

refusal-factor_unknown = Ce n’est pas l’un des vôtres, ou il a déjà été retiré.
    .remedy = Ouvrez de nouveau la page.

refusal-proposal_expired = La page est restée ouverte trop longtemps.
    .remedy = Ouvrez de nouveau la page.

refusal-email_same = C’est déjà votre adresse.
    .remedy = Saisissez la nouvelle.

refusal-email_just_changed = Votre adresse a été modifiée il y a moins de trois jours.
    .remedy = Attendez que l’ancienne adresse ne puisse plus la rétablir.

refusal-email_taken = Cette adresse appartient désormais à un autre compte.
    .remedy = Choisissez une autre adresse, ou connectez-vous avec ce compte.

refusal-not_master = La console est réservée aux Masters de l’entreprise.
    .remedy = Demandez à un Master de vous donner le rôle Master, ou de le faire pour vous.

refusal-pushed_request_over = La demande que le module a déposée a expiré.
    .remedy = Ouvrez de nouveau le module : une telle demande ne sert qu’une fois, pendant une minute.

refusal-passkey_wrong = Cette clé d’accès n’ouvre pas ce compte.
    .remedy = Réessayez, ou connectez-vous autrement.

refusal-passkey_cloned = Cette clé d’accès a répondu comme une copie et a été retirée.
    .remedy = Connectez-vous autrement, et ajoutez-la de nouveau si vous l’avez encore.

refusal-passkeys_unavailable = Les clés d’accès ne fonctionnent pas à cette adresse.
    .remedy = Utilisez une application d’authentification.

refusal-passkey_not_allowed = Votre entreprise n’autorise pas ce type de clé d’accès.
    .remedy = Utilisez-en une que désigne un master de votre entreprise, ou une application d’authentification.

refusal-unified_login_invite_only = Unified Login n’est pas activé pour votre entreprise.
    .remedy = Veuillez contacter votre gestionnaire de compte.

refusal-link_needs_master = Seul un Master de votre entreprise peut lier un module.
    .remedy = Connectez-vous avec un compte Master de l’entreprise.

refusal-link_wrong_population = Les personnes des entreprises clientes ne peuvent pas lier les modules du personnel.
    .remedy = Connectez-vous au module avec son propre mot de passe.

refusal-module_says_nothing = Le module n’a pas encore indiqué ce qu’il sait faire.
    .remedy = Un Master ouvre le module dans la console et l’y relit.

refusal-module_cannot_log_in = Ce module ne sait pas connecter les personnes par le hub.
    .remedy = Demandez à l’éditeur du module.

refusal-wrong_region = L’adresse de ce module appartient à la région { $region }.
    .remedy = Indiquez la bonne adresse sous URL des modules.

refusal-hub_tenant_already_mapped = Votre entreprise est déjà liée à un autre locataire de ce module : { $tenant }.
    .remedy = Désactivez-y d’abord la connexion : un seul locataire peut être lié à la fois.

refusal-module_tenant_already_mapped = Ce locataire du module est lié à une autre entreprise.
    .remedy = Un administrateur du module l’y désactive d’abord.

refusal-link_request_unsigned = Le module a envoyé la demande d’une manière peu sûre.
    .remedy = Son éditeur doit transmettre la demande à l’avance (RFC 9126).

refusal-tenant_not_linked = Votre entreprise n’a pas lié ce module.
    .remedy = Un Master le lie depuis les paramètres du module.

refusal-accounts_are_matched = Les comptes de ce module sont trouvés par adresse e-mail ou nom d’utilisateur.
    .remedy = Connectez-vous avec le bouton du hub ; rien n’est à lier.

refusal-hub_person_already_linked = Votre compte du hub est lié à un autre compte de ce module.
    .remedy = Désactivez-le d’abord dans les paramètres de cet autre compte.

refusal-module_account_already_linked = Ce compte est lié à un autre compte du hub.
    .remedy = Connectez-vous avec le compte du hub auquel il est lié.

refusal-hub_account_inactive = Votre compte du hub n’est pas actif.
    .remedy = Demandez à un Master de votre entreprise de le réactiver.

refusal-account_not_linked = Vous n’avez pas encore lié votre compte de ce module.
    .remedy = Connectez-vous-y avec votre mot de passe et activez-le dans vos paramètres.

refusal-push_asked_already = Une question attend déjà sur votre téléphone.
    .remedy = Répondez-y, ou utilisez plutôt un code.

refusal-push_code_unknown = Ce code est inconnu ici, a été utilisé ou est trop ancien.
    .remedy = Recommencez dans « { my-settings } » et utilisez le code qui y est affiché.

refusal-push_no_phone = Aucun téléphone n’est configuré pour ce compte.
    .remedy = Utilisez plutôt un code, et configurez un téléphone dans « { my-settings } ».

refusal-push_number_wrong = Ce n’est pas le nombre affiché sur l’autre écran.
    .remedy = Personne n’est entré. Recommencez sur l’autre écran.

refusal-push_over = Cette question a reçu une réponse, ou sa minute est écoulée.
    .remedy = Demandez-en une autre sur la page où vous vous connectez.

refusal-push_paused = Une question a été refusée sur votre téléphone. Il pourra être interrogé de nouveau dans { $unit ->
        [seconds] { $count ->
            [one] { $count } seconde
           *[other] { $count } secondes
        }
       *[minutes] { $count ->
            [one] { $count } minute
           *[other] { $count } minutes
        }
    }.
    .remedy = Utilisez plutôt un code.

refusal-push_phone_unknown = Ce téléphone n’est pas configuré ici, ou a été retiré.
    .remedy = Configurez-le dans « { my-settings } ».

refusal-push_proof_wrong = Ce que ce téléphone a envoyé n’est pas signé comme il le faudrait.
    .remedy = Réglez l’horloge du téléphone sur automatique et réessayez.

refusal-push_too_often = Votre téléphone a été interrogé plusieurs fois sans réponse. Il pourra être interrogé de nouveau dans { $unit ->
        [seconds] { $count ->
            [one] { $count } seconde
           *[other] { $count } secondes
        }
       *[minutes] { $count ->
            [one] { $count } minute
           *[other] { $count } minutes
        }
    }.
    .remedy = Utilisez plutôt un code.

refusal-contact_not_in_psa = Votre prestataire n’a pas de contact actif à votre nom.
    .remedy = Le contact doit exister et être actif dans le PSA.

refusal-contact_no_email = Votre prestataire n’a pas d’adresse e-mail utilisable pour vous.
    .remedy = L’adresse par défaut du contact doit être correcte dans le PSA.

refusal-contact_not_synced = Votre société n’est pas configurée ici.
    .remedy = La société du contact doit être associée, et aucun filtre ne doit l’exclure.

refusal-contact_company_deactivated = L’accès de votre société est désactivé.
    .remedy = La société doit être activée dans la console.

refusal-contact_is_member = Cette adresse appartient à une personne qui travaille pour votre prestataire.
    .remedy = Le contact doit recevoir une autre adresse dans le PSA.

refusal-contact_email_ambiguous = Votre prestataire a plusieurs contacts avec cette adresse.
    .remedy = Chaque contact doit avoir sa propre adresse dans le PSA.

refusal-contact_revoked = Vous n’avez pas encore d’accès ici.
    .remedy = Le contact doit recevoir un profil, par exemple Admin.

refusal-contact_missing = Votre prestataire ne connaît personne avec cette adresse.
    .remedy = L’adresse doit figurer chez un contact dans le PSA ; elle arrive à la prochaine synchronisation.
