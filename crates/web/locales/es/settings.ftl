# «Mis ajustes». Factores, dispositivos y actividad tienen sus propios archivos.

settings-lead = Qué se sabe de usted aquí y dónde tiene sesiones abiertas.
settings-you = Usted
settings-name = Nombre
settings-email = Correo electrónico
settings-username = Nombre de usuario
settings-company = Empresa
settings-role = Rol
settings-client = Cuenta de cliente
settings-change-profile = Cambiar nombre o dirección
settings-change-security = Cambiar contraseña, factores y códigos
settings-back = Volver
settings-back-to-security = Volver a «{ nav-security }»

profile-lead = Quién es usted aquí y adónde le llegan los correos.
profile-set-by-master = El nombre de usuario y el rol los define un Master de su empresa.
profile-saved = Su nombre se ha guardado.
profile-email = Correo electrónico
profile-email-now = Actual
profile-email-waits = Pendiente de confirmar
profile-email-new = Nueva dirección
profile-email-hint = Será válida cuando haya abierto el enlace que le enviamos allí. La dirección anterior recibe un aviso y puede detener el cambio.
profile-email-button = Cambiar dirección
profile-email-asked = Un correo va en camino a la nueva dirección. Abra el enlace que contiene y la dirección será válida.

my-password-change = Cambiar contraseña
my-password-lead = Aquí su sesión sigue abierta. En los demás sitios se cierra, y los módulos vuelven a preguntar.
my-password-current = Contraseña actual
my-password-changed = Su contraseña ha cambiado y se han cerrado sus demás sesiones.

order-lead = Los favoritos van primero. La lista en sus módulos sigue el mismo orden.
order-module = Módulo
order-move = Mover
order-favourite = Favorito
order-not-favourite = Quitar favorito
order-up = Subir
order-down = Bajar
