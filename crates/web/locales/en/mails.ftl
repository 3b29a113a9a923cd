# Mails.

mail-hello = Hello,
mail-hello-name = Hello { $name },
mail-copy-address = Or copy this address into your browser:
mail-works-until = Works until
mail-when = When
mail-asked-from = Asked for from
mail-was-it-you = If it was you, there is nothing to do. If it was not, choose a new password at once by “{ forgot-password }” on the sign-in page, and tell your administrator.

mail-activation-subject = Activate your account at { $partner }
mail-activation-heading = Activate your account
mail-activation-body = { $partner } has made an account for you. Confirm your address, choose a password and set up an authenticator. Have your phone at hand.
mail-activation-after = The link works once. If you did not expect this mail, leave it alone: without the link nothing happens.

mail-invitation-subject = { $partner } invites you
mail-invitation-heading = You are invited
mail-invitation-body = { $partner } would like you to work with them. You have a login already: sign in with it to accept. Your password and your authenticator stay as they are.
mail-invitation-after = The link works once. If you do not want this, leave the mail alone: without the link nothing happens.

mail-reset-subject = Choose a new password
mail-reset-body = Somebody, we hope you, asked for a new password for this address. Your authenticator is still needed afterwards.
mail-reset-after = The link works once. If it was not you, leave this mail alone: your password stays as it is.

mail-changed-subject = Your password was changed
mail-changed-body = The password of your account was changed. The old one no longer works.

mail-enrolled-subject = An authenticator was added
mail-enrolled-body = An authenticator was set up for your account. From now on it is asked for each time you sign in.
mail-enrolled-after = If it was you, there is nothing to do. If it was not, tell your administrator at once: they can remove it and end all sessions.

mail-recovery-subject = A recovery code was used
mail-recovery-body = Somebody signed in to your account with one of your recovery codes in place of the authenticator.
mail-recovery-left =
    { $left ->
        [0] None is left. Make new ones in { my-settings }.
        [one] One is left.
       *[other] { $left } are left.
    }

mail-test-subject = Mails arrive
mail-test-body = You asked for this test in the settings of the mail server. It has come through, so invitations and links will too.
mail-test-after = Go back to the settings and take the server into use, if you have not yet.
mail-blocked-subject = Many wrong tries at your account
mail-blocked-body = Somebody tried many wrong passwords or codes for your account, so further tries were slowed down. None of them got in, and you are not locked out.
mail-blocked-after = If you mistyped your password, there is nothing to do. If it was not you and your password is used anywhere else, choose a new one by “{ forgot-password }” on the sign-in page.

mail-factors-again = Somebody signed in with your password. Before you can go in, set up a new second factor.
mail-factors-by = { $by } removed your authenticators, passkeys, phones and recovery codes, and you were signed out everywhere. Set up a new second factor to sign in again.
mail-factors-button = Set up a second factor
mail-factors-after = The link works once, and your password is asked for as well. You did not expect this? Do not pass the link on, choose a new password by “{ forgot-password }” on the sign-in page, and ask your administrator.

notice-after = If it was you, there is nothing to do. If it was not, choose a new password at once by “{ forgot-password }” on the sign-in page, and tell your administrator: they can reset your factors and end all sessions.
notice-codes-subject = New recovery codes were made
notice-codes = New recovery codes were made for your account. The old ones do not work any more.
notice-authenticator-added = Another authenticator was set up for your account. Its codes let you in as well.
notice-authenticator-removed-subject = An authenticator was removed
notice-authenticator-removed = An authenticator was removed from your account. Its codes do not work any more.
notice-passkey-added-subject = A passkey was added
notice-passkey-added = The passkey “{ $name }” was added to your account. Whoever holds it and can unlock it can sign in as you.
notice-passkey-removed-subject = A passkey was removed
notice-passkey-removed = The passkey “{ $name }” was removed from your account. It does not let anybody in any more.
notice-passkey-cloned-subject = A passkey was blocked
notice-passkey-cloned = The passkey “{ $name }” answered with a count that was seen before, as a copy of it would. It was blocked and removed. Sign in another way and add it again if you still have it.
notice-phone-added-subject = A phone was set up
notice-phone-added = The phone “{ $name }” was set up for your account. It is asked first when you sign in.
notice-phone-removed-subject = A phone was removed
notice-phone-removed = The phone “{ $name }” was removed from your account. It is not asked any more.
notice-phone-denied-subject = A sign-in was turned away
notice-phone-denied = “This was not me” was said on the phone “{ $name }”, so that sign-in was ended. Whoever began it knows your password.
notice-email-subject = Your email address was changed
notice-email = From now on you sign in with { $email }, and mails go there.
notice-email-undone-subject = Your email address was put back
notice-email-undone = The change of your email address was undone, and everybody who was signed in to your account was signed out.

mail-confirm-subject = Confirm your new email address
mail-confirm-body = You asked to sign in with this address from now on. Confirm that it is yours; until then the old one counts.
mail-confirm-button = Confirm the address
mail-confirm-after = You did not ask for it? Do nothing, and nothing changes.

mail-change-subject = Your email address is about to change
mail-change-body = Somebody who is signed in to your account wants to sign in with { $email } from now on. If it was you, there is nothing to do here: confirm it from the mail that went there.
mail-change-button = It was not me: stop it
mail-change-after = The link works also when the change has been confirmed: it puts this address back and signs everybody out. Then choose a new password at once by “{ forgot-password }” on the sign-in page.

mail-wanted-subject = Your email address was entered for another login
mail-wanted-body = Somebody who has another login wanted to change its address to yours. That did not happen, since you sign in with it already.
mail-wanted-after = If it was you, with a second login of your own, go on using this one for this address. If it was not, there is nothing to do.

mail-access-subject = { $partner } gives you access
mail-access-heading = You have access
mail-access-body = { $partner } has opened its client portal for you. Sign in with the address that this mail came to.
mail-access-setup = { $partner } has opened its client portal for you. Follow the link to set up your login, or to accept with the one that you have. Have your phone at hand.
mail-access-button = Sign in
mail-access-button-setup = Set up your login
mail-access-address = You sign in with
mail-access-may = What you can do
mail-access-after = If you did not expect this mail, leave it alone, or ask { $partner }.
may-see-invoices = see invoices
may-pay-invoices = pay invoices
may-see-credits = see credits and payments
may-see-tickets = see tickets
may-make-tickets = make tickets
may-see-quotes = see quotes
may-see-contracts = see contracts
