### Lo que dice la ley: datos cortos, nunca un consejo. Las fuentes y las fechas están en flows/rights/.
### Los datos son los del inglés, ni más ni menos. "puede", "quizá" y "muchas veces" son parte del dato: no se quitan.
### status: second-read

do-law-help = Conseguir apoyo
do-law-stay = Quedarme en el país
do-law-money = Dinero que me deben
do-topics = Otras preguntas

rights-ask-country = ¿Sobre qué país preguntas? Puedes escribir el nombre.
rights-topics = ¿Cuál de estos temas? Son datos cortos, no un consejo para tu caso.
rights-first-ask = Ir a una oficina por esto puede cambiar tu situación. Por eso, pregunta primero a alguien que sepa de leyes.
    .sms = Pregunta a alguien que sepa de leyes antes de ir a una oficina.
rights-elsewhere = Todavía no tengo una página revisada para ese país. En muchos países, la ley no mira solo lo que alguien firmó. Mira también cómo le hicieron hacer las cosas. Muchas veces, el trabajo hecho se tiene que pagar. Antes de firmar o de ir a una oficina, pregunta en ese país a alguien que sepa de leyes.
    .sms = No tengo una página revisada para ese país. Muchas veces, el trabajo hecho se tiene que pagar. Pregunta a alguien que sepa de leyes antes de firmar o de ir a una oficina.
# Responde a: ¿lo que me pasa cuenta para la ley?
rights-what = Nadie puede decidir eso desde un chat. En la mayoría de los países, la ley mira de qué manera se hizo. ¿Alguien usó amenazas, mentiras, una deuda, tus papeles o tu miedo? ¿Tuviste que trabajar, tener sexo, casarte o hacer algo contra la ley? Entonces puede contar para la ley. Decir que sí al principio no cambia eso. Si alguien tiene menos de 18 años, puede contar sin nada de esto.
    .sms = Un chat no puede decidir eso. Si para que trabajaras u obedecieras usaron mentiras, miedo, tus papeles o una deuda, puede contar para la ley, aunque al principio aceptaras.

rights-us-help-1 = En Estados Unidos, el gobierno les paga a grupos que apoyan a personas en tu situación. Pueden apoyarte aunque no te hayas ido. El alcohol o las drogas no deberían cerrarte la puerta. (Datos de { $asof })
    .sms = EE. UU.: hay grupos pagados por el gobierno que pueden apoyarte aunque no te hayas ido. El alcohol o las drogas no deberían cerrarte la puerta. ({ $asof })
rights-us-help-2 = Hay una línea de teléfono para todo el país. El grupo que la llevaba hasta 2025 dejaba llamar sin dar el nombre. Decía que no era policía ni migración. Desde 2025 la lleva otro grupo: pregunta primero qué datos pasa a otros. (Datos de { $asof })
    .sms = EE. UU.: la línea nacional dejaba llamar sin dar el nombre. Desde 2025 la lleva otro grupo: pregunta primero qué datos pasa a otros. ({ $asof })
# El nombre oficial es "visa T". Aquí decimos "permiso" siempre que se puede.
rights-us-stay-1 = En Estados Unidos hay un permiso para algunas personas a las que hicieron trabajar, o hacer otras cosas. Se llama visa T. Nunca es automático. Un papel firmado por la policía puede servir, pero no se exige. Otras pruebas pueden bastar. (Datos de { $asof })
    .sms = EE. UU.: el permiso T es para algunas personas a las que hicieron trabajar, o hacer otras cosas. Nunca es automático. No se exige un papel firmado por la policía. ({ $asof })
rights-us-stay-2 = Para el permiso T, la mayoría tiene que avisar primero a una agencia del gobierno que pueda investigarlo. También tiene que hacer lo razonable que le pidan. No hace falta si tenías menos de 18 años entonces. Tampoco si el daño a tu mente o a tu cuerpo no te deja hacerlo. (Datos de { $asof })
    .sms = La mayoría tiene que avisar primero a una agencia del gobierno y hacer lo razonable que le pidan. No hace falta si tenías menos de 18 años entonces, o si el daño a tu mente o a tu cuerpo no te deja. ({ $asof })
