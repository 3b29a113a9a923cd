# «Mis módulos», el lanzador y lo que los rodea.

menu = Menú
navigation = Portal
your-account = Su cuenta: { $name }
nav-profile = Perfil
nav-security = Seguridad
nav-devices = Sesiones y dispositivos
nav-activity = Actividad
nav-order = Orden de mis módulos

open-hub = Abrir Vestibule
find-module = Buscar un módulo
find = Buscar
show-all = Mostrar todos
by-group = por el grupo { $group }
last-sign-in = Último inicio de sesión: { $when }, { $device }.
modules-found =
    { $count ->
        [0] Nada para «{ $query }»
        [one] Un módulo para «{ $query }»
       *[other] { $count } módulos para «{ $query }»
    }
modules-no-such = Ningún módulo se llama así
modules-fewer = Pruebe con menos letras.
modules-none = Aún no tiene ningún módulo disponible.
modules-none-short = Un Master de su empresa los concede.
modules-none-long = Un Master de { $partner } concede los módulos, a usted o a uno de sus grupos. Aparecen aquí en cuanto se haga.
modules-closed = No disponibles para usted

language-heading = Idioma y zona horaria
language-lead = En qué idioma le hablan las páginas y los correos, y en qué zona se indican las horas.
language-of-browser = Según el navegador
language-saved = El idioma y la zona horaria se han guardado.
time-zone = Zona horaria
time-zone-now = Allí es ahora: { $now }
time-zone-of-browser = Usar la zona de este navegador:
save = Guardar

module-urls = Direcciones de los módulos
module-urls-lead = Dónde se abre cada uno de sus módulos y cuál de sus cuentas abre.
module-urls-module = Módulo
module-urls-address = Se abre en
module-urls-account = Su cuenta
module-urls-none = Ninguna que el portal conozca
module-urls-since = desde { $when }
module-urls-wrong = Pertenece a la región { $region }
module-urls-unlink = Desvincular
module-urls-unlinked = La cuenta ya no está vinculada a su cuenta del portal. Su propio inicio de sesión sigue funcionando.
module-urls-help = ¿Una dirección de la región equivocada? Un máster la corrige en los ajustes del módulo. Las cuentas que se encuentran por su correo electrónico o su nombre de usuario, o que el portal ha creado, no necesitan ningún vínculo suyo.
