# Novedades de los pedidos, sin que pregunte: breves y una sola vez.

button-notices-off = Sin avisos
button-notices-on = Activar avisos
notice-paid = Recibimos tu pago: { $items } (pedido { $number }). En cuanto salga la clave te aviso por aquí.
notice-owed = El pedido { $number } ({ $items }) está pagado y aún no tiene clave. Ya estoy pendiente y el equipo lo sabe. Te escribo en cuanto haya novedades.
notice-owed-since = El pedido { $number } ({ $items }), pagado { $time }, aún no tiene clave. Ya estoy pendiente y el equipo lo sabe. Te escribo en cuanto haya novedades.
notice-partly = Ya salió una parte de las claves del pedido { $number } ({ $items }). Sigo pendiente del resto y te aviso. Toca «Reenviar la clave» para ver las que ya están.
notice-delivered = ✅ Ya están las claves del pedido { $number }: { $items }. Toca «Reenviar la clave» y te las envío aquí.
notice-refunded = El pedido { $number } ya está reembolsado. El dinero vuelve por donde vino, normalmente en 1–3 días hábiles.
notice-partly-refunded = Se reembolsó una parte del pedido { $number } por la misma vía. Dime si el importe no cuadra.
notice-at-gateway = El dinero del pedido { $number } ({ $items }) ya está en el servicio de pago, solo falta que llegue a la tienda. Nuestro equipo lo sabe y lo está resolviendo. No pagues otra vez; te aviso aquí cuando haya novedades.
notice-off = De acuerdo, no te escribo más sobre tus pedidos sin que preguntes. Para volver a recibirlos, di «activar avisos».
notice-on = De acuerdo, te aviso en cuanto haya novedades de un pedido.
