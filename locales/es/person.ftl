### El camino hasta una persona: la verdad sobre quién está, una pregunta antes de que las palabras pasen, y la espera.
### status: drafted

person-here = Pedí que te escriba una persona. Hay alguien de turno que habla tu idioma. No sé cuánto puede tardar.
    .sms = Pedí que te escriba una persona. Hay alguien de turno. No sé cuánto puede tardar.
# Después viene un número que puede contestar, o el 112.
person-away = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. Mientras tanto, quizá te sirva esto.
    .sms = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona.
person-away-where = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. Puedo buscar un número que conteste ahora. Si es urgente, el 112 sirve desde un celular en muchos países. ¿En qué país estás?
    .sms = Ahora no hay nadie del equipo. Anoté que pediste hablar con una persona. El 112 sirve desde un celular en muchos países. ¿En qué país estás?
emergency-anywhere = Para una emergencia, el 112 sirve desde un celular en muchos países.
    .sms = Urgente: el 112 sirve desde un celular en muchos países.
# La única pregunta antes de que alguien lea. "guardarse todo": callar todo lo que sabe.
person-consent = ¿Quieres que la persona lea lo que escribiste hasta ahora? No puede guardarse todo: si una vida o un menor corre riesgo, quizá tenga que avisar a otros. Tú eliges, y cualquier respuesta está bien.
    .sms = ¿Quieres que la persona lea lo que escribiste? Si una vida o un menor corre riesgo, quizá tenga que avisar a otros.
person-thanks = Ok.
person-waiting = Puedes esperar o hacer otra cosa aquí. Mientras esperas no te mando nada, a menos que escribas. 0 = salir.
    .sms = Puedes esperar o hacer otra cosa aquí. 0 = salir.
person-dropped = Ok. No te va a escribir nadie. Puedes pedirlo otra vez cuando quieras.
person-claimed = Hola. Ya hay una persona aquí y puede leer lo que escribes. Para salir, manda 0.
person-returned = La persona tuvo que irse. Tienes otra vez el primer lugar en la fila. Lo que le escribiste ya no está aquí.
person-closed = Esta conversación terminó. Puedes escribir otra vez cuando quieras.
person-lost-words = Este servicio tuvo que empezar de nuevo. Sigues en la fila. Lo que escribiste antes ya no está.
person-lapsed = Perdón. Nadie pudo contestarte a tiempo y tu pedido terminó. La falla es nuestra, no tuya. Puedes pedirlo otra vez, o buscar un número que conteste.
    .sms = Perdón. Nadie pudo contestarte a tiempo y tu pedido ya no sigue. La falla es nuestra, no tuya.
live-go-on = Sigue. La persona que está aquí lee lo que escribes.
live-leave = Para salir ahora, manda 0.
live-emergency = Si puedes, llama ahora al { $number }. Quien está aquí también tiene tu mensaje.
live-emergency-unknown = Si puedes, llama ahora al 112. Sirve desde un celular en muchos países. Quien está aquí también tiene tu mensaje.
