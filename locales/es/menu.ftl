### ¿Qué hace falta ahora?
### status: second-read

menu-needs = ¿Qué te serviría ahora? Elige un número, o dilo con tus palabras.
    .sms = ¿Qué te serviría ahora?
menu-other = Aquí está lo demás.
