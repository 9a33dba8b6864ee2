# Mientras alguien adivina pedidos: lo que leen los compradores.

check-first = Solo unos segundos: alguien está probando pedidos ajenos ahora mismo, así que antes hago una comprobación rápida. No tienes que tocar ni escribir nada: sigo solo.
refused-check-first = Ahora hay una comprobación automática antes de buscar pedidos. Un momento, por favor.
