# My Settings. Second factors, devices and activity have files of their own.

settings-lead = What is known about you here, and where you are signed in.
settings-you = You
settings-name = Name
settings-email = Email
settings-username = Username
settings-company = Company
settings-role = Role
settings-client = Client
settings-change-profile = Change name or address
settings-change-security = Change password, factors and codes
settings-back = Back
settings-back-to-security = Back to Security

profile-lead = Who you are here, and where mails to you go.
profile-set-by-master = Username and role are set by a master of your company.
profile-saved = Your name was saved.
profile-email = Email address
profile-email-now = Now
profile-email-waits = Waits to be confirmed
profile-email-new = New address
profile-email-hint = It counts once you have opened the link that we mail there. The old address is told and can stop it.
profile-email-button = Change address
profile-email-asked = A mail is on its way to the new address. Open the link in it, and the address counts.

my-password-change = Change password
my-password-lead = You stay signed in here. Everywhere else you are signed out, and modules ask again.
my-password-current = Your password now
my-password-changed = Your password was changed, and you were signed out everywhere else.

order-lead = Favourites come first. The launcher in your modules uses the same order.
order-module = Module
order-move = Move
order-favourite = Favourite
order-not-favourite = Not a favourite
order-up = Up
order-down = Down
