# Erreurs de saisie, et la page de chaque refus.

what-to-do = Que faire
trace-status = État
trace-code = Code
trace-reference = Référence

kind-invalid = Cela ne fonctionne pas ainsi
kind-unproved = Ce n’était pas correct
kind-forbidden = Vous n’avez pas accès ici
kind-absent = Cela n’est pas connu ici
kind-conflict = Cela a déjà été fait
kind-gone = C’est terminé
kind-slow = Un instant, s’il vous plaît
kind-busy = Trop de demandes en ce moment
cannot-open = Vous ne pouvez pas ouvrir { $module }

identifier-empty = Saisissez votre adresse e-mail ou votre nom d’utilisateur.
email-empty = Saisissez une adresse e-mail.
email-too-long = Cette adresse e-mail est trop longue. Une adresse compte au plus 254 caractères.
email-form = Une adresse e-mail ressemble à name@example.com.
email-letters = Seuls les lettres simples, les chiffres et . _ % + - sont possibles ici. Écrivez le domaine sous sa forme xn-- s’il contient d’autres lettres.
name-empty = Saisissez un nom.
name-too-long =
    { $most ->
        [one] Ce nom est trop long. Il peut compter { $most } caractère.
       *[other] Ce nom est trop long. Il peut compter au plus { $most } caractères.
    }
name-invisible = Ce nom contient des caractères qui ne peuvent pas être affichés. Saisissez-le à la main.
name-username = Un nom d’utilisateur se compose des lettres a à z, de chiffres et de . _ - et commence par une lettre ou un chiffre.

password-short =
    { $count ->
        [one] Utilisez au moins { $count } caractère. Quelques mots à la suite sont faciles à retenir.
       *[other] Utilisez au moins { $count } caractères. Quelques mots à la suite sont faciles à retenir.
    }
password-long =
    { $count ->
        [one] Utilisez au plus { $count } caractère.
       *[other] Utilisez au plus { $count } caractères.
    }
password-weak = Ce mot de passe est trop facile à deviner. { $advice }
password-different = Les deux mots de passe ne sont pas identiques. Saisissez-le de nouveau.

advice-key-row = Une rangée de touches est facile à deviner.
advice-key-pattern = Un court motif sur le clavier est facile à deviner.
advice-repeats = Les caractères et les mots répétés sont faciles à deviner.
advice-common = Ce mot de passe est très répandu.
advice-like-common = Ce mot de passe ressemble beaucoup à un mot de passe répandu.
advice-sequence = Les suites comme abc ou 6543 sont faciles à deviner.
advice-recent-year = Les années récentes sont faciles à deviner.
advice-one-word = Un mot seul est facile à deviner.
advice-date = Les dates sont faciles à deviner.
advice-name = Les noms sont faciles à deviner.
advice-few-words = Utilisez quelques mots sans rapport entre eux.
advice-no-signs = Les signes, les chiffres et les majuscules ne sont pas nécessaires.
advice-add-words = Ajoutez un ou deux mots, de préférence peu courants.
advice-capitals = Les majuscules aident peu.
advice-reversed = Les mots écrits à l’envers ne sont guère plus difficiles à deviner.
advice-substitution = Un @ à la place d’un a aide peu.
advice-longer-pattern = Utilisez un motif plus long avec plus de changements de direction.
advice-avoid-repeats = Évitez les mots et les caractères répétés.
advice-avoid-sequences = Évitez les suites.
advice-avoid-years = Évitez les années récentes.
advice-avoid-own-years = Évitez les années qui ont un rapport avec vous.
advice-avoid-own-dates = Évitez les dates et les années qui ont un rapport avec vous.
