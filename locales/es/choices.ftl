### Lo que se puede elegir: 24 caracteres como máximo, y ninguna palabra que la compañía de teléfono tome para sí (STOP, HELP, INFO, YES…).
### Quien elige es la persona: las opciones hablan en primera persona (lo que escribí) o en infinitivo (Borrar).
### status: drafted

do-yes-now = Sí, ahora
do-yes = Sí, por favor
do-no = No
do-yes-alone = Sí, puedo
do-no-alone = Ahora no
do-later = Más tarde
do-go-on = Seguir
do-more = Más
do-back = Volver
do-skip = Saltar
do-menu = Todos los temas
do-person = Una persona
do-privacy = ¿Quién puede leer esto?
do-find = Teléfonos cerca de mí
do-rights = Qué dice la ley
do-plan = Planear mis pasos
do-doors = Es por alguien más
do-other = Más temas
do-change-language = Idioma
# En inglés dice "que parezca vacío"; aquí, lo que de verdad pasa: el programa se calla.
do-cover = Que esto se calle
do-erase = Borrar lo que escribí
do-complaint = Una queja
# Responde a: ¿puede la persona leer lo que escribiste?
do-pass-words = Que lea lo que escribí
do-start-fresh = Empezar de cero
do-no-person = Mejor sin persona
do-look-again = Ver si ya hay alguien
do-leave = Salir ahora
# Responde a «¿salir ahora?» y a «¿borrar ahora?».
do-stay = No, sigo aquí
do-erase-now = Borrar ahora
do-cover-now = Hacerlo ahora
do-cover-word = Elegir mi palabra
do-guess = Sí, eso era
language-en = English
language-es = Español
language-ar = العربية
