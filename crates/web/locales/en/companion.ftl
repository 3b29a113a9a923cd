# The page on the phone that answers when its owner signs in.

companion-heading = Sign in with this phone
companion-short = Sign in
companion-impossible = This browser cannot keep a key, or its scripts are off. The codes of an authenticator app work everywhere.
companion-register-lead = Let this phone answer when you sign in. The code stands in { my-settings } on the screen where you are signed in.
companion-code = Code from the other screen
companion-home-screen = On an iPhone or iPad, first add this page to the home screen, and open it from there.
companion-register = Set up this phone
companion-first-lead = One step is left: type the number that the other screen shows now.
companion-number = Number on the other screen
companion-idle = This phone is set up. When you sign in, the question appears here.
companion-wake = Notify me of questions
companion-wake-on = This phone is notified when there is a question.
companion-wake-off = Notices do not work here. Open this page when you sign in.
companion-question-lead = Somebody who knows your password is signing in. Is it you? Then type the number of the other screen.
companion-browser = Browser
companion-yes = Yes, it is me
companion-not-me = No, this was not me
companion-approved = That was right. Go on at the other screen.
companion-denied = Nobody was let in. Somebody may know your password: choose a new one now in { my-settings }.
companion-gone = This phone is not set up any more.
companion-anew = Set it up again
companion-offline = The sign-in cannot be reached at the moment. This page goes on trying.
companion-notice-title = Is it you who is signing in?
companion-notice-body = Open this to answer.
