# Lo que lee quien compra: breve, cercano, de tú y siempre con el siguiente paso.

language-name = Español

## Menú e idioma

menu-greeting =
    ¡Hola! Soy el asistente de { $shop } 👋
    Busco tu pedido, te reenvío una clave y resuelvo dudas frecuentes. Cuéntame qué necesitas.
menu-again = Aquí estoy. ¿Qué necesitas? Toca un botón o escríbeme.
language-set = Perfecto, seguimos en español. ¿Qué necesitas?
language-which = ¿En qué idioma prefieres hablar?
button-order = Buscar mi pedido
button-keys = Reenviar mi clave
button-faq = Preguntas frecuentes
button-person = Hablar con una persona
button-language = Idioma / Language
button-mine = Mis pedidos
button-cancel = Cancelar
button-no-password = No puse contraseña
button-again = Probar otra vez
button-keys-again = Reenviar la clave
button-another-order = Otro pedido
button-unsolved = Sigue sin resolverse
button-bot = Ya no hace falta
choice-beyond = Esa opción no está. Responde con un número del 1 al { $count } o toca un botón.

## En grupos

group-greeting = Hola a todos 👋 Aquí puedes hacerme preguntas frecuentes. Para pedidos y claves escríbeme en privado, y no publiques números de pedido en el grupo.
group-invitation = Mejor lo vemos en privado: toca mi foto y mándame un mensaje.
group-no-orders = De pedidos y claves solo hablo en privado, aquí lo lee todo el mundo. Toca mi foto, escríbeme y lo miro enseguida 🔒
group-person = Para hablar con una persona, escríbeme en privado y di «hablar con una persona». En el grupo no se puede tratar tu pedido.

## Charla

small-hello = ¡Aquí estoy! ¿En qué te ayudo?
small-thanks = ¡De nada! 😊 Aquí me tienes cuando quieras.
small-fine = Perfecto. Si necesitas algo, dime.
small-bye = ¡Hasta luego, que te vaya muy bien! 👋
small-emoji = 😊 Aquí estoy. ¿Qué necesitas?
small-who = Soy el asistente automático de la tienda, rápido con pedidos y claves. Si prefieres una persona, toca «Hablar con una persona».
small-attachment = Recibido y guardado. Yo no puedo leer fotos ni archivos. ¿Quieres que lo mire una persona?

## No entendido

not-understood-yet =
    ¡Hola! 👋 No te entendí bien. ¿Me lo dices de otra forma?
    También puedes tocar un botón o hablar con una persona.
not-understood = No te entendí bien. ¿Me lo dices de otra forma? También puedes tocar un botón o hablar con una persona.
sorry = Perdona, algo falló de mi lado. Tu mensaje está guardado. Envíalo otra vez o di «hablar con una persona».
button-stale = Ese botón ya caducó. Elige de nuevo y listo.
unread = Hay una parte que no puedo abrir ({ $parts }). Cuéntamelo con palabras o deja que lo mire una persona.
unread-with-person = Hay una parte que no podemos abrir aquí ({ $parts }). Envíala otra vez como texto o como foto, por favor.
unread-too-big = Si un archivo es muy grande, manda un enlace o una versión más ligera.
part-comma = {", "}
part-animated-sticker = sticker animado
part-channels = publicación de Channels
part-channels_shop_order = pedido de una tienda de Channels
part-channels_shop_product = producto de una tienda de Channels
part-checklist = lista de tareas
part-contact = contacto
part-dice = dado
part-file = archivo
part-game = juego
part-giveaway = sorteo
part-giveaway_winners = resultado de un sorteo
part-image = imagen
part-invoice = factura
part-link = enlace
part-location = ubicación
part-meeting = reunión
part-merged_msg = conversación reenviada
part-miniprogram = miniprograma
part-msgmenu = menú
part-note = nota
part-paid_media = contenido de pago
part-poll = encuesta
part-schedule = evento de calendario
part-story = historia
part-text = mensaje vacío
part-too-big = un archivo de más de 20 MB
part-unsupported = algo que WeChat no nos pasó
part-video = vídeo
part-video_note = vídeo circular
part-voice = mensaje de voz

## Pedidos

ask-order-number =
    Mándame el número de pedido. Está en la página de pago o en el correo del pedido.
    Si quieres, añade tu contacto y la contraseña de consulta en el mismo mensaje.
ask-order-number-for-keys =
    ¡Claro! Vamos a por tu clave. Mándame primero el número de pedido: está en la página de pago o en el correo del pedido.
    Si quieres, añade tu contacto y la contraseña de consulta en el mismo mensaje.
ask-contact = Un paso más: ¿qué correo, QQ o teléfono dejaste al comprar?
ask-password =
    ¿Qué contraseña de consulta pusiste al comprar?
    Si no pusiste ninguna, toca «No puse contraseña» o responde «ninguna».
