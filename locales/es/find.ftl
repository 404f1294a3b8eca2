### Números por país y por lo que hace falta. Siempre se dice quién contesta.
### status: second-read

do-need-place = Un lugar para dormir
do-need-law = Consulta legal
do-need-talk = Alguien que me escuche
do-need-work = Trabajo y sueldo
do-need-any = Un número para llamar
do-need-doctor = Buscar un médico
do-need-basics = Buscar comida y ropa
do-other-country = Otro país
do-try-again = Intentar otra vez

find-need = ¿Qué buscas?
find-ask-country = ¿En qué país estás? Puedes escribir el nombre.
    .sms = ¿En qué país estás?
find-unknown = Para darte un número me falta saber el país. Si es urgente, prueba con el 112. Sirve desde un celular en muchos países.

# $name, $phone y $dial vienen del directorio. $answers dice quién contesta. $checked es "no" solo en una demostración.
# "una oficina pública" y no "del estado": en México y Estados Unidos un estado es otra cosa.
find-service = { $name }: { $phone }. { $answers ->
        [police] Contesta la policía o la fiscalía, y puede actuar por lo que digas.
        [immigration] Contesta una oficina de migración, y puede actuar por lo que digas.
        [government] Contesta una oficina del gobierno.
        [emergency] Contesta gente de emergencias. También puede venir la policía.
        [charity] Contesta una organización que no es del gobierno.
       *[helpline] Contesta una línea de atención.
    }{ $checked ->
        [yes] { "" }
       *[no] { " " }(Demostración: sin revisar.)
    }
    .sms = { $dial } ({ $answers ->
        [police] contestan agentes
        [immigration] contesta una oficina que revisa papeles
        [government] contesta una oficina pública
        [emergency] contesta gente de emergencias
        [charity] contesta una ONG
       *[helpline] una línea de atención
    }{ $checked ->
        [yes] { "" }
       *[no] , demo
    })
find-none = No tengo un número revisado de eso en este país. Una persona quizá sí.
    .sms = No tengo un número revisado para eso aquí.
find-failed = Perdón, ahora no pude buscar. Puedes intentar otra vez o pedir que te escriba una persona.
