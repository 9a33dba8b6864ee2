# Lotes defectuosos, para compradores.

button-incident-replace = Quiero una clave nueva
button-incident-refund = Quiero el reembolso

incident-replace = Ya lo sabemos: algunas claves de { $goods } que vendimos no sirven, y tu pedido { $number } está entre ellas. ¡Perdona las molestias! No hace falta captura ni seguir probando: toca abajo y te doy una nueva.
incident-refund = Ya lo sabemos: algunas claves de { $goods } que vendimos no sirven, y tu pedido { $number } está entre ellas. ¡Perdona las molestias! No hace falta captura: toca abajo y te devolvemos { $amount }.
incident-wait = Ya lo sabemos: algunas claves de { $goods } que vendimos no sirven, y tu pedido { $number } está entre ellas. ¡Perdona las molestias! Estamos en ello y tu pedido está anotado, no hace falta preguntar otra vez. Por ahora no pruebes más la clave.
incident-refunded = El { $goods } del pedido { $number } no servía, y tu dinero ya vuelve por donde vino, normalmente en 1–3 días hábiles.
incident-new-key = Algunas de nuestras claves no sirven, perdona las molestias. El pedido { $number } ya está arreglado: usa lo de abajo, la clave anterior ya no vale. Toca para copiar:
incident-paid-back = Algunas de nuestras claves no sirven, perdona las molestias. { $amount } del pedido { $number } vuelven por donde vinieron, normalmente en 1–3 días hábiles.
incident-no-stock = Las claves nuevas se acaban de agotar. El pedido { $number } está el primero en la cola: te llega aquí en cuanto haya más, no hace falta preguntar otra vez. Si te urge, toca abajo para hablar con alguien.
incident-under-way = Ya estamos con el pedido { $number }, un momento.
incident-gone = El pedido { $number } ya está arreglado. Toca abajo para ver sus claves otra vez, o habla con alguien si algo sigue mal.
incident-shop-silent = La tienda no responde ahora mismo. Ya lo he anotado: en cuanto vuelva te llega aquí, no hace falta tocar otra vez.
