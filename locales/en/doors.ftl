### Three doors, kept apart: for me, someone I know, something I saw. The last takes no names and no notes.
### status: second-read

do-for-me = Me
do-someone-i-know = Someone I know
do-i-saw = Something I saw
do-i-saw-child = It is about a child
do-where-to-tell = Where to tell it

doors-who = Who is this about?
doors-know = Thank you for caring. What matters most: listen, believe them, and let them decide. Ask when and how it is fine to write or call. Do not face the other person, that can make it worse. Please send no names here.
    .sms = Thank you for caring. Listen, believe them, let them decide. Ask how to write to them. Do not face the other person. Please send no names here.
doors-know-more = Tell them that they are not to blame. Offer small things: a phone, a lift, a place for papers. If someone may be hurt now, do not wait: 112 works on mobiles in many countries.
    .sms = Tell them they are not to blame. Offer small things: a phone, a lift, a place for papers. If it is urgent: 112 works on mobiles in many countries.
doors-saw = Thank you for not looking away. I take no names, no photos and no notes, so please send none. I can say what to do, and where to tell it.
    .sms = Thank you for not looking away. I take no names, photos or notes: please send none.
doors-saw-more = Keep your distance. Do not step in, follow, film or post it. If it is urgent, 112 works on mobiles in many countries. Afterwards note for yourself when, where and what you saw, not what you guess. Where someone comes from is no sign.
    .sms = Keep your distance. Do not step in, follow, film or post it. Urgent: 112 works on mobiles in many countries. Note for yourself when, where, what you saw.
doors-child = A child cannot agree to this. You may tell it without asking anyone. If it is urgent, 112 works on mobiles in many countries. If not, tell a line for children or one for cases like this.
    .sms = A child cannot agree to this. You may tell it without asking anyone. Urgent: 112 works on mobiles in many countries.
doors-numbers = These can take it. Who answers matters: some may also check the papers of the people you saw.
    .sms = Who answers matters: some may also check papers.
doors-unknown = I have no checked number for that country. If it is urgent, 112 works on mobiles in many countries. A person here may know where to turn.
    .sms = I have no checked number there. Urgent: 112 works on mobiles in many countries. A person may know more.
