# Páginas de inicio y cierre de sesión, activación, recuperación y puesta en marcha.

company-name = Nombre de la empresa
your-name = Su nombre
identifier = Correo electrónico o usuario
mail-from = Remitente
to-continue-to = para continuar a { $module }
step-out-of-time = Su sesión ha terminado. Vuelva a iniciar sesión para continuar.

identify-heading = Iniciar sesión

company-heading = Su empresa
company-hint = Un nombre de usuario solo se conoce dentro de una empresa. También puede volver atrás y usar su correo electrónico.

password-heading = Escriba su contraseña
log-in = Iniciar sesión
password-needed = Escriba su contraseña.

code-heading = Escriba su código
code-label = Código de 6 dígitos de su aplicación de autenticación
code-use-recovery = Usar un código de recuperación

recovery-heading = Usar un código de recuperación
recovery-label = Código de recuperación
recovery-hint = Uno de los códigos que guardó al configurar su aplicación de autenticación. Cada uno sirve una sola vez.
recovery-use-authenticator = Usar la aplicación de autenticación

choose-heading = Elija una cuenta
choose-count =
    { $count ->
        [one] Su cuenta pertenece a una empresa.
       *[other] Su cuenta pertenece a { $count } empresas.
    }
choose-which-open = ¿Cuál quiere abrir en { $module }?
choose-which-work = ¿Para cuál quiere trabajar?
choose-by = por { $partner }
role-master = Master
role-billing = Facturación
role-user = Estándar

activation-due-heading = Confirme su correo electrónico
activation-due-lead = Su contraseña es correcta. Falta una cosa: su dirección aún no está confirmada.
activation-due-mail = Un mensaje con un enlace va camino de la dirección de su cuenta. Abra el enlace y podrá continuar.
activation-due-again = Enviar de nuevo el mensaje
junk = ¿Nada después de cinco minutos? Mire en la carpeta de correo no deseado.

activate-heading = Active su cuenta
activate-lead = { $partner } ha creado una cuenta para usted. Elija la contraseña con la que iniciará sesión.
activate-button = Activar la cuenta
activate-next = Después configurará una aplicación de autenticación. Tenga su teléfono a mano.

new-password-hint =
    { $min ->
        [one] Al menos { $min } carácter. Unas pocas palabras sin relación entre sí son seguras y fáciles de recordar.
       *[other] Al menos { $min } caracteres. Unas pocas palabras sin relación entre sí son seguras y fáciles de recordar.
    }
password-repeat = Contraseña, otra vez
strength-0 = Fácil de adivinar
strength-2 = Podría adivinarse
strength-3 = Buena
strength-4 = Muy segura

accept-heading = Acepte la invitación
accept-lead = { $partner } desea trabajar con usted.
accept-body = Usted ya tiene una cuenta. Inicie sesión con ella: su contraseña y su aplicación de autenticación no cambian, y sus otras empresas tampoco.
accept-button = Iniciar sesión y aceptar
accept-foot = ¿No es lo que desea? Cierre esta página y no cambiará nada.

enrol-heading = Configure la aplicación de autenticación
enrol-reason = Aquí todas las personas inician sesión con un segundo factor.
enrol-picture = Código QR que añade { $account } a su aplicación de autenticación
enrol-by-hand = Escribir la clave a mano
enrol-secret = Clave
enrol-issuer = Emisor
enrol-kind = Tipo
enrol-kind-totp = Por tiempo, 6 dígitos, cada 30 segundos
enrol-step-1 = Abra una aplicación de autenticación en su teléfono. Sirve cualquiera, también la que ya tiene.
enrol-step-2 = Añada una cuenta y apunte la cámara a la imagen.
enrol-step-3 = Escriba los seis dígitos que la aplicación muestra ahora.
enrol-code = Código de 6 dígitos
enrol-button = Verificar y continuar

