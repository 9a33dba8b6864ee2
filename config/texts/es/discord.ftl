# Lo que Discord muestra además de la charla: el botón de contacto, los comandos, las invitaciones.

discord-contact-text = 👋 ¡Hola! Somos el soporte de { $shop }. Pedidos, claves perdidas, cualquier duda tras la compra: pregunta sin miedo. El chat solo lo ven tú y nuestro equipo.
discord-contact-button = 💬 Contactar con soporte
discord-invite = 👋 ¡Aquí estoy! Para que tu pedido quede en privado, hablemos a solas: toca el botón de abajo.
discord-come-dm = Te espero en los mensajes directos 👉 https://discord.com/channels/@me/{ $channel }
    ¿No hay nada? Permite los mensajes directos en la privacidad de este servidor y toca otra vez.
discord-come-thread = Tu chat privado está abierto 👉 <#{ $channel }>. Nadie más puede verlo.
discord-come-later = Ahora no pude abrir el chat. Toca otra vez en un momento, y perdona la espera 🙏
discord-seen = Recibido, te respondo aquí abajo 👇
discord-thread-title = Soporte · { $name }
discord-command-support = Contactar con soporte
discord-command-order = Buscar un pedido
discord-command-keys = Reenviar mi clave
discord-command-faq = Preguntas frecuentes
discord-command-lang = Idioma / Language
discord-option-number = Número de pedido (opcional)
