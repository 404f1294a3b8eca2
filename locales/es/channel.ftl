### Lo que dice el canal mismo: las líneas neutras y lo que se puede y no se puede borrar.
### status: second-read

guard-line = Hola, esta es una nota corta. No hay prisa. Puedes leerla cuando tengas un rato libre. Empieza justo aquí abajo:

last-line = Ok, gracias. Adiós.

knock-line = Hola. ¿Tienes un momento? 1 sí

media-not-opened = Hola. Solo puedo leer palabras. No abrí lo que mandaste y no lo guardé. Escríbelo, por favor, o pídeme hablar con una persona.
    .sms = Hola. Solo puedo leer palabras. No abrí lo que mandaste. Escríbelo, o pídeme hablar con una persona.

not-delivered = Tu último mensaje no se leyó a tiempo. Ya no está aquí. Puedes mandarlo otra vez.

erased-receipt = Listo. { $done ->
        [0] No había nada que borrar aquí.
        [one] Borré { $done } mensaje aquí.
       *[other] Borré { $done } mensajes aquí.
    } No tengo copia.
    .sms = Listo. No tengo copia de lo que escribiste.

erased-partly = Listo. { $done ->
        [one] Borré { $done } mensaje.
       *[other] Borré { $done } mensajes.
    } { $left ->
        [one] No pude borrar { $left } mensaje. Bórralo tú, por favor.
       *[other] No pude borrar { $left } mensajes. Bórralos tú, por favor.
    } No tengo copia.
    .sms = Listo. No tengo copia. Falta borrar algo en la compañía telefónica. Lo intentaré otra vez.

kept-note = No puedo borrar lo que hay en tu teléfono. Si puedes, bórralo ahí. Este número quizá siga en la factura y en la compañía telefónica.

try-again = Perdón, eso no funcionó. Escribe otra vez en un momento.

cover-line = Hola. Nadie lee estos mensajes. Si es urgente, llama al número de emergencias de tu zona.

# Telegram muestra esto antes del primer mensaje, y otra persona puede verlo. Hasta 120 caracteres.
telegram-description = Hola. Se puede escribir a cualquier hora.
