# Lo que oye quien compra cuando una persona toma el relevo.

handover-asked = Claro, ya avisé a una persona.
handover-two-misses = No logré entenderlo, así que pedí a una persona que te ayude.
handover-complaint = Lo siento mucho. Una persona se ocupa de esto y puede ver nuestra conversación.
handover-no-key = Pagado y sin clave: lo pasé como urgente.
handover-faq-priority = Esto es importante, así que también lo tiene ya una persona.
handover-came-back = Recibido, es lo mismo de antes, ¿verdad? Vuelve a estar con nuestro equipo.
handover-unsolved = Sigue sin resolverse, entiendo. Una persona continúa con ello.
handover-shop-silent = El sistema de la tienda no responde, así que lo buscará una persona.
handover-delivery = Puede que esa clave no te haya llegado. Una persona lo está comprobando, no hace falta pedir de nuevo.
handover-now = Te responderán aquí mismo. Sigue escribiendo; las capturas ayudan.
handover-later = Nuestro horario es { $hours }; te responderemos en cuanto abramos, a las { $opens }. Deja aquí los detalles y las capturas.
passed-on = Se lo pasé. Te responden en cuanto lo vean.
still-waiting = Nuestro equipo sigue ocupado. No te hemos olvidado, un poquito más, por favor.
agent-arrived = { $agent } ya está aquí y te ayuda desde ahora.
agent-asks-proof = Nuestro equipo quiere comprobar antes tu pedido.
agent-forwarded = ↪️ Mensaje reenviado
closed = Eso es todo por ahora. Si no quedó resuelto, toca «Sigue sin resolverse» o escríbeme.
back-to-bot = De acuerdo, sin persona. Sigo yo contigo.
