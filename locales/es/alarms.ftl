### Cuando algo no se puede pasar por alto: primero el número si cada segundo cuenta, quién contesta, y la verdad sobre quién está.
### status: second-read

do-no-call = No puedo llamar
do-yes-so = Sí, creo que sí
do-assault-care = Qué haría un médico
do-child-line = Una línea para menores

alarm-112 = Si puedes, llama al 112. Sirve desde un celular en muchos países.
alarm-staff = { $staff ->
        [here] Le pedí a una persona de aquí que te escriba.
       *[away] Ahora no hay nadie del equipo. Anoté que necesitas a alguien.
    }
    .sms = { $staff ->
        [here] Le pedí a una persona de aquí que te escriba.
       *[away] Ahora no hay nadie del equipo. Anoté que necesitas a alguien.
    }

# $number: el número de emergencias del país, o 112 mientras no se sabe.
alarm-who = En el { $number } contesta gente de emergencias. Te pueden mandar una ambulancia o a los bomberos. Y quizá también a la policía.
    .sms = Ahí contesta gente de emergencias. También pueden venir agentes.

danger-call = Si puedes, llama ahora al { $number }. Primero di dónde estás. No tienes que decir más que eso.
    .sms = Si puedes, llama ahora al { $number }. Primero di dónde estás. No hace falta decir más.
danger-cannot = Si no puedes hablar, llama al { $number } y no cuelgues. En algunos lugares se puede mandar un mensaje a ese número. Si puedes, ve adonde haya más gente. No te quedes en cuartos con una sola salida.
    .sms = Si no puedes hablar, llama al { $number } y no cuelgues. En algunos lugares aceptan mensajes. Si puedes, ve adonde haya más gente.
medical-call = Si puedes, llama ahora al { $number } y pide una ambulancia. Primero di dónde estás. Ahí te pueden decir qué hacer mientras tanto.
    .sms = Si puedes, llama ahora al { $number }, pide una ambulancia y di dónde estás.
# "hacerlo": no se nombra. Quien lo lee sabe de qué se habla.
suicide-where = Gracias por decírmelo. Si sientes que podrías hacerlo ahora, llama al 112. Sirve desde un celular en muchos países. Si puedes, aléjate de lo que podrías usar.
    .sms = Gracias por decírmelo. Si sientes que podrías hacerlo ahora, llama al 112. Sirve desde un celular en muchos países.
suicide-call = Gracias por decírmelo. Si sientes que podrías hacerlo ahora, llama al { $number }. Si puedes, aléjate de lo que podrías usar. No tienes que cargar con esto sin apoyo.
    .sms = Gracias por decírmelo. Si sientes que podrías hacerlo ahora, llama al { $number }. No tienes que cargar con esto sin apoyo.
assault-first = Siento mucho lo que viviste. No es culpa tuya. En los primeros días un médico todavía puede hacer mucho por ti. Antes de contar más, puedes preguntar qué tendría que decirles a otros.
    .sms = Siento mucho lo que viviste. No es culpa tuya. En los primeros días un médico puede hacer mucho. Antes puedes preguntar qué tendría que decirles a otros.
assault-care = Hay medicinas que sirven más si se toman pronto. Contra el VIH, en los primeros 3 días. Contra un embarazo, en los primeros 5. Si puedes, guarda la ropa sin lavar en una bolsa de papel. Después decides tú si se le cuenta a alguien más.
    .sms = Hay medicinas que conviene tomar pronto: contra el VIH, en los primeros 3 días; contra un embarazo, en los primeros 5. Guarda la ropa sin lavar. Después decides tú a quién se le cuenta.
child-limits = Qué bueno que escribiste. Antes de que cuentes más: si le hacen daño a alguien menor de 18 años, el equipo de aquí quizá tenga que avisar a otros. Puedes preguntar primero qué tendría que decir. No tienes que dar un nombre.
    .sms = Qué bueno que escribiste. Antes de contar más: si le hacen daño a alguien menor de 18 años, el equipo quizá tenga que avisar a otros. Puedes preguntar primero qué tendría que decir.
moved-soon-first = Gracias por decírmelo. Si puedes, lleva contigo tus papeles y un número de teléfono. Dile a alguien de confianza adónde vas, cuándo y con quién.
    .sms = Gracias por decírmelo. Si puedes, lleva contigo tus papeles y un número. Dile a alguien de confianza adónde vas, cuándo y con quién.
