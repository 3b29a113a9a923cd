# «Mis ajustes»: cómo demuestra alguien quién es.

security-lead = Cómo demuestra que es usted. De cada cambio se le avisa por correo.
factors-heading = Segundo factor
factors-on = Activo
factors-none = Sin configurar
factors-none-long = No hay ningún segundo factor configurado. Se le pedirá en el próximo inicio de sesión.
factors-only-one = Su único segundo factor no se puede quitar. Añada primero otro.
factor-kind = Tipo
factor-added = Añadido
factor-last-used = Último uso
factor-never-used = nunca
factor-change = Cambiar
factor-remove = Quitar
factor-rename = Renombrar

authenticators-heading = Aplicaciones de autenticación
authenticators-none = No hay ninguna aplicación de autenticación configurada.
authenticator = Aplicación de autenticación
authenticator-numbered = Aplicación de autenticación { $number }
authenticator-add-or-replace = Añadir o sustituir una aplicación de autenticación
authenticator-add = Añadir una aplicación de autenticación
authenticator-step-open = Abra una aplicación de autenticación en su teléfono.
authenticator-replace = Ya no tengo mi teléfono anterior: quitar las aplicaciones que tenía
authenticator-add-button = Verificar y añadir
authenticator-added = La aplicación de autenticación se ha añadido.
authenticator-removed = La aplicación de autenticación se ha quitado.

passkeys-heading = Claves de acceso
passkeys-none = Aún no hay ninguna clave de acceso. Con ella inicia sesión con huella, rostro o PIN, sin contraseña ni código, y ningún sitio que imite a este puede usarla.
passkey = Clave de acceso
passkey-synced = sincronizada por su fabricante
passkey-on-one-device = en un solo dispositivo
passkey-name = Nombre de la clave de acceso
passkey-name-hint = Para reconocerla en la lista.
passkey-name-kept = El nombre no se ha cambiado: estaba vacío o era demasiado largo.
passkey-add = Añadir una clave de acceso
passkey-add-lead = Se desbloquea con huella, rostro o PIN, y ningún sitio que imite a este puede usarla.
passkey-add-none-here = Este navegador no puede crear claves de acceso, o sus scripts están desactivados. Una aplicación de autenticación sí funciona aquí.
passkey-add-failed = No se ha creado ninguna clave de acceso. Inténtelo de nuevo o elija otro dispositivo.
passkey-add-button = Crear la clave de acceso
passkey-added = La clave de acceso se ha añadido.
passkey-removed = La clave de acceso se ha quitado.
passkey-renamed = La clave de acceso tiene su nuevo nombre.

codes-own-lead = Sin teléfono ni clave de acceso, uno de estos códigos le da acceso. Cada uno sirve una sola vez.
codes-make = Crear códigos nuevos
codes-make-lead = Recibe diez códigos nuevos. Los anteriores dejan de servir al instante, los guarde donde los guarde.
codes-left =
    { $count ->
        [0] No queda ninguno
        [one] Queda uno
       *[other] Quedan { $count }
    }
codes-left-long =
    { $count ->
        [0] No queda ningún código de recuperación
        [one] Queda un código de recuperación
       *[other] Quedan { $count } códigos de recuperación
    }
codes-new = Sus códigos nuevos
codes-shown-once = Solo se muestran ahora. Guárdelos en un lugar distinto del teléfono.
codes-have-saved = Los he guardado

phones-heading = Teléfonos
phones-none = Aún no hay ningún teléfono. Con uno, inicia sesión escribiendo en él dos cifras.
phones-first = Una vez configurado un teléfono, se le pregunta primero. Los códigos y las claves de acceso siguen disponibles a su lado.
phone-woken = recibe avisos
phone-by-itself = responde mientras su página está abierta
phone-name = Nombre del teléfono
phone-name-kept = El nombre no ha cambiado: estaba vacío o era demasiado largo.
phone-add = Configurar un teléfono
phone-added = El teléfono se ha configurado.
phone-removed = El teléfono se ha quitado.
phone-renamed = El teléfono tiene su nuevo nombre.
phone-not-added = No se ha configurado ningún teléfono. Empiece de nuevo cuando quiera.
phone-picture = Código QR que abre la página en su teléfono
phone-step-scan = Apunte la cámara del teléfono a la imagen y abra la página.
phone-step-code = Compruebe que muestra este código, o escríbalo allí:
phone-step-number = Después aparece aquí un número. Escríbalo en el teléfono.
phone-by-hand = Sin cámara
phone-by-hand-lead = Abra { $address } en el teléfono y escriba el código.
phone-here = Configurar este mismo dispositivo
phone-type-number = Escriba este número en el teléfono:
phone-go-on = Continuar
