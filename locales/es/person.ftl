### El camino hasta una persona: la verdad sobre quién está, una pregunta antes de que las palabras pasen, y la espera.
### status: second-read

person-here = Pedí que te escriba una persona. Hay alguien de turno que habla tu idioma. No sé cuánto puede tardar.
    .sms = Pedí que te escriba una persona. Hay alguien de turno. No sé cuánto puede tardar.
person-away = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. Puedes pedirlo otra vez.
    .sms = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona.
person-away-where = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. Puedo ver si tengo un número que quizá conteste ahora. Si es urgente, el 112 sirve desde un celular en muchos países. ¿En qué país estás?
    .sms = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. Urgente: el 112 sirve desde un celular en muchos países. ¿En qué país estás?
person-no-number = Ahora no tengo un número revisado para darte.
    .sms = Ahora no tengo un número revisado.
# $number: el número de emergencias del país, o 112 mientras no se sabe.
emergency-here = Si es urgente, prueba con el { $number }. Ahí contesta gente de emergencias. Te pueden mandar una ambulancia o a los bomberos. Y quizá también a la policía.
    .sms = Si es urgente, prueba con el { $number }. Ahí contesta gente de emergencias. También pueden venir agentes.
# La única pregunta antes de que alguien lea.
person-consent = Cuando conteste una persona de aquí, ¿quieres que lea lo que escribiste hasta ahora? No puede prometer que no se lo dirá a nadie. Si una vida o alguien menor de edad corre riesgo, quizá tenga que avisar a otros. Tú eliges, y cualquier respuesta está bien.
    .sms = Cuando conteste una persona, ¿quieres que lea lo que escribiste? Si una vida o alguien menor de edad corre riesgo, quizá tenga que avisar a otros.
person-thanks = Ok.
person-waiting = Puedes esperar o hacer otra cosa aquí. Cuando alguien esté libre, quizá te llegue una frase corta. Si ahora no te debe llegar nada, elige "Que nadie me escriba". Para salir, manda 0.
    .sms = Puedes esperar o hacer otra cosa aquí. Cuando alguien esté libre, quizá te llegue una frase corta y común. 0 = salir.
person-dropped = Ok. No te va a escribir nadie. Puedes pedirlo otra vez cuando quieras.
person-claimed = Hola. Ya hay una persona aquí y puede leer lo que escribes. Para salir, manda 0.
person-returned = La persona tuvo que irse. Tienes otra vez el primer lugar en la fila. Lo que le escribiste ya no está aquí.
person-closed = Esta conversación terminó. Puedes escribir otra vez cuando quieras.
person-lost-words = Este servicio se reinició. Sigues en la fila. Lo que escribiste antes ya no está aquí.
person-lapsed = Perdón. Nadie pudo contestarte a tiempo y ya no sigues en la fila. El error es nuestro, no tuyo. Puedes pedirlo otra vez, o buscar un número que conteste.
    .sms = Perdón. Nadie pudo contestarte a tiempo y ya no sigues en la fila. El error es nuestro, no tuyo.
live-go-on = Sigue. La persona que está aquí lee lo que escribes.
live-leave = Para salir ahora, manda 0.
live-emergency = Si puedes, llama ahora al { $number }. Quien está aquí también tiene tu mensaje.
live-emergency-unknown = Si puedes, llama ahora al 112. Sirve desde un celular en muchos países. Quien está aquí también tiene tu mensaje.
