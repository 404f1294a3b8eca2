### What the demo page says, which `make run` opens. Never seen by a person who writes for real.
### status: second-read

demo-title = Demo
demo-note = This is a demo with simulated phones. Nothing is sent to anyone. Do not write anything real.
demo-no-script = This page needs JavaScript. It stores nothing in your browser.
demo-language = Language
demo-view = What to show
demo-telegram = Telegram
demo-sms = SMS
demo-desk = Desk

# What to try
demo-try = What to try
demo-try-write = Write “hi” on a phone. Answer with a button, a number or a word.
demo-try-leave = Press × or send 0. Telegram’s messages go on both sides. An SMS stays on the phone.
demo-try-person = Ask for a person and say yes. Then press “Next” at the desk.
demo-try-lock = Lock the phone and read what anyone near it could read.
demo-try-words = On SMS, try the words of phone companies: STOP, START, HELP.

# The phones
demo-phone-telegram = Simulated phone: Telegram
demo-phone-sms = Simulated phone: SMS
demo-contact = Notes
demo-contact-kind = bot
demo-contact-sms = Text message
demo-log = Messages
demo-me = You:
demo-them = They:
demo-empty-telegram = Press Start, or just write.
demo-empty-sms = No messages yet. Just write.
demo-start = Start
demo-message = Message
demo-send = Send
demo-leave = Leave
demo-voice = Voice message
demo-voice-seen = Voice message, 0:04
demo-photo = Photo
demo-photo-seen = Photo
demo-edit = Edit last message
demo-editing = You are changing your last message.
demo-nothing-to-edit = There is no message of yours to change.
demo-cancel = Cancel
demo-block = Block bot
demo-blocked = You blocked this bot. It cannot write to you now, and what is here stays here.
demo-unblock = Unblock
demo-lock = Lock screen
demo-unlock = Unlock
demo-preview = What the locked phone shows
demo-no-preview = No notifications
demo-new = New phone

# When something goes wrong
demo-failed = That did not work. Try again.
demo-full = The service has no room just now. Send it again.
demo-offline = No connection. Trying again…
demo-fresh = That phone was put away. Here is a new one.

# The desk beside the phones
demo-desk-how = To sign in, open the long link from the terminal. It works once.
demo-desk-reload = Load again
demo-desk-open = Open on its own page
demo-desk-frame = The desk
