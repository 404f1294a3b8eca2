### The way to a person: the truth about who is there, one question before words pass, and the waiting.
### status: drafted

person-here = I have asked for a person. Someone who speaks your language is on duty. I do not know how long it takes.
    .sms = I have asked for a person. Someone is on duty. I do not know how long it takes.
person-away = No person is here right now. I have noted that you asked. Here is what may answer now.
    .sms = No person is here now. I noted that you asked.
person-away-where = No person is here right now. I have noted that you asked. I can look for a number that answers now. For an emergency, 112 works on mobiles in many countries. Which country are you in?
    .sms = No person is here now. I noted that you asked. 112 works on mobiles in many countries. Which country are you in?
emergency-anywhere = For an emergency, 112 works on mobiles in many countries.
    .sms = Urgent: 112 works on mobiles in many countries.
person-consent = May the person read what you wrote so far? They cannot promise to keep everything to themselves: a life or a child at risk may have to be told. You choose, and each answer is fine.
    .sms = May the person read what you wrote? A life or a child at risk may have to be told.
person-thanks = OK.
person-waiting = You can wait, or do something else here. Nothing is sent to you while you wait, unless you write. 0 = leave.
    .sms = You can wait or go on. 0 = leave.
person-dropped = OK. No person will come. You can ask again at any time.
person-claimed = Hi. A person is here now and can read what you write. To leave, send 0.
person-returned = The person had to go. You are next in line again. What you wrote to them is gone here.
person-closed = This talk has ended. You can write again at any time.
person-lost-words = This service was restarted. You are still in line. What you wrote before is gone.
person-lapsed = Sorry. Nobody was free to answer you in time, and your request has ended. That is our fault, not yours. You can ask again, or look for a number that answers.
    .sms = Sorry. Nobody was free in time and your request has ended. That is our fault, not yours.
live-go-on = Go on. The person here reads what you write.
live-leave = To leave now, send 0.
live-emergency = If you can, call { $number } now. The person here has your message too.
live-emergency-unknown = If you can, call 112 now. It works on mobiles in many countries. The person here has your message too.
