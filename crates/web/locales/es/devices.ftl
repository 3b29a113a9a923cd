# «Mis ajustes»: dónde hay sesiones abiertas y qué navegadores son conocidos.

sessions-heading = Dónde tiene sesiones abiertas
sessions-none = No hay ninguna sesión abierta.
sessions-unknown = ¿No reconoce alguna? Ciérrela y elija después una nueva contraseña.
sessions-all = Todas las sesiones y dispositivos
session-device = Dispositivo
session-address = Dirección
session-begun = Inicio
session-seen = Última actividad
session-end = Terminar
session-this = Esta sesión
session-sign-out = Cerrar sesión
session-end-others = Cerrar las demás sesiones
session-ended = La sesión se ha cerrado.
session-over = Esa sesión ya estaba cerrada.
session-others-ended = Se han cerrado sus demás sesiones.

browsers-heading = Navegadores conocidos
browsers-none = Aún no hay ningún navegador conocido como suyo.
browsers-lead = Mientras otras personas intentan adivinar su contraseña, un navegador conocido le deja entrar sin esperar. Nunca sustituye a un factor. Olvidarlo no cierra su sesión.
browser-name = Navegador
browser-first-used = Primer uso
browser-last-sign-in = Último inicio de sesión
browser-this = Este navegador
browser-forget = Olvidar
browser-forgotten = El navegador se ha olvidado.
