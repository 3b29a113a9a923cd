# Pages of signing in and out, activation, recovery, first run.

company-name = Company name
your-name = Your name
identifier = Email or username
mail-from = From
to-continue-to = to continue to { $module }
step-out-of-time = Your session has ended. Sign in again to go on.

identify-heading = Sign in

company-heading = Your company
company-hint = A username is known within one company only. Or go back and use your email address.

password-heading = Enter your password
log-in = Log In
password-needed = Enter your password.

code-heading = Enter your code
code-label = 6-digit code from your authenticator
code-use-recovery = Use a recovery code

recovery-heading = Use a recovery code
recovery-label = Recovery code
recovery-hint = One of the codes that you saved when you set up your authenticator. Each works once.
recovery-use-authenticator = Use your authenticator

choose-heading = Choose an account
choose-count =
    { $count ->
        [one] Your sign-in belongs to one company.
       *[other] Your sign-in belongs to { $count } companies.
    }
choose-which-open = Which one do you want to open in { $module }?
choose-which-work = Which one do you want to work in?
choose-by = by { $partner }
role-master = Master
role-billing = Billing
role-user = User

activation-due-heading = Confirm your email address
activation-due-lead = Your password is right. One thing is missing: your address is not confirmed yet.
activation-due-mail = A mail with a link is on its way to the address of your account. Open the link, and you can go on.
activation-due-again = Send the mail again
junk = Nothing after five minutes? Look into the junk folder.

activate-heading = Activate your account
activate-lead = { $partner } has made an account for you. Choose the password that you will sign in with.
activate-button = Activate account
activate-next = Next: you set up an authenticator. Have your phone at hand.

new-password-hint =
    { $min ->
        [one] At least one character. A few words that do not belong together are strong and easy to keep in mind.
       *[other] At least { $min } characters. A few words that do not belong together are strong and easy to keep in mind.
    }
password-repeat = Password, once more
strength-0 = Easy to guess
strength-2 = Could be guessed
strength-3 = Good
strength-4 = Strong

accept-heading = Accept the invitation
accept-lead = { $partner } would like you to work with them.
accept-body = You have a login already. Sign in with it: your password and your authenticator stay as they are, and your other companies do too.
accept-button = Sign in to accept
accept-foot = Not what you want? Close this page, and nothing changes.

enrol-heading = Set up your authenticator
enrol-reason = Everybody here signs in with a second factor.
enrol-picture = QR code that adds { $account } to your authenticator
enrol-by-hand = Type the secret instead
enrol-secret = Secret
enrol-issuer = Issuer
enrol-kind = Kind
enrol-kind-totp = By time, 6 digits, every 30 seconds
enrol-step-1 = Open an authenticator app on your phone. Any will do: the one you have is fine.
enrol-step-2 = Add an account and point the camera at the picture.
enrol-step-3 = Type the six digits that the app shows now.
enrol-code = 6-digit code
enrol-button = Verify and continue

codes-heading = Keep your recovery codes
codes-lead = Without your phone, one of these lets you in instead. Each works once. They are shown only now.
codes-label = Recovery codes
codes-download = Download as a text file
codes-saved = I have saved these codes
codes-needed = Save the codes first, then tick the box. They are not shown again.
codes-file = Recovery codes for { $account } at { $address }
codes-file-once = Each works once.

forgot-heading = Forgot your password?
forgot-lead = We mail you a link to choose a new one.
forgot-company = Company name (only with a username)
forgot-button = Send the link
forgot-company-needed = { $fault } It is needed with a username.

forgot-sent-heading = Look into your mail
forgot-sent-lead = If { $identifier } has an account here, a link to choose a new password is on its way.
forgot-sent-junk = Nothing after five minutes? Look into the junk folder, or check that you typed the name as your company knows it.
forgot-sent-back = Back to sign in

reset-heading = Choose a new password
reset-button = Set the new password
reset-foot = Your authenticator stays as it is.

first-run-heading = Set up this installation
first-run-lead = This happens once. It makes the first company and its first administrator, who can never be locked out.
first-run-token = One-time token
first-run-token-hint = The server printed it when it started.
first-run-company = Name of your company
first-run-email = Your email address
first-run-email-hint = A link to activate your account goes there.
first-run-button = Set up

first-run-done-heading = The installation is set up
first-run-done-lead = A mail to { $email } is on its way. Its link activates your account.
first-run-done-1 = Open the link in the mail.
first-run-done-2 = Choose a password.
first-run-done-3 = Set up an authenticator. Have your phone at hand.
first-run-done-foot = The token has done its work and is not accepted again.

