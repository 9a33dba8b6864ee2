# Mientras alguien adivina pedidos: lo que leen los compradores.

check-first = Solo dos segundos: alguien está probando pedidos ajenos ahora mismo, así que hago una comprobación rápida de tu lado. No hace falta escribir nada otra vez, sigo solo.
refused-check-first = Ahora hay una comprobación automática antes de buscar pedidos. Un momento, por favor.
