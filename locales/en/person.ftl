### The way to a person: the truth about who is there, one question before words pass, and the waiting.
### status: second-read

person-here = I have asked for a person. Someone who speaks your language is on duty. I do not know how long it takes.
    .sms = I have asked for a person. Someone is on duty. I do not know how long it takes.
person-away = No person is here right now. I have noted that you asked, and you can ask again.
    .sms = No person is here now. I noted that you asked.
person-away-where = No person is here right now. I have noted that you asked. I can look if I have a number that may answer now. For an emergency, 112 works on mobiles in many countries. Which country are you in?
    .sms = No person is here now. I noted that you asked. 112 works on mobiles in many countries. Which country are you in?
person-no-number = I have no checked number to give you right now.
    .sms = No checked number right now.
# $number: the emergency number of the country, or 112 while it is unknown.
emergency-here = In an emergency you can try { $number }. Staff there answer calls for an ambulance or the fire service. They may also send the police.
    .sms = In an emergency try { $number }. Emergency staff answer. Officers may come too.
person-consent = When a person here answers, may they read what you wrote so far? They cannot promise to keep everything to themselves: a life or a child at risk may have to be told. You choose, and each answer is fine.
    .sms = When a person answers, may they read what you wrote? They may have to tell others if a life or a child is at risk.
person-thanks = OK.
person-waiting = You can wait, or do something else here. When a person is free, one short plain line may come. If nothing may come now, choose "No person". To leave, send 0.
    .sms = You can wait, or do other things here. When a person is free, a short plain line may come. 0 = leave.
person-dropped = OK. No person will come. You can ask again at any time.
person-claimed = Hi. A person is here now and can read what you write. To leave, send 0.
person-returned = The person had to go. You are at the front of the line again. What you wrote to them is gone here.
person-closed = This talk has ended. You can write again at any time.
person-lost-words = This service was restarted. You are still in line. What you wrote before is gone here.
person-lapsed = Sorry. Nobody was free to answer you in time, and your request has ended. That is our fault, not yours. You can ask again, or look for a number that answers.
    .sms = Sorry. Nobody was free in time and your request has ended. That is our fault, not yours.
live-go-on = Go on. The person here reads what you write.
live-leave = To leave now, send 0.
live-emergency = If you can, call { $number } now. The person here has your message too.
live-emergency-unknown = If you can, call 112 now. It works on mobiles in many countries. The person here has your message too.
