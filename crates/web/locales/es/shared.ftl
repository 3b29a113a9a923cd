# Lo que aparece en muchas páginas.

my-modules = Mis módulos
my-settings = Mis ajustes
choose-language = Idioma
skip = Ir al contenido
fault-mark = Error:
fault-title = Error: { $heading }
faults =
    { $count ->
        [one] Hay un dato que corregir
       *[other] Hay { $count } datos que corregir
    }
not-you = ¿no es usted?
account = Cuenta
password = Contraseña
next = Siguiente
go-on = Continuar
cancel = Cancelar
verify = Verificar
sign-in = Iniciar sesión
sign-out = Cerrar sesión
start-again = Empezar de nuevo
go-to-start = Ir al inicio
go-to-my-modules = Abrir «{ my-modules }»
forgot-password = ¿Ha olvidado la contraseña?
stay-signed-in = Seguir con la sesión
choose-another-account = Elegir otra cuenta
another-account = Usar otra cuenta
go-back-to = Volver a { $module }
go-to-your-modules = Ir a sus módulos

moment = { $day } de { $month } de { $year }, { $hour }:{ $minute }
moment-zoned = { $day } de { $month } de { $year }, { $hour }:{ $minute } { $zone }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

device = { $browser } en { $system }
device-unknown = Un navegador