codes-heading = Guarde sus códigos de recuperación
codes-lead = Sin su teléfono, uno de estos códigos le da acceso. Cada uno sirve una sola vez. Solo se muestran ahora.
codes-label = Códigos de recuperación
codes-download = Descargar como archivo de texto
codes-saved = He guardado estos códigos
codes-needed = Guarde primero los códigos y marque después la casilla. No se volverán a mostrar.
codes-file = Códigos de recuperación de { $account } en { $address }
codes-file-once = Cada uno sirve una sola vez.

forgot-heading = ¿Ha olvidado su contraseña?
forgot-lead = Le enviamos un enlace para elegir una nueva.
forgot-company = Nombre de la empresa (solo con nombre de usuario)
forgot-button = Enviar el enlace
forgot-company-needed = { $fault } Es necesario con un nombre de usuario.

forgot-sent-heading = Mire en su correo
forgot-sent-lead = Si { $identifier } tiene una cuenta aquí, un enlace para elegir una nueva contraseña va en camino.
forgot-sent-junk = ¿Nada después de cinco minutos? Mire en la carpeta de correo no deseado o compruebe que ha escrito el nombre como lo conoce su empresa.
forgot-sent-back = Volver al inicio de sesión

reset-heading = Elija una nueva contraseña
reset-button = Guardar la contraseña
reset-foot = Su aplicación de autenticación no cambia.

first-run-heading = Poner en marcha esta instalación
first-run-lead = Esto ocurre una sola vez: se crean la primera empresa y su primera cuenta de administración, que nunca puede quedar bloqueada.
first-run-token = Token de un solo uso
first-run-token-hint = El servidor lo mostró al arrancar.
first-run-company = Nombre de su empresa
first-run-email = Su correo electrónico
first-run-email-hint = Allí se envía un enlace para activar su cuenta.
first-run-button = Poner en marcha

first-run-done-heading = La instalación está en marcha
first-run-done-lead = Un mensaje a { $email } va en camino. Su enlace activa la cuenta.
first-run-done-1 = Abra el enlace del mensaje.
first-run-done-2 = Elija una contraseña.
first-run-done-3 = Configure una aplicación de autenticación. Tenga su teléfono a mano.
first-run-done-foot = El token ya se ha usado y no se acepta de nuevo.

sign-out-heading = ¿Cerrar sesión?
sign-out-lead = Esto termina su sesión aquí y en los módulos que abrió con ella.
sign-out-nobody = Nadie ha iniciado sesión en este navegador. Puede continuar de todos modos.

signed-out-heading = Ha cerrado la sesión
signed-out-lead = Su sesión aquí ha terminado.
signed-out-told = Su sesión aquí ha terminado. Se pidió a estos módulos que terminaran la suya:
signed-out-again = Volver a iniciar sesión
signed-out-foot = En un equipo compartido, cierre también el navegador.

confirm-heading = Confirme que es usted
confirm-lead =
    { $minutes ->
        [one] Lo que sigue merece protección, y su última prueba tiene más de { $minutes } minuto.
       *[other] Lo que sigue merece protección, y su última prueba tiene más de { $minutes } minutos.
    }
confirm-button = Confirmar
confirm-by-password = Usar la contraseña
confirm-your-password = Su contraseña
confirm-with-password = Confirmar con contraseña
confirm-not-enough = Una contraseña sola no basta para esto.
confirm-no-phone = ¿No tiene el teléfono a mano? Vuelva a iniciar sesión con un código de recuperación:

enrol-anew-heading = Configure de nuevo su segundo factor
enrol-anew-lead = Sus segundos factores se han restablecido.
enrol-anew-body = Tenga su teléfono a mano. Escriba su contraseña, configure su aplicación de autenticación y volverá a tener acceso.
enrol-anew-foot = El enlace funciona una sola vez. ¿No lo esperaba? Cierre esta página y pregunte a su administración.
enrolment-due-lead = Su contraseña es correcta. Sus segundos factores se han restablecido para que pueda configurar otros nuevos.
enrolment-due-body = Un correo con un enlace va camino de la dirección de su cuenta. Abra el enlace y podrá continuar. Así, quien solo conozca su contraseña no puede hacerlo en su lugar.
enrolment-due-foot = ¿Nada después de cinco minutos? Mire en la carpeta de correo no deseado e inicie sesión otra vez: llegará otro correo.

