### Un plan de pasos pequeños: mientras sigue, al irse, después. Y dos palabras para ponerse de acuerdo.
### status: second-read

do-plan-stay = Mientras siga aquí
do-plan-leave = Prepararme para irme
do-plan-after = Después de irme
do-plan-phone = Mi teléfono
do-plan-words = Acordar una palabra
do-words-1 = girasol, paraguas
do-words-2 = jardín, pan
word-1-alone = girasol
word-1-not-alone = paraguas
word-2-alone = jardín
word-2-not-alone = pan

# Larga a propósito: así las opciones no se ven en una pantalla bloqueada.
plan-start = Tú conoces tu situación mejor que nadie. Toma solo lo que te sirva y deja lo demás. ¿Qué parte quieres ver?
plan-stay = Confía en lo que sientes: te ha servido hasta hoy. Fíjate cuándo sube la tensión y qué cuartos tienen dos salidas. En esos momentos, no te quedes en la cocina. Si hay cerca alguien de confianza, acuerda una señal: una lámpara o una llamada perdida.
    .sms = Confía en lo que sientes. Fíjate cuándo sube la tensión y qué cuartos tienen dos salidas. Entonces no te quedes en la cocina. Acuerda una señal con alguien de confianza.
plan-leave = Irse puede ser el momento más difícil. Prepáralo sin prisa y dilo solo a quien tenga que saberlo. Qué puede estar listo: papeles o copias, algo de dinero, llaves, medicinas, unos números en papel. Si puedes, ten todo eso fuera de la casa.
    .sms = Prepáralo sin prisa y dilo solo a quien tenga que saberlo. Ten listo, fuera de la casa si puedes: papeles o copias, dinero, llaves, medicinas, números en papel.
plan-leave-day = Solo para pensarlo, no hace falta que lo escribas: ¿a qué hora casi no hay nadie cerca? ¿Por dónde vas, adónde primero, quién te espera ahí? Busca tu dirección en una carta o un letrero. Si hay niños: ¿adónde van y a quién llaman?
    .sms = Solo para pensarlo: ¿a qué hora casi no hay nadie cerca? ¿Por dónde vas, adónde primero, quién te espera? Ten clara tu dirección. Los niños: ¿adónde van, a quién llaman?
plan-after = Después, cambia lo que puedas sin llamar la atención: cerraduras, horarios y caminos. Cambia las contraseñas desde un teléfono nuevo. Di en el trabajo o la escuela a quién no deben dar noticias tuyas. Es normal sentirse peor por un tiempo. No es señal de que elegiste mal.
    .sms = Después, cambia sin llamar la atención: cerraduras, horarios, caminos y, desde un teléfono nuevo, contraseñas. Sentirse peor un tiempo es normal. No es señal de que elegiste mal.
plan-phone = Lo mejor es un teléfono que nadie más haya tocado: de gente amiga o de una biblioteca. Si alguien mira el tuyo, quizá note las contraseñas nuevas. Piénsalo antes. Si compartes una cuenta, se puede ver dónde estás. Borrar aquí no quita un programa que espía.
    .sms = Lo mejor es un teléfono que nadie más haya tocado. Las contraseñas nuevas se pueden notar. Una cuenta compartida puede mostrar dónde estás.
plan-words = Podemos acordar dos palabras para esta conversación. La primera quiere decir: puedo escribir con calma. La segunda: ahora no. Entonces me callo al momento y no le contesto a nadie, hasta la palabra de regreso o por unos días.
    .sms = Dos palabras para esta conversación. La primera: puedo escribir. La segunda: ahora no. Entonces me callo y no le contesto a nadie, hasta la palabra de regreso o por unos días.
plan-agreed-1 = Ok. En esta conversación, "girasol" quiere decir que puedes escribir. Con "paraguas" sé que ahora no, y me callo.
plan-agreed-2 = Ok. En esta conversación, "jardín" quiere decir que puedes escribir. Con "pan" sé que ahora no, y me callo.