moved-soon-more = En un aeropuerto o en la frontera puedes decirle al personal que no quieres viajar. Dilo cuando los demás no oigan. Quizá llamen a la policía. Eso puede cambiar las cosas para ti y para tus papeles.
    .sms = En un aeropuerto o en la frontera puedes decirle al personal, cuando los demás no oigan, que no quieres viajar. Quizá llamen a la policía, y eso puede cambiar las cosas para ti.
detained-first = Puedes pedir dos cosas: alguien que sepa de leyes y un intérprete. No tienes que firmar lo que no entiendes. Si te obligaron a hacer algo, cuéntaselo primero a un abogado.
    .sms = Puedes pedir dos cosas: alguien que sepa de leyes y un intérprete. No tienes que firmar lo que no entiendes.
detained-more = Puedes pedir que avisen a tu consulado, o pedir que no le avisen. Hay quien no quiere que lo sepa su familia o su país. Si tienes un papel de tu caso, pide quedarte con una copia.
    .sms = Puedes pedir que avisen a tu consulado, o que no le avisen. Pide quedarte con copia de los papeles de tu caso.
family-threat-first = Lo siento mucho. Usar a tu familia contra ti es cruel, y no es culpa tuya. Tú conoces a esa gente mejor que nadie: confía en lo que sientes. Si crees que conviene, tu familia podría quedarse unos días con otra gente.
    .sms = Lo siento mucho. Usar a tu familia contra ti es cruel, y no es culpa tuya. Confía en lo que sientes. Tu familia podría quedarse unos días con otra gente.
family-threat-more = Guarda lo que mandan, si nadie te ve hacerlo: una foto con otro teléfono, o el día y las palabras en una nota. Si alguien corre riesgo ahora, el 112 sirve desde un celular en muchos países. También para tu familia.
    .sms = Guarda lo que mandan si nadie te ve, o anota el día y las palabras. Urgente: el 112 sirve desde un celular en muchos países.
fled-first = Qué bueno que escribiste. Lo que hiciste no fue fácil. Por ahora, quédate donde haya gente y luz: un hospital, una estación, una tienda abierta. Puedo ver si tengo un número de un lugar para dormir.
    .sms = Qué bueno que escribiste. Por ahora, quédate donde haya gente y luz, como un hospital o una tienda abierta.
fled-more = Quien usa la misma cuenta que tú quizá ve dónde está tu teléfono. Apaga la ubicación o usa otro. Dile solo a gente de confianza dónde estás.
    .sms = Una cuenta compartida puede mostrar dónde está tu teléfono. Apaga la ubicación o usa otro teléfono.
harm-other-first = Gracias por decirlo. Puede servir mucho poner distancia ahora entre tú y esa persona. Puedes ir afuera o a otro cuarto. No tienes que decidir nada hoy.
    .sms = Gracias por decirlo. Si puedes, pon ahora distancia entre tú y esa persona.
harm-other-more = Una persona de aquí te puede escuchar. No te va a dar un sermón. Si alguien corre riesgo ahora, el 112 sirve desde un celular en muchos países. Ahí contesta la policía o la gente de una ambulancia.
    .sms = Una persona de aquí te puede escuchar, sin sermones. Si es urgente, el 112 sirve desde un celular en muchos países.

doubt-danger = Déjame preguntarte algo: ¿alguien corre riesgo ahora mismo?
doubt-medical = Déjame preguntarte algo: ¿alguien necesita un médico ahora mismo?
# Las dos que siguen son largas a propósito: la pregunta no debe verse en una pantalla bloqueada.
doubt-suicide = Leí lo que escribiste y quiero entenderlo bien. Por eso te hago una pregunta directa. Puedes contestar lo que sea. ¿Piensas en quitarte la vida?
doubt-assault = Leí lo que escribiste y quiero entenderlo bien. Por eso te hago una pregunta directa. Puedes contestar lo que sea. ¿Alguien te ha tocado sin que quisieras en los últimos días?
doubt-child = Déjame preguntarte algo: ¿esto tiene que ver con alguien menor de 18 años?
doubt-moved = Déjame preguntarte algo: ¿te van a llevar a otro lugar en los próximos días?
doubt-detained = Déjame preguntarte algo: ¿te detuvieron agentes, o vas a ver pronto a un juez?
doubt-family = Déjame preguntarte algo: ¿alguien presiona a tu familia?
doubt-fled = Déjame preguntarte algo: ¿necesitas un lugar para dormir esta noche?
doubt-harm = Déjame preguntarte algo: ¿crees que podrías hacerle algo a alguien?
doubt-human = ¿Quieres pedir que te escriba una persona?
# No pregunta si hay alguien al lado: eso no debe leerse. "con calma" lo entiende quien lo necesita.
doubt-watched = ¿Puedes escribir con calma ahora?
