### Numbers by country and need. Who answers is always said.
### status: second-read

do-need-place = A place to sleep
do-need-law = Legal advice
do-need-talk = Someone to talk to
do-need-work = Work and pay
do-need-any = A phone line
do-need-doctor = Finding a doctor
do-need-basics = Finding food, clothes
do-other-country = Another country
do-try-again = Try again

find-need = What are you looking for?
find-ask-country = Which country are you in? You can write its name.
    .sms = Which country?
find-unknown = I need a country to pick a number. In an urgent case, try 112. It works on mobiles in many countries.

# $name, $phone and $dial come from the directory. $answers says who picks up. $checked is "no" in a demo only.
find-service = { $name }: { $phone }. { $answers ->
        [police] Police or prosecutors answer, and may act on what you say.
        [immigration] An immigration office answers, and may act on what you say.
        [government] A government office answers.
        [emergency] Emergency staff answer. Police may come too.
        [charity] A charity answers.
       *[helpline] A phone line answers.
    }{ $checked ->
        [yes] { "" }
       *[no] { " " }(Demo: not checked.)
    }
    .sms = { $dial } ({ $answers ->
        [police] officers answer
        [immigration] an office for foreigners answers
        [government] a state office answers
        [emergency] emergency staff answer
        [charity] a charity answers
       *[helpline] a phone line
    }{ $checked ->
        [yes] { "" }
       *[no] , demo
    })
find-none = I have no checked number for that in this country. A person may know one.
    .sms = I have no checked number for that here.
find-failed = Sorry, I could not look just now. You can try again, or ask for a person.
