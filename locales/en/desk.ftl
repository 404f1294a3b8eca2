### What staff read at the desk. Seen by advocates and supervisors only, never by a person who writes.
### status: second-read

desk-title = Desk
desk-language = Language of this page
desk-skip = Skip to the conversation
desk-no-script = This page needs JavaScript. Nothing is stored in your browser.

# Signing in
desk-door-title = Sign in
desk-door-text = For staff only.
desk-name = Name
desk-password = Password
desk-show-password = Show password
desk-continue = Continue
desk-code-title = One-time code
desk-code-text = Enter the 6 digits that your authenticator app shows now.
desk-code = Code
desk-sign-in = Sign in
desk-start-over = Start again
desk-refused = That did not work. Check what you typed. After several tries, wait a minute and try again.
desk-crowded = Many people are signing in right now. Wait a few seconds and try again.
desk-failed = The desk could not do that just now. Try again.
desk-start-again = That took longer than five minutes. Start again with your name and password.
desk-demo-title = Demo desk
desk-demo-text = This link signs you in once, as a demo supervisor. Do not type anything real.
desk-demo-enter = Open the desk

# The bar
desk-here = You are here
desk-here-row = Here
desk-paused = Paused
desk-offline = No connection. Trying again…
desk-pause = Pause
desk-resume = Work again
desk-lock = Lock
desk-sign-out = Sign out
desk-queue = Overview
desk-desk = Desk

# No case open
desk-ready-title = Ready when you are
desk-ready-text = “Next” gives you the person who needs someone most. You see why before you write.
desk-next = Next
desk-waiting-none = Nobody is waiting.
desk-waiting = { $all ->
    [one] One person is waiting.
   *[other] { $all } people are waiting.
}
desk-waiting-now = { $now ->
    [one] One of them now.
   *[other] { $now } of them now.
}
desk-nobody = There is nobody you can take right now.
desk-while-paused = While you are paused, nobody is told that you are there.
desk-finishing = The last conversation is being cleared away…

# The envelope
desk-case-title = About this conversation
desk-urgency-now = Now
desk-urgency-soon = Soon
desk-urgency-next = Next
desk-why = Why
desk-why-none = Asked for a person
desk-speaks = Writes in
desk-language-unknown = Not known yet
desk-channel = Channel
desk-channel-telegram = Telegram
desk-channel-sms = SMS
desk-since = Waiting since
desk-just-now = just now
desk-came-back = Came back
desk-returned = { $times ->
    [one] Once. Another advocate began and could not finish.
   *[other] { $times } times. Others began and could not finish.
}
desk-for-supervisor = For a supervisor: harm to someone else was named.
desk-trigger-danger = Danger or violence now
desk-trigger-suicide = Thoughts of suicide or self-harm
desk-trigger-medical = Medical help needed now
desk-trigger-child = A person under 18
desk-trigger-watched = Someone may be watching or reading
desk-trigger-other-person = Someone else may hold the phone
desk-trigger-detained = Held by police or immigration
desk-trigger-moved-soon = May be taken elsewhere soon
desk-trigger-fled = Got away, nowhere safe tonight
desk-trigger-family-threat = Family or children threatened
desk-trigger-recent-assault = Sexual assault in the last days
desk-trigger-harm-other = Said they may hurt someone
desk-trigger-human = Asked for a person

# The words before the desk
desk-words-title = What was written before
desk-words-now = Shown once. Only this page has these words now.
desk-words-held = Words are on their way…
desk-words-none = No words were passed on. They chose to start fresh.
desk-words-read = Words already read. They are not kept, so they cannot be shown again.
desk-words-before-reload = This page was loaded again. What it showed before is gone.
desk-words-lost = Words lost after a restart. The person may need to say it again.

# The conversation
desk-log = Conversation
desk-person = Person
desk-bot = Bot
desk-you = You
desk-write = Write to the person
desk-write-hint = Enter sends, Shift and Enter makes a new line.
desk-send = Send
desk-too-long = Too long for one message. Make it shorter, or send it in two.
desk-sending = Sending…
desk-taken = On its way
desk-sent = Sent
desk-held = Waits until they write, to be safe
desk-dropped = Not delivered
desk-unsent = Not sent. The conversation is over.

# Ending
desk-close = Close…
desk-give-back = Give back…
desk-close-title = Close this conversation
desk-close-text = How did it end?
desk-choose-outcome = Choose one.
desk-close-next = Go on
desk-close-sure = The person is told that it is closed. Then nothing of it is left, here or anywhere in the service.
desk-close-now = Close it
desk-return-title = Give this conversation back
desk-return-text = It goes to the front of the queue. The person is told. Your words are not passed on: the next advocate starts without them.
desk-return-now = Give it back
desk-keep = Keep it
desk-back = Back
desk-outcome-supported = Supported
desk-outcome-referred = Referred to a service
desk-outcome-information = Given information
desk-outcome-emergency-services-named = Emergency services named
desk-outcome-no-answer = No answer any more
desk-outcome-not-genuine = Not genuine
desk-outcome-other = Something else

# Over
desk-left-title = They left
desk-left-text = The person closed the conversation on their side. This is their choice and needs nothing from you. Nothing of it is kept.
desk-back-title = Given back
desk-back-text = The conversation is at the front of the queue. Nothing of it is left on this page.
desk-closed-title = Closed
desk-closed-text = Nothing of it is left. Take a breath before the next.
desk-ended-title = No longer with you
desk-ended-text = This conversation went back to the queue or was closed. Nothing of it is left on this page.
desk-go-on = Go on
desk-elsewhere-title = Open in another window
desk-elsewhere = The desk was opened in another window. This one shows nothing any more.
desk-here-instead = Use this window

# Idle
desk-idle-title = Still there?
desk-idle-text = The desk locks itself in a minute, to protect the person you write with.
desk-stay = Stay

# The supervisor's page
desk-queue-title = Overview
desk-queue-text = Envelopes only. No words, no numbers, no names.
desk-queue-oldest = Longest wait
desk-empty-queue = Nobody is waiting and nobody is being helped right now.
desk-waiting-row = Waiting
desk-taken-by = With
desk-desks-title = Desks open now
desk-no-desks = No desk is open. People are told the truth and given a number to try.
