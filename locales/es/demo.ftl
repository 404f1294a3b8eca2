### Lo que dice la página de demostración que abre `make run`. Quien escribe de verdad nunca la ve.
### status: second-read

demo-title = Demostración
demo-note = Esto es una demostración con teléfonos simulados. No se envía nada a nadie. No escriba nada real.
demo-no-script = Esta página necesita JavaScript. No guarda nada en su navegador.
demo-language = Idioma
demo-view = Qué mostrar
demo-telegram = Telegram
demo-sms = SMS
demo-desk = Mesa

demo-try = Qué probar
demo-try-write = Escriba «hola» en un teléfono. Responda con un botón, un número o una palabra.
demo-try-leave = Pulse × o envíe 0. Los mensajes de Telegram desaparecen en ambos lados. Un SMS se queda en el teléfono.
demo-try-person = Pida una persona y diga que sí. Luego pulse «Siguiente» en la mesa.
demo-try-lock = Bloquee el teléfono y lea lo que podría leer cualquiera que esté cerca.
demo-try-words = Por SMS, pruebe las palabras de las compañías: STOP, START, HELP.

demo-phone-telegram = Teléfono simulado: Telegram
demo-phone-sms = Teléfono simulado: SMS
demo-contact = Notas
demo-contact-kind = bot
demo-contact-sms = Mensaje de texto
demo-log = Mensajes
demo-me = Usted:
demo-them = La otra parte:
demo-empty-telegram = Pulse Iniciar, o solo escriba.
demo-empty-sms = Aún no hay mensajes. Escriba el primero.
demo-start = Iniciar
demo-message = Mensaje
demo-send = Enviar
demo-leave = Salir
demo-voice = Nota de voz
demo-voice-seen = Nota de voz, 0:04
demo-photo = Foto
demo-photo-seen = Foto
demo-edit = Editar el último
demo-editing = Está cambiando su último mensaje.
demo-nothing-to-edit = No hay ningún mensaje suyo que cambiar.
demo-cancel = Cancelar
demo-block = Bloquear bot
demo-blocked = Bloqueó este bot. Ya no puede escribirle, y lo que hay aquí se queda aquí.
demo-unblock = Desbloquear bot
demo-lock = Bloquear pantalla
demo-unlock = Desbloquear pantalla
demo-preview = Lo que muestra el teléfono bloqueado
demo-no-preview = Sin notificaciones
demo-new = Otro teléfono

demo-failed = No funcionó. Inténtelo otra vez.
demo-full = El servicio no tiene sitio ahora. Envíelo otra vez.
demo-offline = Sin conexión. Se intenta de nuevo…
demo-fresh = Ese teléfono se retiró. Aquí tiene uno nuevo.

demo-desk-how = Para entrar, abra el enlace largo de la terminal. Sirve una sola vez.
demo-desk-reload = Cargar de nuevo
demo-desk-open = Abrir en su propia página
demo-desk-frame = La mesa
