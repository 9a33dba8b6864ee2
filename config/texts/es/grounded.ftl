# Respuestas que un modelo de lenguaje escribe a partir de las preguntas frecuentes.
grounded-mark = 🤖 Respuesta automática. Toca abajo para ver el texto completo, o habla con una persona si no es correcta.
