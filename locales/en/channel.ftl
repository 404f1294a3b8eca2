### What a channel itself says: the neutral lines round a conversation, and what can and cannot be erased.
### status: second-read

# Goes before a message whose beginning would give the person away. At least 100 characters, and says nothing.
guard-line = Hi, this is a short note. There is no rush. You can read it when you have a free minute. It starts right here:

# After exit. The last thing that is ever sent.
last-line = OK, thanks. Bye.

# Asks whether it is safe to write. Whoever reads it learns nothing.
knock-line = Hi. Free now? 1 yes

# A photo, a voice note or a file came. It was not opened and not kept.
media-not-opened = Hi. I can only read words. I did not open what you sent and I did not keep it. Please write it, or ask me for a person.
    .sms = Hi. I can only read words. I did not open what you sent. Please write it, or ask me for a person.

# What she wrote to the advocate was not read in time.
not-delivered = Your last message was not read in time. It is gone now. You can send it again.

# Telegram: everything that could be deleted was. $done counts messages of both sides.
erased-receipt = Done. { $done ->
        [0] There was nothing here to delete.
        [one] I deleted { $done } message here.
       *[other] I deleted { $done } messages here.
    } I have no copy.
    .sms = Done. I have no copy of what you wrote.

# Telegram: some messages were too old or could not be deleted.
erased-partly = Done. { $done ->
        [one] I deleted { $done } message.
       *[other] I deleted { $done } messages.
    } { $left ->
        [one] I could not delete { $left } message. Please delete it yourself.
       *[other] I could not delete { $left } messages. Please delete them yourself.
    } I have no copy.
    .sms = Done. I have no copy. I could not yet delete everything at the phone company. I will try again.

# SMS: what stays on the phone and at the phone company whatever we do.
kept-note = I can't delete texts on your phone. If you can, delete them there. The phone company and the bill may still show this number.

# A flow broke. Also the very last resort when a text is missing.
try-again = Sorry, that did not work. Please write again in a moment.

# Cover: the only answer while the bot plays dead, unless the operator set a line of their own.
cover-line = Hi. No one reads this line. If it is urgent, call your local emergency number.

# Telegram shows this before the first message, and in a list of chats that somebody else may see. At most 120 characters.
telegram-description = Hi. Write when you like.
