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
