# My Settings: where somebody is signed in, and which browsers are known to be hers.

sessions-heading = Where you are signed in
sessions-none = No session is open.
sessions-unknown = You do not know one of them? Sign it out, then choose a new password.
sessions-all = All sessions and devices
session-device = Device
session-address = Address
session-begun = Signed in
session-seen = Last seen
session-end = End
session-this = This session
session-sign-out = Sign out
session-end-others = Sign out everywhere else
session-ended = The session was ended.
session-over = That session had ended already.
session-others-ended = You were signed out everywhere else.

browsers-heading = Known browsers
browsers-none = No browser is known to be yours.
browsers-lead = While strangers guess at your password, a known browser lets you in without waiting. It never replaces a factor. Forgetting one does not sign it out.
browser-name = Browser
browser-first-used = First used
browser-last-sign-in = Last sign-in
browser-this = This browser
browser-forget = Forget
browser-forgotten = The browser was forgotten.