# En Estados Unidos un "notario" no es abogado, como sí lo es en muchos países de América Latina. Por eso se dice "allí".
rights-us-stay-3 = Lee esto antes de mandar un formulario o ir a una oficina. Desde 2025, si te dicen que no, puede abrirse un caso en la corte de inmigración. Haberlo pedido no te protege por sí solo. Solo te puede aconsejar un abogado, o alguien con aprobación del Departamento de Justicia. Allí un notario no puede. (Datos de { $asof })
    .sms = Antes de mandar un formulario: desde 2025, si te dicen que no, puede abrirse un caso en la corte. Haberlo pedido no te protege por sí solo. Solo te puede aconsejar un abogado, o alguien con aprobación del Departamento de Justicia. Allí un notario no puede. ({ $asof })
rights-us-money-1 = En Estados Unidos, el trabajo hecho se tiene que pagar, tengas los papeles que tengas: el salario mínimo y las horas extra. Hay un plazo para reclamar: muchas veces 2 años, o 3 si fue a propósito. Sirve anotar días y horas. (Datos de { $asof })
    .sms = EE. UU.: el trabajo hecho se tiene que pagar, tengas los papeles que tengas. El plazo es muchas veces de 2 años, o 3 si fue a propósito. Sirve anotar días y horas. ({ $asof })
rights-us-money-2 = Quizá puedas demandar a quien te hizo esto. También a quien ganó con eso y debía haberlo sabido. Por lo general hay 10 años para hacerlo. Si tenías menos de 18, se cuentan desde que los cumpliste. (Datos de { $asof })
    .sms = Quizá puedas demandar a quien te hizo esto, y a quien ganó con eso y debía haberlo sabido. Por lo general en 10 años, o 10 desde que cumpliste 18. ({ $asof })

rights-de-help-1 = En Alemania hay centros de asesoría para personas en tu situación. No cuestan nada y no piden nombre. Para eso no tienes que colaborar con la policía. (Datos de { $asof })
    .sms = Alemania: hay centros de asesoría. No cuestan nada, no piden nombre y no tienes que colaborar con la policía. ({ $asof })
rights-de-stay-1 = Esto es para quien está en Alemania y viene de fuera de la Unión Europea. Una oficina puede darte al menos 3 meses para descansar y decidir. No es automático. Si vienes de la Unión Europea, valen otras reglas. (Datos de { $asof })
    .sms = Alemania, si vienes de fuera de la Unión Europea: una oficina puede darte al menos 3 meses para decidir. No es automático. ({ $asof })
rights-de-stay-2 = Después es posible un permiso en Alemania. Hacen falta tres cosas a la vez. Un tribunal o la fiscalía te necesita como testigo. Tú lo aceptas. Ya no tienes contacto con la persona acusada. Suele ser de 1 año y se puede renovar. (Datos de { $asof })
    .sms = Después es posible un permiso en Alemania si un tribunal o la fiscalía te necesita como testigo, tú lo aceptas y cortas el contacto con la persona acusada. Suele ser de 1 año y se puede renovar. ({ $asof })
rights-de-money-1 = En Alemania se puede reclamar el pago del trabajo hecho, aun sin permiso para trabajar. Si nadie puede mostrar cuánto tiempo fue, se suponen 3 meses. Sirve anotar días y horas. (Datos de { $asof })
    .sms = Alemania: puedes reclamar el pago del trabajo hecho sin permiso de trabajo. Si nadie puede mostrar cuánto tiempo fue, se suponen 3 meses. Sirve anotar días y horas. ({ $asof })
rights-de-money-2 = Desde 2024, una ley puede dar dinero del Estado a personas que sufrieron daño por un delito grave. Un centro de asesoría puede decirte si es tu caso y qué piden. (Datos de { $asof })
    .sms = Alemania: puede haber dinero del Estado para personas que sufrieron daño por un delito grave. Un centro de asesoría sabe si es tu caso. ({ $asof })
