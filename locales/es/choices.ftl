### Lo que se puede elegir: 24 caracteres como máximo, y ninguna palabra que la compañía telefónica tome para sí (STOP, HELP, INFO, YES…).
### Quien elige es la persona: las opciones hablan en primera persona (lo que escribí) o en infinitivo (Borrar).
### status: second-read

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
do-find = Números de teléfono
do-rights = Qué dice la ley
do-plan = Planear mis pasos
do-doors = Es por otra persona
do-other = Más temas
do-change-language = Idioma
# Qué pasa entonces lo dice cover-explain, antes de que nada cambie.
do-cover = Dejar esto en silencio
do-erase = Borrar lo que escribí
do-looking = Dónde está alguien
do-wrong-number = Número equivocado
do-complaint = Una queja
# Responde a: ¿puede la persona leer lo que escribiste?
do-pass-words = Que lea lo que escribí
do-start-fresh = Empezar de cero
do-no-person = Que nadie me escriba
do-look-again = Ver si ya hay alguien
do-leave = Salir ahora
# Responde a «¿quieres salir ahora?».
do-stay = No, sigo aquí
do-erase-now = Borrar ahora
do-cover-now = Dejar en silencio ahora
do-cover-word = Elegir mi palabra
language-en = English
language-es = Español
language-ar = العربية
