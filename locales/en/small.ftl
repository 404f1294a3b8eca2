### Short words between two questions, and the few plain words for somebody who has company (at most 70 characters each).
### status: second-read

sys-miss = Sorry, I did not get that. You can answer with a number, or in other words.
    .sms = Sorry, I did not get that. Send a number, or other words.
sys-later = OK. Nothing will be sent until you write.
sys-thanks = Thank you for saying so.
about-short = I am a computer program with set answers. People work here too, and you can ask for one. It costs nothing here; your phone company may charge for texts.
    .sms = I am a program. People work here too. It is free here; your phone company may charge for texts.
offer-short = Thank you. This line is kept free for people in need. Please write to the group that runs it.
brief-ok = OK. Send 1 when you can write.
brief-noted = OK, I read that. Send 1 when you can write.
brief-number = OK. { $number }. Send 1 when you can write.
brief-here = Hi, it is me. Write when it suits you.
lost-choose = Sorry, I still do not get it. That is my fault. What now?
lost-nearest = I am not sure I got that. Do you need one of these?
lost-person = I am not able to follow, and you should not have to try so hard. Do you want to ask for a person?
    .sms = I am not able to follow. Do you want to ask for a person?
leaving-offer = You can leave at any time: send 0. Do you want to leave now?
stop-contact-confirm = OK. I do not write first. Do you want to leave now?
erase-confirm = I can delete what was written here. I cannot take back texts on your phone and at the phone company. Delete now?
change-language-ask = Which language?
unserved-line = { $tag ->
        [fr] Je ne parle pas encore cette langue. Une personne peut peut-être vous répondre.
        [pt] Ainda não falo esta língua. Uma pessoa talvez possa responder.
        [ro] Nu vorbesc încă această limbă. Poate vă răspunde o persoană.
        [ru] Я пока не говорю на этом языке. Возможно, вам ответит человек.
        [uk] Я поки не розмовляю цією мовою. Можливо, вам відповість людина.
        [zh] 我还不会说这种语言。也许有人可以回答您。
        [hi] मैं अभी यह भाषा नहीं बोलता। शायद कोई व्यक्ति आपको जवाब दे सके।
        [tl] Hindi pa ako marunong ng wikang ito. Baka may taong makasagot sa iyo.
        [vi] Tôi chưa nói được ngôn ngữ này. Có thể có người trả lời bạn.
       *[other] I do not speak your language yet. A person may.
    }
