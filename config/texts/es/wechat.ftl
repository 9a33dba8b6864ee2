# Lo que se dice en WeChat además de la charla: cómo ver respuestas posteriores y archivos que no se pueden enviar.

wechat-later = Recibido, lo estoy mirando. Envía «{ $word }» en un momento para ver la respuesta.
wechat-nothing-new = Aún no hay nada nuevo. En cuanto lo haya, te estará esperando; envía lo mismo más tarde.
wechat-more = Quedan { $count } más: envía «{ $word }» para seguir leyendo.
wechat-how = Para ver respuestas posteriores, envía «{ $word }».
wechat-no-file =
    { $name ->
        [none] Hay un archivo que WeChat no admite. Si lo necesitas, dímelo y te lo hago llegar de otra forma.
       *[other] WeChat no admite el archivo «{ $name }». Si lo necesitas, dímelo y te lo hago llegar de otra forma.
    }
