### The first lines. The first one is the same for everybody and says nothing of what this is.
### status: second-read

opening-hello = Hi. Can you write now?
opening-limits = Good. I am a computer program. You can ask for a person. You need no name. I do not keep what you write; phones and phone companies may. If someone may die or a child is hurt, staff may have to tell others. To leave, send 0.
    .sms = Good. I am a program; you can ask for a person. You need no name. Phones and phone companies may keep texts. If a life or a child is at risk, staff may have to tell others. 0 = leave.
opening-limits-line = You do not have to give a name. Phones and phone companies may keep what is written. To leave, send 0.
    .sms = Phones may keep texts. 0 = leave.
