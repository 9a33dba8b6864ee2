# Después de la compra, para compradores.

keys-replaced = Gracias por tu paciencia. Aquí tienes una clave nueva del pedido { $number } en lugar de { $bad }. Tócala para copiarla:
