# Una misma persona en varias apps de chat: vincular, confirmar, desvincular.

button-link = Vincular otro chat
button-unlink = Desvincular
button-link-yes = Soy yo, vincular
button-link-no = No soy yo
link-code = Tu código de vinculación, válido 10 minutos y una sola vez:
link-code-how =
    Envíalo a nuestro bot desde tu otra app de chat y uniremos los dos chats.
    🔒 No se lo des a nadie. Nuestro equipo nunca te lo pedirá.
link-offered =
    Llegó un código de vinculación desde { $channel }. ¿Lo pediste tú?
    Al vincular, los pedidos y claves comprobados en un chat se ven en los dos. Si te lo dio otra persona, toca «No soy yo».
link-met =
    El pedido terminado en { $order } también se comprobó en otro chat de { $channel }.
    Si eres tú, vincúlalos y verás tus pedidos en los dos. Si no, no lo hagas: alguien más conoce su contraseña de consulta.
link-waits = Falta un paso: vuelve a tu chat de { $channel } y toca «Soy yo, vincular».
link-asked =
    Alguien envió tu código de vinculación en { $channel }. ¿Eres tú?
    Si tocas «Soy yo, vincular», ese chat podrá ver tus pedidos y claves.
link-asked-order =
    En { $channel } alguien comprobó tu pedido terminado en { $order } y dice que eres tú. ¿Es así?
    Si tocas «Soy yo, vincular», ese chat podrá ver todos los pedidos y claves que has comprobado.
link-linked = ✅ Vinculados: este chat y el de { $channel } ya son de la misma persona y los pedidos valen en los dos. Para separarlos, di «desvincular» cuando quieras.
link-unlinked = Desvinculado. Los otros chats ya no ven tus pedidos de aquí, y aquí queda solo lo que comprobaste aquí.
link-unlinked-there = Tu chat de { $channel } se desvinculó de este. Ya no comparten pedidos.
link-declined = De acuerdo, no se vinculó nada.
link-wrong = No se pudo vincular: el código no es correcto, caducó o ya se usó. Pide uno nuevo en tu otro chat.
link-same = Este código es de tu propio chat, no hace falta vincularlo. Envíalo desde tu otra app de chat.
link-too-many-tries = Han sido muchos intentos. Para proteger tus pedidos, espera { $wait }, por favor.
link-too-many-chats = Ya hay muchos chats vinculados y no caben más. Di «desvincular» en uno que no uses.
link-alone = Este chat no está vinculado con ningún otro.
link-in-private = Vincula tus chats hablando conmigo en privado. Aquí lo lee todo el mundo 🔒

## Cómo se llaman las apps

channel-web = la web
channel-telegram = Telegram
channel-wechat = WeChat
channel-wecom = WeChat (soporte)
channel-discord = Discord
channel-fake = prueba
