### Quién puede leer esto.
### status: drafted

privacy-short = No guardo copia de lo que escribes. El teléfono, la compañía y Telegram quizá sí. Si una vida o un menor corre riesgo, alguien del equipo quizá tenga que avisar a otros.
    .sms = No guardo copia. El teléfono y la compañía pueden guardarla. Si una vida o un menor corre riesgo, el equipo quizá tenga que avisar a otros.
privacy-limits = No guardo copia de lo que escribes. Está en memoria mientras hablamos y se va cuando sales. Una persona de aquí lo lee solo si tú quieres. Si una vida corre riesgo, o si le hacen daño a un menor, quizá tenga que avisar a otros. Un juez también puede ordenarlo. Aquí nadie puede ser tu abogado.
    .sms = No guardo copia. Una persona de aquí lo lee solo si tú quieres. Si una vida o un menor corre riesgo, o si un juez lo pide, quizá tenga que avisar a otros.
privacy-phone = Tu teléfono puede mostrar este chat a quien lo tenga en la mano. Los mensajes pueden quedarse en el teléfono y en la factura. Un programa que espía lo ve todo. Es mejor un teléfono que nadie más haya usado.
    .sms = Tu teléfono puede mostrar esto a quien lo tenga en la mano. Los mensajes pueden salir en la factura. Es mejor un teléfono que nadie más use.
# "palabra de regreso": la que dio la organización y que hace hablar otra vez al programa. Siempre con estas palabras.
cover-explain = Puedo callarme. Entonces contesto a todo con la misma frase, sea quien sea. Nadie lo lee, ni aunque pidas auxilio. Eso acaba con la palabra de regreso que te dio la gente de aquí, o tras unos días. Lo que ya está en tu teléfono sigue ahí.
    .sms = Puedo callarme: cada mensaje recibe una misma frase y nadie lo lee, tampoco uno urgente. Eso termina con la palabra de regreso, o tras unos días.
cover-word = Manda la palabra que me hará volver. Elige una que nadie adivine. La borro enseguida y no la repito.
cover-word-taken = Ok, ya la tengo.
complaint-start = Siento que esto no estuviera bien. No tienes que decir por qué. Una persona de aquí puede recibir la queja, y no te cuesta nada.
looking-answer = No le puedo decir a nadie quién escribe aquí y quién no. Da igual quién lo pregunte.
