# What stands on many pages.

my-modules = My Modules
my-settings = My Settings
choose-language = Language
skip = Skip to content
fault-mark = Fault:
fault-title = Fault: { $heading }
faults =
    { $count ->
        [one] One thing needs mending
       *[other] { $count } things need mending
    }
not-you = not you?
account = Account
password = Password
next = Next
go-on = Continue
cancel = Cancel
verify = Verify
sign-in = Sign in
sign-out = Sign out
start-again = Start again
go-to-start = Go to the start
go-to-my-modules = Go to { my-modules }
forgot-password = Forgot password?
stay-signed-in = Stay signed in
choose-another-account = Choose another account
another-account = Sign in with another account
go-back-to = Go back to { $module }
go-to-your-modules = Go to your modules

# Moments. A zone is named behind the time where it is UTC, and in mails.
moment = { $day } { $month } { $year }, { $hour }:{ $minute }
moment-zoned = { $day } { $month } { $year }, { $hour }:{ $minute } { $zone }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# A browser in words: Firefox on Windows.
device = { $browser } on { $system }
device-unknown = A browser
