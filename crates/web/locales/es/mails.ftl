# Correos.

mail-hello = Hola:
mail-hello-name = Hola, { $name }:
mail-copy-address = O copie esta dirección en su navegador:
mail-works-until = Válido hasta
mail-when = Cuándo
mail-asked-from = Solicitado desde
mail-was-it-you = Si fue usted, no tiene que hacer nada. Si no, elija enseguida una nueva contraseña con «{ forgot-password }» en la página de inicio de sesión y avise a su administración.

mail-activation-subject = Active su cuenta en { $partner }
mail-activation-heading = Active su cuenta
mail-activation-body = { $partner } ha creado una cuenta para usted. Confirme su dirección, elija una contraseña y configure una aplicación de autenticación. Tenga su teléfono a mano.
mail-activation-after = El enlace funciona una sola vez. Si no esperaba este correo, no haga nada: sin el enlace no ocurre nada.

mail-invitation-subject = { $partner } le invita
mail-invitation-heading = Tiene una invitación
mail-invitation-body = { $partner } desea trabajar con usted. Ya tiene una cuenta: inicie sesión con ella para aceptar. Su contraseña y su aplicación de autenticación no cambian.
mail-invitation-after = El enlace funciona una sola vez. Si no lo desea, no haga nada: sin el enlace no ocurre nada.

mail-reset-subject = Elija una nueva contraseña
mail-reset-body = Alguien, esperamos que usted, ha pedido una nueva contraseña para esta dirección. Después seguirá necesitando su aplicación de autenticación.
mail-reset-after = El enlace funciona una sola vez. Si no fue usted, no haga nada: su contraseña no cambia.

mail-changed-subject = Su contraseña ha cambiado
mail-changed-body = La contraseña de su cuenta ha cambiado. La anterior ya no sirve.

mail-enrolled-subject = Se ha añadido una aplicación de autenticación
mail-enrolled-body = Se ha configurado una aplicación de autenticación para su cuenta. Desde ahora se pedirá en cada inicio de sesión.
mail-enrolled-after = Si fue usted, no tiene que hacer nada. Si no, avise enseguida a su administración: puede retirarla y cerrar todas las sesiones.

mail-recovery-subject = Se ha usado un código de recuperación
mail-recovery-body = Alguien ha iniciado sesión en su cuenta con uno de sus códigos de recuperación en lugar de la aplicación de autenticación.
mail-recovery-left =
    { $left ->
        [0] No queda ninguno. Cree otros nuevos en «{ my-settings }».
        [one] Queda uno.
       *[other] Quedan { $left }.
    }

mail-test-subject = Los correos llegan
mail-test-body = Ha pedido esta prueba en los ajustes del servidor de correo. Ha llegado, así que también llegarán las invitaciones y los enlaces.
mail-test-after = Vuelva a los ajustes y ponga el servidor en uso, si aún no lo ha hecho.
mail-blocked-subject = Muchos intentos fallidos en su cuenta
mail-blocked-body = Alguien ha probado muchas contraseñas o códigos incorrectos en su cuenta, por lo que los intentos siguientes se han ralentizado. Ninguno ha tenido éxito y su acceso no está bloqueado.
mail-blocked-after = Si se equivocó al escribir su contraseña, no tiene que hacer nada. Si no fue usted y usa la misma contraseña en otro sitio, elija una nueva con «{ forgot-password }» en la página de inicio de sesión.

mail-factors-again = Alguien ha iniciado sesión con su contraseña. Antes de entrar, configure un nuevo segundo factor.
mail-factors-by = { $by } ha retirado sus aplicaciones de autenticación, claves de acceso, teléfonos y códigos de recuperación, y se han cerrado todas sus sesiones. Configure un nuevo segundo factor para volver a iniciar sesión.
mail-factors-button = Configurar un segundo factor
mail-factors-after = El enlace funciona una sola vez y también se pide su contraseña. ¿No lo esperaba? No comparta el enlace, elija una nueva contraseña con «{ forgot-password }» en la página de inicio de sesión y pregunte a su administración.

