# La page sur le téléphone qui répond quand son propriétaire se connecte.

companion-heading = Se connecter avec ce téléphone
companion-short = Connexion
companion-impossible = Ce navigateur ne peut pas garder de clé, ou ses scripts sont désactivés. Les codes d’une application d’authentification fonctionnent partout.
companion-register-lead = Laissez ce téléphone répondre quand vous vous connectez. Le code se trouve dans « { my-settings } » sur l’écran où vous êtes connecté.
companion-code = Code de l’autre écran
companion-home-screen = Sur un iPhone ou un iPad, ajoutez d’abord cette page à l’écran d’accueil et ouvrez-la de là.
companion-register = Configurer ce téléphone
companion-first-lead = Il reste une étape : saisissez le nombre que l’autre écran affiche maintenant.
companion-number = Nombre sur l’autre écran
companion-idle = Ce téléphone est configuré. Quand vous vous connectez, la question apparaît ici.
companion-wake = Me notifier les questions
companion-wake-on = Ce téléphone est notifié quand il y a une question.
companion-wake-off = Les notifications ne fonctionnent pas ici. Ouvrez cette page quand vous vous connectez.
companion-question-lead = Quelqu’un qui connaît votre mot de passe se connecte. Est-ce vous ? Alors saisissez le nombre de l’autre écran.
companion-browser = Navigateur
companion-yes = Oui, c’est moi
companion-not-me = Non, ce n’était pas moi
companion-approved = C’était juste. Continuez sur l’autre écran.
companion-denied = Personne n’est entré. Quelqu’un connaît peut-être votre mot de passe : choisissez-en un nouveau maintenant dans « { my-settings } ».
companion-gone = Ce téléphone n’est plus configuré.
companion-anew = Le configurer de nouveau
companion-offline = La connexion est injoignable pour le moment. Cette page continue d’essayer.
companion-notice-title = Est-ce vous qui vous connectez ?
companion-notice-body = Ouvrez ceci pour répondre.
