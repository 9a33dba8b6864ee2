# Una clave que no funciona: lo que oye el comprador.

button-claim = La clave no funciona
button-claim-skip = No sé, saltar
button-claim-no-picture = Sin captura
button-claim-other-key = Es otra

ask-order-number-for-claim = ¿Una clave que no funciona? Lo anoto para que un agente actúe enseguida. Primero, tu número de pedido (está en la página de compra y en el correo del pago). Puedes enviar también el contacto y la contraseña de consulta.
claim-which-order = ¿De qué pedido es la clave que no funciona?
claim-ask-key = ¿Qué clave del pedido { $number } no funciona? Tócala o envíamela: solo la comparo, no la guardo.
claim-begun = Entendido: { $key } del pedido { $number }. Unas preguntas, para que un agente actúe enseguida:
claim-begun-until = Entendido: { $key } del pedido { $number }, con garantía hasta el { $until }. Unas preguntas, para que un agente actúe enseguida:
claim-ask-error = ¿Qué dice la página de canje? Envíame el texto o una captura.
claim-ask-screenshot = ¿Tienes una captura de esa página? Envíala, por favor.
claim-ask-region = ¿De qué país o región es tu cuenta?
claim-ask-tried-at = ¿Cuándo lo intentaste, más o menos, y cuántas veces?
claim-picture = Captura recibida.
claim-not-read = Eso no lo puedo leer. Envíame texto o una imagen.
claim-elsewhere = Esta clave no es del pedido { $number }, es de otro. Compruébalo o elige ese pedido.
claim-strange = Esta clave no es nuestra. ¿Quizá faltó copiar una parte, o es de otra tienda? Compruébala y toca una de abajo o envíala otra vez.
claim-not-here = No coincide con ninguna clave del pedido { $number }. ¿Quizá faltó copiar una parte? Compruébala y toca una de abajo o envíala otra vez.
claim-replaced = { $key } ya se cambió, la nueva es { $new }. Usa esa; si no la encuentras, te la envío otra vez.
claim-open = Ya avisaste de { $key } { $time } y un agente está en ello: no hace falta repetirlo. Para añadir algo, habla con el agente.
claim-late = Lo siento, la garantía de { $key } terminó el { $until }. Si hay algo especial, un agente puede mirarlo.
claim-no-keys = Del pedido { $number } aún no se ha enviado ninguna clave. Si te falta la tuya, toca abajo para hablar con un agente.
claim-day = { $day } de { $month }
claim-day-year = { $day } de { $month } de { $year }
claim-passed-on = Todo anotado, y pasado al agente que te ayuda.
handover-key-claim = Todo anotado. Ya lo pasé a un agente, no hace falta repetirlo.
