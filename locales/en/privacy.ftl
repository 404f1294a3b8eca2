### Who can read this.
### status: second-read

privacy-short = I keep no copy of what you write. Phones, phone companies and Telegram may. If a life or a child is at risk, a worker here may have to tell others.
    .sms = I keep no copy. Phones and phone companies may. If a life or a child is at risk, staff may have to tell others.
privacy-limits = I keep no copy of what you write. It is in memory while we talk and goes when you leave. A person here reads it only if you say so. If a life is at risk, or a child is hurt, they may have to tell others. A court can order it too. Nobody here can act as your lawyer.
    .sms = I keep no copy. A person here reads it only if you say so. If a life or a child is at risk, or a court asks, they may have to tell others.
privacy-phone = Your phone may show this chat to anyone who holds it. Texts may stay on the phone and on the bill. Software that spies on a phone can see everything. A phone that nobody else has used is better.
    .sms = Your phone may show this to anyone who holds it. Texts may be on the bill. A phone nobody else uses is better.
cover-explain = I can go quiet. Then every message gets the same dull line, whoever writes, and nobody here reads it. Not even a cry for help is heard then. It ends with the way-back word that the people who run this gave you, or after some days. Your texts stay on the phone.
    .sms = I can go quiet: each message gets one dull line and nobody reads it, not even an urgent one. It ends with the way-back word, or after some days. Texts stay on the phone.
cover-word = Send the word that will bring me back. Pick one nobody would guess. I delete it at once and do not repeat it.
cover-word-taken = OK, I have it.
complaint-start = I am sorry that this was not good. You do not have to say why. A person here can take it, and it costs you nothing.
looking-answer = I cannot tell anyone who writes here, or who does not. That holds for everyone who asks.
