# Lo que Telegram muestra además de la charla: el menú de comandos, los botones de copiar.

telegram-command-order = Buscar un pedido
telegram-command-keys = Reenviar mi clave
telegram-command-mine = Mis pedidos
telegram-command-faq = Preguntas frecuentes
telegram-command-person = Hablar con una persona
telegram-command-lang = Idioma / Language
telegram-copy-key = 📋 Copiar la clave
telegram-copy-key-number = 📋 Copiar la clave { $number }
