# My Settings: how somebody proves who she is.

security-lead = How you prove that it is you. Every change is told to you by mail.
factors-heading = Second factor
factors-on = On
factors-none = None set up
factors-none-long = No second factor is set up. You are asked to do it when you sign in the next time.
factors-only-one = Your only second factor cannot be removed. Add another one first.
factor-kind = Kind
factor-added = Added
factor-last-used = Last used
factor-never-used = never
factor-change = Change
factor-remove = Remove
factor-rename = Rename

authenticators-heading = Authenticators
authenticators-none = No authenticator is set up.
authenticator = Authenticator
authenticator-numbered = Authenticator { $number }
authenticator-add-or-replace = Add or replace an authenticator
authenticator-add = Add an authenticator
authenticator-step-open = Open an authenticator app on your phone.
authenticator-replace = My old phone is gone: remove the authenticators I had
authenticator-add-button = Verify and add
authenticator-added = The authenticator was added.
authenticator-removed = The authenticator was removed.

passkeys-heading = Passkeys
passkeys-none = No passkey yet. With one you sign in by finger, face or PIN, without password and code, and no site that poses as this one can use it.
passkey = Passkey
passkey-synced = synced by its maker
passkey-on-one-device = on one device
passkey-name = Name of the passkey
passkey-name-hint = So that you know it again in the list.
passkey-name-kept = The name was not changed: it was empty or too long.
passkey-add = Add a passkey
passkey-add-lead = You unlock it with your finger, face or a PIN, and no site that poses as this one can use it.
passkey-add-none-here = This browser cannot make passkeys, or its scripts are off. An authenticator app works here.
passkey-add-failed = No passkey was made. Try again, or choose another device.
passkey-add-button = Make the passkey
passkey-added = The passkey was added.
passkey-removed = The passkey was removed.
passkey-renamed = The passkey has its new name.

codes-own-lead = Without your phone or passkey, one of these lets you in instead. Each works once.
codes-make = Make new codes
codes-make-lead = You get ten new codes. The old ones stop working at once, wherever you have kept them.
codes-left =
    { $count ->
        [0] None left
        [one] One left
       *[other] { $count } left
    }
codes-left-long =
    { $count ->
        [0] No recovery code left
        [one] One recovery code left
       *[other] { $count } recovery codes left
    }
codes-new = Your new codes
codes-shown-once = They are shown only now. Keep them where you do not keep your phone.
codes-have-saved = I have saved them

phones-heading = Phones
phones-none = No phone yet. With one you sign in by typing two digits on it.
phones-first = Once a phone is set up, it is asked first. Codes and passkeys stay available beside it.
phone-woken = is notified
phone-by-itself = answers while its page is open
phone-name = Name of the phone
phone-name-kept = The name was not changed: it was empty or too long.
phone-add = Set up a phone
phone-added = The phone was set up.
phone-removed = The phone was removed.
phone-renamed = The phone has its new name.
phone-not-added = No phone was set up. Begin again when you are ready.
phone-picture = QR code that opens the page on your phone
phone-step-scan = Point the camera of the phone at the picture, and open the page.
phone-step-code = Check that it shows this code, or type it there:
phone-step-number = Then a number appears here. Type it on the phone.
phone-by-hand = Without a camera
phone-by-hand-lead = Open { $address } on the phone and type the code.
phone-here = Set up this very device
phone-type-number = Type this number on the phone:
phone-go-on = Go on
