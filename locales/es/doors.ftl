### Tres puertas separadas: por mí, por alguien que conozco, por algo que vi. La última no recibe nombres ni notas.
### status: second-read

do-for-me = Por mí
do-someone-i-know = Por alguien que conozco
do-i-saw = Por algo que vi
do-i-saw-child = Es un niño o una niña
do-where-to-tell = Dónde avisar

# "¿De quién se trata?" no sirve: lleva la palabra que nadie debe leer en la pantalla.
doors-who = ¿Por quién escribes?
doors-know = Gracias por preocuparte. Lo que más sirve: escuchar a esa persona, creer lo que cuenta y dejar que decida. Pregunta cuándo y cómo está bien escribirle o llamarle. No te enfrentes a quien le hace esto: puede ser peor. Por favor, no mandes nombres aquí.
    .sms = Gracias por preocuparte. Escucha a esa persona, cree lo que cuenta, deja que decida. Pregunta cómo escribirle. No te enfrentes a quien le hace esto. Por favor, no mandes nombres aquí.
doors-know-more = Dile que no tiene la culpa. Ofrece cosas pequeñas: un teléfono, transporte, un lugar para sus papeles. Si alguien corre riesgo ahora, no esperes: el 112 sirve desde un celular en muchos países.
    .sms = Dile que no tiene la culpa. Ofrece cosas pequeñas: un teléfono, transporte, un lugar para sus papeles. Si es urgente: el 112 sirve desde un celular en muchos países.
doors-saw = Gracias por no mirar a otro lado. No recibo nombres, fotos ni notas: por favor, no mandes nada de eso. Puedo decirte qué hacer y dónde avisar.
    .sms = Gracias por no mirar a otro lado. No recibo nombres, fotos ni notas: por favor, no los mandes.
doors-saw-more = Mantén la distancia. No te metas, no sigas a nadie, no grabes ni publiques nada. Si es urgente, el 112 sirve desde un celular en muchos países. Después anota para ti cuándo, dónde y qué viste, no lo que supones. El origen de una persona no es una señal.
    .sms = Mantén la distancia. No te metas, no sigas a nadie, no grabes ni publiques nada. Urgente: el 112 sirve desde un celular en muchos países. Anota para ti cuándo, dónde y qué viste.
doors-child = Un niño o una niña no puede aceptar algo así. Puedes avisar sin pedirle permiso a nadie. Si es urgente, el 112 sirve desde un celular en muchos países. Si no, avisa a una línea para menores o a otra para casos así.
    .sms = Un niño o una niña no puede aceptar algo así. Puedes avisar sin pedirle permiso a nadie. Urgente: el 112 sirve desde un celular en muchos países.
# Después vienen los números.
doors-numbers = Aquí se puede avisar. Fíjate en quién contesta: hay quien quizá revise también los papeles de la gente que viste.
    .sms = Fíjate en quién contesta: algunos quizá revisen también papeles.
doors-unknown = No tengo un número revisado de ese país. Si es urgente, el 112 sirve desde un celular en muchos países. Quizá alguien del equipo sepa adónde ir.
    .sms = No tengo un número revisado de ese país. Urgente: el 112 sirve desde un celular en muchos países. Quizá una persona sepa más.
