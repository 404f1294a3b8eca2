### ¿Qué hace falta ahora?
### status: drafted

menu-needs = ¿Qué te serviría ahora? Puedes elegir un número o decirlo con tus palabras.
    .sms = ¿Qué te serviría ahora?
menu-other = Aquí está lo demás.