notice-after = Si fue usted, no tiene que hacer nada. Si no, elija enseguida una nueva contraseña con «{ forgot-password }» en la página de inicio de sesión y avise a su administración: puede restablecer sus factores y cerrar todas las sesiones.
notice-codes-subject = Se han creado nuevos códigos de recuperación
notice-codes = Se han creado nuevos códigos de recuperación para su cuenta. Los anteriores ya no sirven.
notice-authenticator-added = Se ha configurado otra aplicación de autenticación para su cuenta. Sus códigos también dan acceso.
notice-authenticator-removed-subject = Se ha retirado una aplicación de autenticación
notice-authenticator-removed = Se ha retirado una aplicación de autenticación de su cuenta. Sus códigos ya no sirven.
notice-passkey-added-subject = Se ha añadido una clave de acceso
notice-passkey-added = La clave de acceso «{ $name }» se ha añadido a su cuenta. Quien la tenga y pueda desbloquearla puede iniciar sesión como usted.
notice-passkey-removed-subject = Se ha retirado una clave de acceso
notice-passkey-removed = La clave de acceso «{ $name }» se ha retirado de su cuenta. Ya no da acceso a nadie.
notice-passkey-cloned-subject = Se ha bloqueado una clave de acceso
notice-passkey-cloned = La clave de acceso «{ $name }» respondió con un contador ya visto, como lo haría una copia. Se ha bloqueado y retirado. Inicie sesión de otra forma y añádala de nuevo si aún la tiene.
notice-phone-added-subject = Se ha configurado un teléfono
notice-phone-added = El teléfono «{ $name }» se ha configurado para su cuenta. Se le pregunta primero cuando usted inicia sesión.
notice-phone-removed-subject = Se ha quitado un teléfono
notice-phone-removed = El teléfono «{ $name }» se ha quitado de su cuenta. Ya no se le pregunta.
notice-phone-denied-subject = Se ha rechazado un inicio de sesión
notice-phone-denied = En el teléfono «{ $name }» se respondió «No he sido yo», así que ese inicio de sesión terminó. Quien lo empezó conoce su contraseña.
notice-email-subject = Su correo electrónico ha cambiado
notice-email = Desde ahora inicia sesión con { $email }, y los correos se envían allí.
notice-email-undone-subject = Su correo electrónico se ha restablecido
notice-email-undone = El cambio de su correo electrónico se ha deshecho y se han cerrado todas las sesiones abiertas en su cuenta.

mail-confirm-subject = Confirme su nuevo correo electrónico
mail-confirm-body = Ha pedido iniciar sesión con esta dirección desde ahora. Confirme que es suya; hasta entonces vale la anterior.
mail-confirm-button = Confirmar la dirección
mail-confirm-after = ¿No lo ha pedido? No haga nada y no cambiará nada.

mail-change-subject = Su correo electrónico va a cambiar
mail-change-body = Alguien que ha iniciado sesión en su cuenta quiere usar desde ahora { $email }. Si fue usted, aquí no tiene que hacer nada: confírmelo desde el correo enviado allí.
mail-change-button = No he sido yo: detener
mail-change-after = El enlace funciona también cuando el cambio se ha confirmado: recupera esta dirección y cierra todas las sesiones. Elija después enseguida una nueva contraseña con «{ forgot-password }» en la página de inicio de sesión.

mail-wanted-subject = Su correo electrónico se ha indicado para otra cuenta
mail-wanted-body = Alguien con otra cuenta quiso cambiar su dirección por la de usted. No se ha hecho, porque usted ya inicia sesión con ella.
mail-wanted-after = Si fue usted, con una segunda cuenta, siga usando esta para esta dirección. Si no, no tiene que hacer nada.

mail-access-subject = { $partner } le da acceso
mail-access-heading = Tiene acceso
mail-access-body = { $partner } ha abierto su portal de clientes para usted. Inicie sesión con la dirección a la que llegó este correo.
mail-access-setup = { $partner } ha abierto su portal de clientes para usted. Siga el enlace para configurar su acceso, o para aceptar con la cuenta que ya tiene. Tenga su teléfono a mano.
mail-access-button = Iniciar sesión
mail-access-button-setup = Configurar el acceso
mail-access-address = Inicia sesión con
mail-access-may = Lo que puede hacer
mail-access-after = Si no esperaba este correo, no haga nada o pregunte a { $partner }.
may-see-invoices = ver facturas
may-pay-invoices = pagar facturas
may-see-credits = ver saldos y pagos
may-see-tickets = ver tickets
may-make-tickets = crear tickets
may-see-quotes = ver presupuestos
may-see-contracts = ver contratos
