### Quién puede leer esto.
### status: second-read

privacy-short = No guardo copia de lo que escribes. Tu teléfono, la compañía telefónica y Telegram quizá sí. Si una vida o un menor de edad corre riesgo, el equipo quizá tenga que avisar a otros.
    .sms = No guardo copia. El teléfono y la compañía telefónica quizá sí. Si una vida o un menor corre riesgo, el equipo quizá tenga que avisar a otros.
privacy-limits = No guardo copia de lo que escribes. Está en memoria mientras hablamos y se va cuando sales. Una persona de aquí lo lee solo si tú quieres. Esa persona quizá tenga que avisar a otros: si una vida corre riesgo, o si le hacen daño a alguien menor de edad. Un juez también puede ordenarlo. Aquí nadie puede ser tu abogado.
    .sms = No guardo copia. Una persona de aquí lo lee solo si tú quieres. Si una vida o alguien menor de edad corre riesgo, o si un juez lo pide, quizá tenga que avisar a otros.
privacy-phone = Tu teléfono puede mostrar este chat a quien lo tenga en la mano. Los mensajes pueden quedarse en el teléfono y en la factura. Un programa que espía puede verlo todo. Es mejor un teléfono que nadie más haya usado.
    .sms = Tu teléfono puede mostrar esto a quien lo tenga en la mano. Los mensajes pueden salir en la factura. Es mejor un teléfono que nadie más use.
# "palabra de regreso": la que dio la organización y que hace hablar otra vez al programa. Siempre con estas palabras.
cover-explain = Puedo callarme. Entonces contesto a todo con la misma frase, sea quien sea. Nadie lo lee, ni aunque pidas auxilio. Solo vuelvo con la palabra de regreso que te dio el equipo, o después de unos días. Lo que ya está en tu teléfono sigue ahí.
    .sms = Puedo callarme: contesto a todo con la misma frase y nadie lee nada, ni lo urgente. Solo vuelvo con la palabra de regreso, o después de unos días. Lo que ya está en tu teléfono sigue ahí.
cover-word = Manda la palabra que me hará volver. Elige una que nadie adivine. La borro enseguida y no la repito.
cover-word-taken = Ok, ya la tengo.
complaint-start = Lamento que esto no estuviera bien. No tienes que decir por qué. Una persona de aquí puede recibir la queja, y no te cuesta nada.
looking-answer = No le puedo decir a nadie quién escribe aquí y quién no. Eso vale para cualquiera que pregunte.
