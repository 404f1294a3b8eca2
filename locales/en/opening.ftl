### The first lines. The first one is the same for everybody and says nothing of what this is.
### status: drafted

opening-hello = Hi. Can you write now?
opening-limits = Good. First, so you can choose: I am a computer program. People who work here can join when you ask. You do not have to give a name. I do not keep what you write, but phones and phone companies may. If someone may die, or a child is being hurt, a worker here may have to tell others. To leave at any time, send 0.
    .sms = Good. I am a program; you can ask for a person. You need no name. Phones and phone companies may keep texts. If a life or a child is at risk, staff may have to tell others. 0 = leave.
opening-limits-line = You do not have to give a name. Phones and phone companies may keep what is written. To leave, send 0.
    .sms = Phones may keep texts. 0 = leave.
