### Lo que lee el equipo en su mesa. Lo ven solo las personas que atienden y quienes supervisan.
### status: second-read

desk-title = Mesa
desk-language = Idioma de esta página
desk-skip = Ir a la conversación
desk-no-script = Esta página necesita JavaScript. No se guarda nada en su navegador.

desk-door-title = Entrar
desk-door-text = Solo para el equipo.
desk-name = Nombre
desk-password = Contraseña
desk-show-password = Mostrar contraseña
desk-continue = Continuar
desk-code-title = Código de un solo uso
desk-code-text = Escriba los 6 dígitos que muestra ahora su aplicación de autenticación.
desk-code = Código
desk-sign-in = Entrar
desk-start-over = Empezar de nuevo
desk-refused = No ha funcionado. Revise lo que escribió. Tras varios intentos, espere un minuto y pruebe otra vez.
desk-crowded = Mucha gente está entrando ahora. Espere unos segundos y pruebe otra vez.
desk-failed = La mesa no ha podido hacerlo ahora. Pruebe otra vez.
desk-start-again = Han pasado más de cinco minutos. Empiece de nuevo con su nombre y contraseña.
desk-demo-title = Mesa de demostración
desk-demo-text = Este enlace sirve una sola vez y abre la mesa como supervisión de prueba. No escriba nada real.
desk-demo-enter = Abrir la mesa

desk-here = Disponible
desk-here-row = Disponible
desk-paused = En pausa
desk-offline = Sin conexión. Se intenta de nuevo…
desk-pause = Pausa
desk-resume = Volver al trabajo
desk-lock = Bloquear
desk-sign-out = Salir
desk-queue = Vista general
desk-desk = Mesa

desk-ready-title = Cuando quiera
desk-ready-text = «Siguiente» le da a la persona que más necesita a alguien. Verá el motivo antes de escribir.
desk-next = Siguiente
desk-waiting-none = Nadie espera.
desk-waiting = { $all ->
    [one] Espera una persona.
   *[other] Esperan { $all } personas.
}
desk-waiting-now = { $now ->
    [one] Una de ellas, ahora.
   *[other] { $now } de ellas, ahora.
}
desk-nobody = No hay nadie a quien pueda atender en este momento.
desk-while-paused = Durante la pausa no se dice a nadie que usted está.
desk-finishing = Se está borrando la última conversación…

desk-case-title = Sobre esta conversación
desk-urgency-now = Ahora
desk-urgency-soon = Pronto
desk-urgency-next = Después
desk-why = Motivo
desk-why-none = Pidió hablar con una persona
desk-speaks = Escribe en
desk-language-unknown = Aún no se sabe
desk-channel = Canal
desk-channel-telegram = Telegram
desk-channel-sms = SMS
desk-since = Espera desde
desk-just-now = hace un momento
desk-came-back = Volvió a la fila
desk-returned = { $times ->
    [one] Una vez. Alguien del equipo empezó y no pudo terminar.
   *[other] { $times } veces. Otras personas del equipo empezaron y no pudieron terminar.
}
desk-for-supervisor = Para supervisión: se habló de daño a otra persona.
desk-trigger-danger = Peligro o violencia ahora
desk-trigger-suicide = Ideas de suicidio o autolesión
desk-trigger-medical = Necesita ayuda médica ahora
desk-trigger-child = Una persona menor de 18 años
desk-trigger-watched = Puede que alguien mire o lea
desk-trigger-other-person = Puede que otra persona tenga el teléfono
desk-trigger-detained = Detenida por policía o migración
desk-trigger-moved-soon = Pueden llevársela pronto a otro lugar
desk-trigger-fled = Ha huido, sin lugar seguro esta noche
desk-trigger-family-threat = Amenazas a la familia o los hijos
desk-trigger-recent-assault = Agresión sexual en los últimos días
desk-trigger-harm-other = Dijo que puede hacer daño a alguien
desk-trigger-human = Pidió hablar con una persona

desk-words-title = Lo escrito antes
desk-words-now = Se muestra una vez. Ahora solo esta página tiene estas palabras.
desk-words-held = Las palabras están en camino…
desk-words-none = No se pasaron palabras. Prefirió empezar de cero.
desk-words-read = Palabras ya leídas. No se guardan, así que no se pueden mostrar otra vez.
desk-words-before-reload = Esta página se cargó de nuevo. Lo que mostraba ya no está.
desk-words-lost = Palabras perdidas tras un reinicio. Puede que la persona tenga que repetirlo.

desk-log = Conversación
desk-person = Persona
desk-bot = Bot
desk-you = Usted
desk-write = Escribir a la persona
desk-write-hint = Intro envía; Mayús e Intro hace una línea nueva.
desk-send = Enviar
desk-too-long = Demasiado largo para un mensaje. Acórtelo o envíelo en dos.
desk-sending = Enviando…
desk-taken = En camino
desk-sent = Enviado
desk-held = Espera a que escriba, por seguridad
desk-dropped = No entregado
desk-unsent = No enviado. La conversación ha terminado.

desk-close = Cerrar…
desk-give-back = Devolver…
desk-close-title = Cerrar esta conversación
desk-close-text = ¿Cómo terminó?
desk-choose-outcome = Elija una opción.
desk-close-next = Seguir
desk-close-sure = Se avisa a la persona de que está cerrada. Después no queda nada, ni aquí ni en el servicio.
desk-close-now = Cerrar
desk-return-title = Devolver esta conversación
desk-return-text = Pasa al principio de la fila. Se avisa a la persona. Lo que usted escribió no se pasa: quien siga empieza sin ello.
desk-return-now = Devolver
desk-keep = Quedármela
desk-back = Atrás
desk-outcome-supported = Recibió apoyo
desk-outcome-referred = Se derivó a un servicio
desk-outcome-information = Recibió información
desk-outcome-emergency-services-named = Se nombraron los servicios de emergencia
desk-outcome-no-answer = Ya no responde
desk-outcome-not-genuine = No era un contacto real
desk-outcome-other = Otra cosa

desk-left-title = Se ha ido
desk-left-text = La persona cerró la conversación por su lado. Es su decisión y usted no tiene que hacer nada. No se guarda nada.
desk-back-title = Devuelta
desk-back-text = La conversación está al principio de la fila. En esta página no queda nada de ella.
desk-closed-title = Cerrada
desk-closed-text = No queda nada. Respire antes de la siguiente.
desk-ended-title = Ya no está con usted
desk-ended-text = Esta conversación volvió a la fila o se cerró. En esta página no queda nada de ella.
desk-go-on = Seguir
desk-elsewhere-title = Abierta en otra ventana
desk-elsewhere = La mesa se abrió en otra ventana. Esta ya no muestra nada.
desk-here-instead = Usar esta ventana

desk-idle-title = ¿Sigue ahí?
desk-idle-text = La mesa se bloquea en un minuto, para proteger a la persona con quien escribe.
desk-stay = Seguir aquí

desk-queue-title = Vista general
desk-queue-text = Solo los sobres. Sin palabras, sin números, sin nombres.
desk-queue-oldest = Espera más larga
desk-empty-queue = Ahora nadie espera y no se atiende a nadie.
desk-waiting-row = Espera
desk-taken-by = Con
desk-desks-title = Mesas abiertas ahora
desk-no-desks = No hay ninguna mesa abierta. Se dice la verdad a quien escribe y se da un número que quizá responda.
