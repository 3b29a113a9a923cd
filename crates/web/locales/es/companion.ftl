# La página en el teléfono que responde cuando su dueño inicia sesión.

companion-heading = Iniciar sesión con este teléfono
companion-short = Iniciar sesión
companion-impossible = Este navegador no puede guardar una clave, o sus scripts están desactivados. Los códigos de una aplicación de autenticación funcionan en todas partes.
companion-register-lead = Deje que este teléfono responda cuando usted inicie sesión. El código está en «{ my-settings }», en la pantalla donde ha iniciado sesión.
companion-code = Código de la otra pantalla
companion-home-screen = En un iPhone o iPad, añada primero esta página a la pantalla de inicio y ábrala desde allí.
companion-register = Configurar este teléfono
companion-first-lead = Falta un paso: escriba el número que muestra ahora la otra pantalla.
companion-number = Número de la otra pantalla
companion-idle = Este teléfono está configurado. Cuando inicie sesión, la pregunta aparecerá aquí.
companion-wake = Avisarme de las preguntas
companion-wake-on = Este teléfono avisa cuando hay una pregunta.
companion-wake-off = Los avisos no funcionan aquí. Abra esta página cuando inicie sesión.
companion-question-lead = Alguien que conoce su contraseña está iniciando sesión. ¿Es usted? Entonces escriba el número de la otra pantalla.
companion-browser = Navegador
companion-yes = Sí, soy yo
companion-not-me = No, no he sido yo
companion-approved = Era correcto. Siga en la otra pantalla.
companion-denied = No ha entrado nadie. Puede que alguien conozca su contraseña: elija ahora una nueva en «{ my-settings }».
companion-gone = Este teléfono ya no está configurado.
companion-anew = Configurarlo de nuevo
companion-offline = El inicio de sesión no está disponible en este momento. Esta página lo sigue intentando.
companion-notice-title = ¿Está iniciando sesión?
companion-notice-body = Abra esto para responder.
