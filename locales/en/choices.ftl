### What a person can choose: at most 24 characters, and no word that a phone company takes for itself (yes, help, stop, end …).
### status: drafted

do-yes-now = Yes, now
do-yes = Yes, please
do-no = No
do-yes-alone = Yes, I can
do-no-alone = Not now
do-later = Later
do-go-on = Go on
do-more = More
do-back = Back
do-skip = Skip
do-menu = All topics
do-person = A person
do-privacy = Who can read this?
do-find = Phone numbers near me
do-rights = What the law says
do-plan = Plan my next steps
do-doors = Someone else
do-other = More topics
do-change-language = Language
do-cover = Make this look empty
do-erase = Delete what I wrote
do-complaint = A complaint
do-pass-words = Pass on what I wrote
do-start-fresh = Start fresh
do-no-person = No person
do-look-again = Ask again who is there
do-leave = Leave now
do-stay = Stay
do-erase-now = Delete now
do-cover-now = Do it now
do-cover-word = Choose my own word
do-guess = That is right
language-en = English
language-es = Español
language-ar = العربية
