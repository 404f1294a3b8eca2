### Las primeras líneas. La primera es igual para todo el mundo y no dice nada de lo que es esto.
### status: second-read

opening-hello = Hola. ¿Puedes escribir ahora?
# Los límites, antes de que cuente nada. "avisar a otros": lo que el equipo puede tener que informar por ley.
opening-limits = Bien. Soy un programa. Puedes pedir que te escriba una persona. No hace falta un nombre. No guardo lo que escribes, pero tu teléfono y la compañía telefónica quizá sí. El equipo quizá tenga que avisar a otros: si alguien puede morir, o si le hacen daño a alguien menor de edad. Para salir de la conversación, manda 0.
    .sms = Bien. Soy un programa; puedes pedir que te escriba una persona. No hace falta un nombre. Tu teléfono y la compañía telefónica pueden guardar mensajes. Si una vida o alguien menor de edad corre riesgo, el equipo quizá tenga que avisar a otros. 0 = salir.
opening-limits-line = No tienes que dar un nombre. Tu teléfono y la compañía telefónica pueden guardar lo que se escribe. Para salir de la conversación, manda 0.
    .sms = Los mensajes pueden quedar en el teléfono. 0 = salir.
