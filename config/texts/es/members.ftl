# Clientes con cuenta en la tienda: se vincula su cuenta de chat con un código que la tienda manda por correo

button-member = Tengo cuenta ahí
button-member-again = Otro correo / reenviar
ask-member-mail = ¡Claro! Mándame el correo de tu cuenta en la tienda y te llegará un código 📮
ask-member-code =
    Si { $mail } tiene cuenta en esta tienda, el código ya va en camino: uno o dos minutos, y mira también en spam. Cuando lo tengas, mándame los números.
    Así este chat queda vinculado a tu cuenta y no tendrás que demostrar más tus pedidos.
asked-again-member-mail = Sigo esperando el correo de tu cuenta en la tienda; allí llega el código. Para dejarlo, responde «cancelar».
asked-again-member-code = Sigo esperando el código del correo, normalmente 6 cifras. Si no llega, mira en spam o toca «Otro correo / reenviar». Para dejarlo, responde «cancelar».
member-wrong = Ese código no coincide: quizá hay un error o ya caducó. Mira el correo más reciente y mándame sus números, o pide otro.
member-refused = La tienda no puede vincularte por correo ahora mismo; quizá la cuenta ya tiene otro chat. No te preocupes: toca «Hablar con una persona» y lo miramos contigo.
member-bound = Eres tú ✅ Este chat queda vinculado a tu cuenta de la tienda; a partir de ahora di «mis pedidos» y listo.
member-bound-none = Eres tú ✅ Este chat queda vinculado a tu cuenta de la tienda. Aún no veo pedidos en ella; ¿cuál es el número? Si compraste sin entrar, basta con el correo y la contraseña de consulta.