sign-out-heading = Sign out?
sign-out-lead = This ends your session here and in the modules that you opened with it.
sign-out-nobody = Nobody is signed in with this browser. You can go on all the same.

signed-out-heading = You are signed out
signed-out-lead = Your session here has ended.
signed-out-told = Your session here has ended. These were told to end theirs:
signed-out-again = Sign in again
signed-out-foot = On a computer that others use, close the browser too.

confirm-heading = Confirm that it is you
confirm-lead =
    { $minutes ->
        [one] What comes next is worth protecting, and your last proof is older than one minute.
       *[other] What comes next is worth protecting, and your last proof is older than { $minutes } minutes.
    }
confirm-button = Confirm
confirm-by-password = Use your password instead
confirm-your-password = Your password
confirm-with-password = Confirm with password
confirm-not-enough = A password alone is not enough for this.
confirm-no-phone = Phone not at hand? Sign in again with a recovery code:

enrol-anew-heading = Set up your second factor anew
enrol-anew-lead = Your second factors were reset.
enrol-anew-body = Have your phone ready. Type your password, set up your authenticator, and you are in again.
enrol-anew-foot = The link works once. Not expected? Close this page and ask your administrator.
enrolment-due-lead = Your password is right. Your second factors were reset, so that you can set up new ones.
enrolment-due-body = A mail with a link is on its way to the address of your account. Open the link, and you can go on. So nobody who knows only your password can do it in your place.
enrolment-due-foot = Nothing after five minutes? Look into the junk folder, then sign in again: another mail comes.

post-answer-heading = One moment
post-answer-lead = You are being sent on to { $host }.

device-heading = Connect a device
device-label = Code that the device shows
device-hint = Eight letters. Capitals, dashes and spaces make no difference.
device-foot = Somebody sent you this code? Then do not go on: whoever began on the device would be signed in as you.
device-question-heading = Allow this device?
device-question-lead = A device wants to be signed in as you. Go on only if you began this yourself, just now, and it shows the same code.
device-module = Module
device-begun-from = Begun from
device-begun = Begun
device-begun-ago =
    { $minutes ->
        [0] less than a minute ago
        [one] a minute ago
       *[other] { $minutes } minutes ago
    }
device-allow = Allow
device-deny = No, this was not me
device-done-heading = The device is connected
device-done-lead = Go on at the device: { $module } signs you in there in a few seconds. You may close this page.
device-denied-heading = The device was turned away
device-denied-lead = Nobody was signed in to { $module }. If somebody asked you for the code, tell your administrator.

email-confirm-heading = Confirm your new address
email-confirmed-heading = Your address was changed
email-stop-heading = Stop the change of address
email-stopped-heading = Your address stays
email-before = Before
email-new = New
email-undone = The old address counts again, and everybody who was signed in to your account was signed out.
email-stopped = The new address will not count.
email-choose-password = Choose a new password now: whoever asked for the change was signed in as you.
email-confirmed = From now on you sign in with the new address.
email-confirm = Confirm that this mailbox is yours. From then on you sign in with the new address only.
email-undo = The new address counts already. You can put the old one back: everybody who is signed in to your account is signed out then.
email-stop = The new address does not count yet, and will not once you stop it.
email-undo-button = Put the old address back
email-stop-button = Stop the change

# passkeys
passkey-heading = Use your passkey
passkey-none-here = This browser cannot use passkeys, or its scripts are off. A recovery code lets you in.
passkey-use = Use a passkey
passkey-confirm = Confirm with a passkey
passkey-failed = No passkey answered. Try again, or choose another way.
passkey-sign-in = Sign in with a passkey

# phones
phone-heading = Answer on your phone
phone-lead = Your phone asks whether it is you. Type this number there:
phone-number = Number for your phone
phone-waits =
    { $seconds ->
        [one] The question waits for one more second.
       *[other] The question waits for { $seconds } more seconds.
    }
phone-open = No notice on the phone? Open the page there that you set it up with.
phone-answered = I have answered
phone-ask = Ask my phone
phone-ask-again = Ask my phone again
phone-code-instead = Use a code instead
phone-over = The minute is over, and nobody was let in.
phone-wrong-number = Another number was typed on the phone, so nobody was let in.
phone-approved = Your phone said yes.
