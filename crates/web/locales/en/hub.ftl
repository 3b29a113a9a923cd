# My Modules, the launcher, and what stands around them.

menu = Menu
navigation = Hub
your-account = Your account: { $name }
nav-profile = Profile
nav-security = Security
nav-devices = Sessions and devices
nav-activity = Activity
nav-order = Order of my modules

open-hub = Open Vestibule
find-module = Find a module
find = Find
show-all = Show all
by-group = by group { $group }
last-sign-in = You last signed in on { $when }, { $device }.
modules-found =
    { $count ->
        [0] Nothing for “{ $query }”
        [one] One module for “{ $query }”
       *[other] { $count } modules for “{ $query }”
    }
modules-no-such = No module bears that name
modules-fewer = Try fewer letters.
modules-none = No module is open to you yet.
modules-none-short = A master of your company grants them.
modules-none-long = A master of { $partner } grants modules, to you or to a group that you are in. They appear here as soon as that is done.
modules-closed = Not open to you

language-heading = Language and time zone
language-lead = In which language pages and mails speak to you, and in which zone moments are told.
language-of-browser = As the browser asks
language-saved = Language and time zone were saved.
time-zone = Time zone
time-zone-now = There it is now: { $now }
time-zone-of-browser = Use the zone of this browser:
save = Save

module-urls = Module URLs
module-urls-lead = Where each of your modules opens, and the account of yours that it opens.
module-urls-module = Module
module-urls-address = Opens at
module-urls-account = Your account
module-urls-none = None that the hub knows of
module-urls-since = since { $when }
module-urls-wrong = Belongs to the region { $region }
module-urls-unlink = Unlink
module-urls-unlinked = The account is not linked to your hub account any more. Its own login goes on working.
module-urls-help = An address of the wrong region? A master mends it in the settings of the module. Accounts that are found by your email address or username, or that the hub has made, need no link of yours.
