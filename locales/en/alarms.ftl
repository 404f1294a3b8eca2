### When something must not be missed: the number first where seconds count, who answers it, the truth about who is here.
### status: second-read

do-no-call = I cannot call
do-yes-so = Yes, I think so
do-assault-care = What a doctor can do
do-child-line = A line for children

alarm-112 = If you can, call 112. It works on mobiles in many countries.
alarm-staff = { $staff ->
        [here] I have asked a person here to write with you.
       *[away] No person is here right now. I noted that you need one.
    }
    .sms = { $staff ->
        [here] I asked a person here to write with you.
       *[away] No person is here now. I noted it.
    }

# $number: the emergency number of the country, or 112 while it is unknown.
alarm-who = At { $number }, emergency staff answer. They can send an ambulance or the fire service to you. They may also send the police.
    .sms = Emergency staff answer there. Officers may come too.

danger-call = If you can, call { $number } now. Say where you are first. You do not have to say more than that.
    .sms = If you can, call { $number } now. Say where you are first. You need not say more.
danger-cannot = If you cannot talk, call { $number } and stay on the line. In some places you can text that number. If you can, go where other people are, and keep out of rooms with one way out.
    .sms = If you cannot talk, call { $number } and stay on the line. Some places take texts. If you can, go where other people are.
medical-call = If you can, call { $number } now and ask for an ambulance. Say where you are first. They can tell you what to do until then.
    .sms = If you can, call { $number } now, ask for an ambulance, and say where you are.
suicide-where = Thank you for telling me. If you may act on it now, call 112. It works on mobiles in many countries. Move away from what you could use, if you can.
    .sms = Thank you for telling me. If you may act on it now, call 112. It works on mobiles in many countries.
suicide-call = Thank you for telling me. If you may act on it now, call { $number }. If you can, move away from what you could use. You do not have to carry this on your own.
    .sms = Thank you for telling me. If you may act on it now, call { $number }. You do not have to carry this on your own.
assault-first = I am sorry this happened. It is not your fault. In the first days a doctor can still do a lot for you. You may ask what they would have to tell others before you say more.
    .sms = I am sorry this happened. It is not your fault. In the first days a doctor can do a lot. Ask first what they must tell others.
assault-care = Some medicines work best early: against HIV within 3 days, against a pregnancy within 5 days. If you can, keep the clothes unwashed in a paper bag. You can decide later whether anyone else is told.
    .sms = Some medicines work best early: against HIV within 3 days, a pregnancy within 5. Keep the clothes unwashed. You can decide later who is told.
child-limits = I am glad you wrote. Before you say more: if someone under 18 is being hurt, people who work here may have to tell others. You can ask them first what they must tell. You do not have to give a name.
    .sms = I am glad you wrote. First: if someone under 18 is hurt, staff may have to tell others. You can ask them first what they must tell.
moved-soon-first = Thank you for telling me. If you can, keep your papers and one phone number on you, and leave word with someone you trust: where, when, with whom.
    .sms = Thank you for telling me. If you can, keep your papers and a number on you, and tell someone you trust: where, when, with whom.
moved-soon-more = At an airport or a border you may tell the staff that you do not want to travel. Do it when the others cannot hear. Staff there may call the police, and that can change things for you and your papers.
    .sms = At an airport or border you may tell staff, when the others cannot hear, that you do not want to travel. They may call officers, and that can change things for you.
detained-first = You may ask for two things: someone who knows the law, and an interpreter. You do not have to sign what you do not understand. If you were made to do things, tell the one who knows the law first.
    .sms = You may ask for someone who knows the law, and an interpreter. You need not sign what you do not understand.
detained-more = You may ask that your consulate is told, or ask that it is not. Some people do not want their family or state to know. If you have a paper about a case, ask to keep a copy.
    .sms = You may ask that your consulate is told, or that it is not. Ask to keep a copy of papers about your case.
family-threat-first = I am sorry. To use your family against you is cruel, and it is not your fault. You know these people best, so trust what you sense. If you think it is wise, your family could stay with someone else for some days.
    .sms = I am sorry. To use your family is cruel, and not your fault. Trust what you sense. They could stay with someone else for some days.
family-threat-more = Keep what they send if you can do it unseen: a picture on another phone, or a note of the day and the words. If someone may be hurt now, 112 works on mobiles in many countries, for your family too.
    .sms = Keep what they send if you can do it unseen, or note the day and the words. Urgent: 112 works on mobiles in many countries.
fled-first = I am glad you wrote. You have done something hard. For now, stay where there are people and light: a hospital, a station, a shop that is open. I can look if I have a number for a place to sleep.
    .sms = I am glad you wrote. For now stay where there are people and light, like a hospital or an open shop.
fled-more = Someone who shares an account with you may see where your phone is. Turn off location, or use another phone. Tell only people you trust where you are.
    .sms = A shared account may show where your phone is. Turn off location, or use another phone.
harm-other-first = Thank you for saying it. It can make a difference to put some distance between you and that person now. You could go outside or to another room. You do not have to decide anything today.
    .sms = Thank you for saying it. If you can, put some distance between you and that person now.
harm-other-more = A person here can listen, without a lecture. If someone may be hurt now, 112 works on mobiles in many countries. Police or ambulance staff answer.
    .sms = A person here can listen, without a lecture. If it is urgent, 112 works on mobiles in many countries.

doubt-danger = May I ask one thing: is someone at risk right now?
doubt-medical = May I ask one thing: does someone need a doctor right now?
doubt-suicide = I read what you wrote, and I want to get it right, so I ask one plain thing. Any answer is fine here. Do you think of ending your life?
doubt-assault = I read what you wrote, and I want to get it right, so I ask one plain thing. Any answer is fine here. Did someone touch you against your will in the last days?
doubt-child = May I ask one thing: is someone under 18 part of this?
doubt-moved = May I ask one thing: are you to be taken somewhere else in the next days?
doubt-detained = May I ask one thing: do officers hold you, or do you have a hearing soon?
doubt-family = May I ask one thing: does someone put pressure on your family?
doubt-fled = May I ask one thing: do you need a place to sleep tonight?
doubt-harm = May I ask one thing: do you think you may do something to somebody?
doubt-human = Do you want to ask for a person?
doubt-watched = Can you write freely now?