post-answer-heading = Un momento
post-answer-lead = Se le dirige a { $host }.

device-heading = Conectar un dispositivo
device-label = Código que muestra el dispositivo
device-hint = Ocho letras. Mayúsculas, guiones y espacios no importan.
device-foot = ¿Alguien le ha enviado este código? Entonces no continúe: quien empezó en el dispositivo iniciaría sesión como usted.
device-question-heading = ¿Permitir este dispositivo?
device-question-lead = Un dispositivo quiere iniciar sesión como usted. Continúe solo si lo ha empezado usted ahora mismo y muestra el mismo código.
device-module = Módulo
device-begun-from = Empezado desde
device-begun = Empezado
device-begun-ago =
    { $minutes ->
        [0] hace menos de un minuto
        [one] hace { $minutes } minuto
       *[other] hace { $minutes } minutos
    }
device-allow = Permitir
device-deny = No, no he sido yo
device-done-heading = El dispositivo está conectado
device-done-lead = Continúe en el dispositivo: { $module } iniciará su sesión allí en unos segundos. Puede cerrar esta página.
device-denied-heading = El dispositivo se ha rechazado
device-denied-lead = Nadie ha iniciado sesión en { $module }. Si alguien le pidió el código, avise a su administración.

email-confirm-heading = Confirme su nueva dirección
email-confirmed-heading = Su dirección ha cambiado
email-stop-heading = Detener el cambio de dirección
email-stopped-heading = Su dirección no cambia
email-before = Antes
email-new = Nueva
email-undone = La dirección anterior vuelve a ser válida y se han cerrado todas las sesiones abiertas en su cuenta.
email-stopped = La nueva dirección no será válida.
email-choose-password = Elija ahora una nueva contraseña: quien pidió el cambio había iniciado sesión como usted.
email-confirmed = Desde ahora inicia sesión con la nueva dirección.
email-confirm = Confirme que este buzón es suyo. Desde entonces iniciará sesión solo con la nueva dirección.
email-undo = La nueva dirección ya es válida. Puede recuperar la anterior: entonces se cerrarán todas las sesiones abiertas en su cuenta.
email-stop = La nueva dirección aún no es válida, y no lo será si la detiene.
email-undo-button = Recuperar la dirección anterior
email-stop-button = Detener el cambio

# passkeys
passkey-heading = Use su clave de acceso
passkey-none-here = Este navegador no puede usar claves de acceso, o sus scripts están desactivados. Un código de recuperación le permite entrar.
passkey-use = Usar una clave de acceso
passkey-confirm = Confirmar con una clave de acceso
passkey-failed = Ninguna clave de acceso ha respondido. Inténtelo de nuevo o elija otra forma.
passkey-sign-in = Iniciar sesión con una clave de acceso

# teléfonos
phone-heading = Responda en su teléfono
phone-lead = Su teléfono pregunta si es usted. Escriba allí este número:
phone-number = Número para su teléfono
phone-waits =
    { $seconds ->
        [one] La pregunta espera un segundo más.
       *[other] La pregunta espera { $seconds } segundos más.
    }
phone-open = ¿No hay aviso en el teléfono? Abra allí la página con la que lo configuró.
phone-answered = He respondido
phone-ask = Preguntar a mi teléfono
phone-ask-again = Preguntar otra vez a mi teléfono
phone-code-instead = Usar un código en su lugar
phone-over = El minuto ha pasado y no ha entrado nadie.
phone-wrong-number = En el teléfono se escribió otro número, así que no ha entrado nadie.
phone-approved = Su teléfono ha dicho que sí.
