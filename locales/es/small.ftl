### Palabras cortas entre dos preguntas, y las pocas palabras llanas para quien tiene compañía (70 caracteres como máximo cada una).
### status: second-read

sys-miss = Perdón, no entendí. Puedes contestar con un número o con otras palabras.
    .sms = Perdón, no entendí. Manda un número, o dilo con otras palabras.
sys-later = Ok. No te mando nada hasta que escribas.
sys-thanks = Gracias por decirlo.
about-short = Soy un programa y doy respuestas fijas. Aquí también hay gente. Si quieres, pide que te escriba una persona. Esto no te cuesta nada. La compañía telefónica sí te puede cobrar los mensajes.
    .sms = Soy un programa. Aquí también hay personas. Es gratis, pero la compañía telefónica te puede cobrar los mensajes.
offer-short = Gracias. Esta línea se deja libre para quien la necesita. Por favor, escribe al grupo que la lleva.
brief-ok = Ok. Manda 1 cuando puedas escribir.
brief-noted = Ok, lo leí. Manda 1 cuando puedas escribir.
brief-number = Ok. { $number }. Manda 1 cuando puedas escribir.
brief-here = Hola, soy yo. Escribe cuando puedas.
lost-choose = Perdón, todavía no entiendo. El error es mío, no tuyo. ¿Qué hacemos?
# La primera opción es lo que el programa creyó entender.
lost-nearest = No sé si entendí bien. ¿Es algo de esto?
lost-person = No logro entenderte, y no te toca a ti hacer tanto esfuerzo. ¿Quieres pedir que te escriba una persona?
    .sms = No logro entenderte. ¿Quieres pedir que te escriba una persona?
leaving-offer = Puedes salir cuando quieras: manda 0. ¿Quieres salir ahora?
stop-contact-confirm = Ok. Yo no escribo primero. ¿Quieres salir ahora?
erase-confirm = Puedo borrar lo que se escribió aquí. Los mensajes que están en tu teléfono y en la compañía telefónica no los puedo borrar. ¿Borrar ahora?
change-language-ask = ¿Qué idioma?
# Cada variante está en el idioma de quien escribe, que aún no hablamos. No se traducen.
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
       *[other] Todavía no hablo tu idioma. Una persona quizá sí.
    }
