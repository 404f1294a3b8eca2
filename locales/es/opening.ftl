### Las primeras líneas. La primera es igual para todo el mundo y no dice nada de lo que es esto.
### status: drafted

opening-hello = Hola. ¿Puedes escribir ahora?
# Los límites, antes de que cuente nada. "avisar a otros": lo que el equipo puede tener que informar por ley.
opening-limits = Bien. Primero unas cosas, para que puedas elegir. Soy un programa, no una persona. Si lo pides, puede entrar una persona que trabaja aquí. No tienes que dar un nombre. No guardo lo que escribes, pero el teléfono y la compañía quizá sí. Si alguien puede morir, o si le hacen daño a un menor, el equipo quizá tenga que avisar a otros. Para salir en cualquier momento, manda 0.
    .sms = Bien. Soy un programa; puedes pedir una persona. No hace falta un nombre. El teléfono y la compañía pueden guardar mensajes. Si una vida o un menor corre riesgo, el equipo quizá tenga que avisar a otros. 0 = salir.
opening-limits-line = No tienes que dar un nombre. El teléfono y la compañía pueden guardar lo que se escribe. Para salir, manda 0.
    .sms = El teléfono puede guardar mensajes. 0 = salir.