asked-again-order-number = Sigo esperando el número de pedido: suele ser una fila larga de cifras o letras. Para dejarlo, responde «cancelar».
asked-again-contact = Sigo esperando el correo, QQ o teléfono del pedido. Para dejarlo, responde «cancelar».
asked-again-password = Sigo esperando la contraseña de consulta. Si no pusiste, responde «ninguna»; para dejarlo, «cancelar».
cancelled = Vale, lo dejamos. ¿Algo más?
mine-none = Aquí todavía no tengo pedidos tuyos. En cuanto encontremos uno, lo recordaré.
mine-gone = Ahora mismo no encuentro tus pedidos. Mándame un número de pedido y lo busco otra vez.
mine-list = Tus pedidos (toca uno para ver más):
mine-left-out = ({ $shop } no responde ahora, así que faltan sus pedidos. Pregunta de nuevo en un rato.)
order-heading = Pedido { $number }: { $status }
order-items = Productos: { $items }
order-amount = Importe: { $amount }
order-created = Creado: { $time }
order-paid = Pagado: { $time }
order-delivered = Entregado: { $time }
time-today = hoy, { $time }
time-tomorrow = mañana ({ $day } { $month }), { $time }
time-yesterday = ayer, { $time }
time-days-ago = hace { $days } días ({ $day } { $month }, { $time })
time-date = { $day } { $month }, { $time }
time-date-year = { $day } { $month } { $year }, { $time }
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sep
month-10 = oct
month-11 = nov
month-12 = dic
status-unpaid = pendiente de pago
status-paid-waiting = pagado, a la espera de entrega
status-processing = en proceso
status-delivered = entregado
status-partly-delivered = entregado en parte
status-shortage = pagado, sin existencias por ahora
status-failed = fallido
status-expired = caducado
status-at-gateway = pagado, aún no llegó a la tienda
next-at-gateway = Tu dinero está en el servicio de pago, solo falta que llegue a la tienda. No pagues otra vez: el equipo ya lo sabe y te aviso aquí.
next-unpaid-nowhere = El servicio de pago tampoco lo tiene. ¿Sin pagar? Termina en la página del pedido. ¿Te cobraron? Toca "Hablar con una persona" y envía una captura.
next-expired-nowhere = El servicio de pago tampoco lo tiene y el pedido caducó. Pide de nuevo; si te cobraron, toca "Hablar con una persona" y envía una captura.
status-refunded = reembolsado
status-partly-refunded = reembolsado en parte
next-unpaid = Aún no ha llegado el pago. Si acabas de pagar, mira otra vez en un par de minutos; si no, termina de pagar en la página del pedido.
next-paid-waiting = Tu dinero llegó, falta la clave. Tranquilo: toca «Hablar con una persona» y lo atendemos con prioridad.
next-processing = Está en proceso. Si tarda demasiado, toca «Hablar con una persona» y lo atendemos con prioridad.
next-delivered = La clave ya se envió. ¿No la ves? Toca «Reenviar la clave» y te la mando aquí.
next-partly-delivered = Solo se enviaron algunas claves, te debemos el resto. Toca «Hablar con una persona» y lo atendemos con prioridad.
next-shortage = Tu dinero llegó, pero nos quedamos sin existencias. Toca «Hablar con una persona»: clave o reembolso, con prioridad.
next-failed = Este pedido no salió bien. Toca «Hablar con una persona»: lo vemos con prioridad y tu dinero está a salvo.
next-expired = Este pedido no se pagó a tiempo y caducó. Puedes pedir de nuevo. Si te cobraron, toca «Hablar con una persona».
next-refunded = El reembolso va de camino al medio con el que pagaste; suele tardar de 1 a 3 días hábiles.
next-partly-refunded = Se devolvió una parte al medio con el que pagaste. Si el importe no cuadra, toca «Hablar con una persona».

## No encontrado

refused-no-match =
    No coincide. Revisa, por favor:
    • que al número de pedido no le falte ni le sobre nada
    • que el contacto sea el que dejaste al comprar
    • las mayúsculas de la contraseña; si no pusiste, elige «No puse contraseña»
    Si aun así no sale, una persona puede comprobar tu pago.
refused-too-many-tries = Han sido muchos intentos, así que paro un rato para proteger tu pedido. Prueba en { $wait } o pide a una persona que revise tu pago.
refused-too-soon = La clave de este pedido se envió hace un momento, está más arriba. Puedo reenviarla en { $wait }; si no la ves, habla con una persona.
refused-not-enough-proof = Con esto aún no puedo enviar la clave: así nadie más puede reclamarla. Una persona puede revisar tu pago y enviártela.
refused-no-keys = Ahora mismo este pedido no tiene claves que enviar. Lo más rápido es que lo mire una persona.
refused-shop-silent = { $shop } no responde en este momento. Prueba en unos minutos o habla con una persona.
refused-shop-silent-noted = { $shop } no responde ahora. Tomé nota y te respondo aquí en cuanto vuelva, no hace falta esperar. ¿Tienes prisa? Habla con una persona.
refused-shop-silent-for-long = Lo siento, { $shop } lleva un día sin responder. Toca "Hablar con una persona" y revisamos tu pago.
refused-shop-removed = { $shop } ya no está conectada aquí. Toca "Hablar con una persona" y revisamos tu pago.
shop-nameless = El sistema de la tienda
shop-back = { $shop } ya responde. Habías preguntado:
shop-back-order = { $shop } ya responde. Habías preguntado por el pedido { $number }:
no-keys-owed = El pedido { $number } aún no tiene clave que enviar. { $next }
no-keys-by-status = El pedido { $number } no tiene clave que enviar. { $next }
wait-minutes =
    { $minutes ->
        [one] 1 minuto
       *[other] { $minutes } minutos
    }
wait-hours =
    { $hours ->
        [one] 1 hora
       *[other] { $hours } horas
    }
wait-days =
    { $days ->
        [one] 1 día
       *[other] { $days } días
    }

## Claves

keys-which = ¿De qué pedido quieres la clave?
keys-here =
    { $count ->
        [one] Aquí tienes la clave del pedido { $number }; toca o mantén pulsado para copiarla:
       *[other] Aquí tienes las { $count } claves del pedido { $number }; toca o mantén pulsado para copiarlas:
    }
keys-safety = 🔒 Las claves son solo para ti. No se las mandes a nadie; nuestro equipo nunca te las pedirá.
keys-vanish = 🕒 Por seguridad, este mensaje desaparece en { $time }. Guarda la clave; puedes pedírmela otra vez.
