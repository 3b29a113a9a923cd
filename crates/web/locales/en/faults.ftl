# Faults of fields, and the page of every refusal. The sentences of refusals stand in the program;
# the other languages have theirs in refusals.ftl, by the code.

what-to-do = What to do
trace-status = Status
trace-code = Code
trace-reference = Reference

kind-invalid = This does not work as it is
kind-unproved = That was not right
kind-forbidden = You cannot go in here
kind-absent = This is not known here
kind-conflict = This was done already
kind-gone = This is over
kind-slow = A moment, please
kind-busy = Busy at this moment
cannot-open = You cannot open { $module }

identifier-empty = Enter your email address or username.
email-empty = Enter an email address.
email-too-long = This email address is too long. An address has at most 254 characters.
email-form = An email address looks like name@example.com.
email-letters = Only plain letters, digits and . _ % + - are possible here. Write the domain in its xn-- form if it has other letters.
name-empty = Enter a name.
name-too-long =
    { $most ->
        [one] This name is too long. It can have one character.
       *[other] This name is too long. It can have at most { $most } characters.
    }
name-invisible = This name holds characters that cannot be shown. Type it again by hand.
name-username = A username has letters a to z, digits and . _ - and begins with a letter or digit.

password-short =
    { $count ->
        [one] Use at least one character. A few words in a row are easy to remember.
       *[other] Use at least { $count } characters. A few words in a row are easy to remember.
    }
password-long =
    { $count ->
        [one] Use at most one character.
       *[other] Use at most { $count } characters.
    }
password-weak = This password is too easy to guess. { $advice }
password-different = The two passwords are not the same. Type it again.

advice-key-row = A row of keys is easy to guess.
advice-key-pattern = A short pattern on the keyboard is easy to guess.
advice-repeats = Repeated characters and words are easy to guess.
advice-common = This is a very common password.
advice-like-common = This is much like a common password.
advice-sequence = Sequences such as abc or 6543 are easy to guess.
advice-recent-year = Recent years are easy to guess.
advice-one-word = A word by itself is easy to guess.
advice-date = Dates are easy to guess.
advice-name = Names are easy to guess.
advice-few-words = Use a few words that do not belong together.
advice-no-signs = Signs, digits and capitals are not needed.
advice-add-words = Add another word or two. Uncommon words are better.
advice-capitals = Capitals do not help much.
advice-reversed = Words spelled backwards are not much harder to guess.
advice-substitution = An @ in place of an a does not help much.
advice-longer-pattern = Use a longer pattern with more turns.
advice-avoid-repeats = Avoid repeated words and characters.
advice-avoid-sequences = Avoid sequences.
advice-avoid-years = Avoid recent years.
advice-avoid-own-years = Avoid years that have to do with you.
advice-avoid-own-dates = Avoid dates and years that have to do with you.
