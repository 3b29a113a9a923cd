# Rechazos, por su código. El inglés está en el programa.

refusal-address_unreadable = La dirección contiene algo que no es texto.
    .title = Esta dirección no se puede leer
    .remedy = Ábrala de nuevo entera, desde el correo o la página.

refusal-affiliation_deactivated = Su cuenta en esta empresa se ha desactivado.
    .remedy = Pida a un Master de la empresa que la reactive.

refusal-affiliation_not_yours = Esa cuenta no pertenece a este inicio de sesión.
    .remedy = Elija una de las cuentas de la lista.

refusal-out_of_service = En este momento este portal no puede usar su base de datos.
    .title = Cerrado por un momento
    .remedy = Inténtelo de nuevo en un minuto y mire antes si lo último que hizo se ha conservado. Si continúa, avise a su administración.

refusal-broken = El fallo es nuestro y no se ha cambiado nada.
    .title = Algo ha fallado aquí
    .remedy = Inténtelo de nuevo en un minuto. Si se repite, dé a su administración la referencia de abajo.

refusal-busy = Muchas personas están iniciando sesión en este momento.
    .remedy = Inténtelo de nuevo en unos segundos.

refusal-client_unknown = El módulo que le ha enviado aquí no está registrado.
    .remedy = Abra el módulo desde «{ my-modules }». Su administración puede comparar client_id en ambos lados.

refusal-code_form = El código tiene seis dígitos.
    .remedy = Escriba los seis dígitos que muestra la aplicación de autenticación.

refusal-code_used = Este código ya se ha usado.
    .remedy = Espere el siguiente, hasta 30 segundos.

refusal-code_wrong = Este código no es correcto o ya no lo es.
    .remedy = Espere el siguiente código y escríbalo. Si los códigos nunca valen, ponga la hora del teléfono en automático.

refusal-company_deactivated = Su empresa está desactivada aquí.
    .remedy = Pida a su proveedor que reactive la empresa.

refusal-content_type = El formulario se envió de una forma que aquí no se entiende.
    .title = Esto no se puede leer
    .remedy = Envíelo como application/x-www-form-urlencoded, como hacen los navegadores.

refusal-credentials_mismatch = Este nombre y esta contraseña no se corresponden.
    .remedy = Compruebe ambos e inténtelo de nuevo, o elija una nueva contraseña por correo.

refusal-foreign_form = El formulario lo envió otro sitio, o la página estuvo abierta demasiado tiempo.
    .title = Esto no venía de aquí
    .remedy = Abra la página aquí y envíelo de nuevo.

refusal-identity_deactivated = Esta cuenta se ha desactivado.
    .remedy = Pida a un Master de la empresa que la reactive.

refusal-invalid_request = El módulo envió una solicitud que no se puede leer: { $detail }.
    .remedy = Abra el módulo de nuevo. Si se repite, su fabricante debe corregir la solicitud.

refusal-invitation_not_accepted = La invitación a esta empresa aún no se ha aceptado.
    .remedy = Abra el enlace de la invitación; un Master puede enviarla de nuevo.

refusal-link_expired = Este enlace es demasiado antiguo.
    .remedy = Pida uno nuevo con «{ forgot-password }».

refusal-link_unknown = Este enlace no se conoce aquí.
    .remedy = Ábralo de nuevo entero desde el correo, o pida uno nuevo con «{ forgot-password }».

refusal-link_used = Este enlace ya se ha usado.
    .remedy = Inicie sesión. Si no funciona, pida un enlace nuevo con «{ forgot-password }».

refusal-method_not_allowed = Esta dirección no admite este tipo de solicitud.
    .title = Así no funciona
    .remedy = Ábrala desde una página de aquí.

refusal-network_not_allowed = Su empresa solo permite el acceso desde sus propias redes.
    .remedy = Entre desde la oficina o a través de su VPN. Un master puede cambiar la lista; si nadie puede entrar, el operador puede vaciarla.

refusal-no_affiliation = Esta cuenta no pertenece a ninguna empresa activa.
    .remedy = Pida a la administración de la empresa que la reactive.

refusal-no_second_factor = Esta cuenta no tiene configurado un segundo factor.
    .remedy = Inicie sesión una vez; el segundo factor se configura en el camino.

refusal-not_activated = Esta cuenta aún no se ha activado.
    .remedy = Abra el enlace del correo de activación; «{ forgot-password }» envía uno nuevo.

refusal-not_at_partner = No tiene cuenta en la empresa a la que pertenece este módulo.
    .remedy = Inicie sesión con otra cuenta o pida una invitación a un Master de esa empresa.

refusal-not_found = No hay nada en esta dirección.
    .title = Esta página no está aquí
    .remedy = Compruebe la dirección o vaya al inicio.

refusal-not_granted = Este módulo no se le ha concedido.
    .remedy = Pida a un Master que se lo conceda a usted o a uno de sus grupos.

refusal-partner_deactivated = La empresa que ofrece este módulo está desactivada aquí.
    .remedy = Pida al operador de esta instalación que reactive el partner.

refusal-password_refused = Esta contraseña no se acepta.
    .remedy = Elija otra contraseña.

refusal-password_wrong = Esta no es su contraseña.
    .remedy = Escriba la contraseña con la que inicia sesión aquí.

refusal-post_logout_redirect_uri_not_registered = El módulo quiere enviarle a una dirección que no está registrada para él.
    .remedy = Puede cerrar la sesión aquí. La administración del módulo puede registrar la dirección, letra por letra.

refusal-recovery_code_wrong = Este código de recuperación no es correcto o ya se ha usado.
    .remedy = Escriba otro código de la lista. Si no queda ninguno, debe ayudarle la administración de la empresa.

refusal-redirect_uri_not_registered = El módulo quiere enviarle a una dirección que no está registrada para él.
    .remedy = Abra el módulo desde «{ my-modules }». Su administración puede registrar la dirección, letra por letra.

refusal-set_up_done = Esta instalación ya está en marcha.
    .remedy = Inicie sesión.

refusal-set_up_token_wrong = Este token de puesta en marcha no es correcto.
    .remedy = Cópielo de las primeras líneas que muestra el servidor. Hasta la puesta en marcha se muestra uno nuevo en cada arranque.

refusal-sign_in_expired = Este inicio de sesión ha caducado.
    .remedy = Empiece de nuevo el inicio de sesión.

refusal-sign_in_out_of_step = Este paso del inicio de sesión ya ha quedado atrás.
    .remedy = Empiece de nuevo el inicio de sesión.

refusal-too_large = Lo enviado supera { $most }.
    .title = Es demasiado
    .remedy = Envíe menos. No se ha cambiado nada.

refusal-too_many_tries = Demasiados intentos. { $unit ->
    [minutes] { $count ->
        [one] Inténtelo de nuevo en { $count } minuto.
       *[other] Inténtelo de nuevo en { $count } minutos.
    }
   *[seconds] { $count ->
        [one] Inténtelo de nuevo en { $count } segundo.
       *[other] Inténtelo de nuevo en { $count } segundos.
    }
}
    .remedy = Basta con esperar. Una nueva contraseña por correo también funciona enseguida.

refusal-too_slow = La solicitud no llegó a tiempo.
    .title = Ha tardado demasiado
    .remedy = Inténtelo de nuevo.

refusal-unified_login_off = El inicio de sesión a través de este portal está desactivado para este módulo.
    .remedy = Un Master puede activarlo para el módulo.

refusal-wrong_population = Este módulo no está pensado para su tipo de cuenta.
    .remedy = Los módulos internos son para el equipo, los de clientes para la clientela. Inicie sesión con la otra cuenta.

refusal-device_code_wrong = Ningún dispositivo muestra este código, o ha esperado demasiado.
    .remedy = Compárelo letra por letra, o empiece de nuevo en el dispositivo para obtener otro.

refusal-device_flow_off = El inicio de sesión en dispositivos con un código está desactivado aquí.
    .remedy = Pregunte a su administración cómo conectar este dispositivo.

refusal-last_factor = Este es su único segundo factor.
    .remedy = Añada primero otro y retire después este.

refusal-too_many_factors = Tiene tantos de estos como puede tener una persona.
    .remedy = Retire uno que no use.

refusal-factor_unknown = No es uno de los suyos o ya se ha retirado.
    .remedy = Abra la página de nuevo.

refusal-proposal_expired = La página estuvo abierta demasiado tiempo.
    .remedy = Abra la página de nuevo.

refusal-email_same = Esta ya es su dirección.
    .remedy = Escriba la nueva.

refusal-email_just_changed = Su dirección cambió hace menos de tres días.
    .remedy = Espere hasta que la dirección anterior ya no pueda recuperarla.

refusal-email_taken = Esta dirección pertenece ahora a otra cuenta.
    .remedy = Elija otra dirección o inicie sesión con esa cuenta.

refusal-not_master = La consola es para los Masters de la empresa.
    .remedy = Pida a un Master que le dé el rol Master o que lo haga por usted.

refusal-pushed_request_over = La solicitud que el módulo entregó ha caducado.
    .remedy = Abra el módulo de nuevo: una solicitud así sirve una sola vez, durante un minuto.

refusal-passkey_wrong = Esta clave de acceso no abre esta cuenta.
    .remedy = Inténtelo de nuevo o inicie sesión de otra forma.

refusal-passkey_cloned = Esta clave de acceso respondió como una copia y se ha retirado.
    .remedy = Inicie sesión de otra forma y añádala de nuevo si aún la tiene.

refusal-passkeys_unavailable = Las claves de acceso no funcionan en esta dirección.
    .remedy = Use una aplicación de autenticación.

refusal-passkey_not_allowed = Su empresa no permite este tipo de clave de acceso.
    .remedy = Use una que indique un master de su empresa, o una aplicación de autenticación.

refusal-unified_login_invite_only = Unified Login no está activado para su empresa.
    .remedy = Póngase en contacto con su gestor de cuenta.

refusal-link_needs_master = Solo un Master de su empresa puede vincular un módulo.
    .remedy = Inicie sesión con una cuenta Master de la empresa.

refusal-link_wrong_population = Las personas de empresas cliente no pueden vincular módulos del personal.
    .remedy = Inicie sesión en el módulo con su propia contraseña.

refusal-module_says_nothing = El módulo aún no ha indicado lo que sabe hacer.
    .remedy = Un Master abre el módulo en la consola y lo vuelve a leer allí.

refusal-module_cannot_log_in = Este módulo no puede iniciar sesiones a través del hub.
    .remedy = Pregunte al fabricante del módulo.

refusal-wrong_region = La dirección de este módulo pertenece a la región { $region }.
    .remedy = Indique la dirección correcta en URL de módulos.

refusal-hub_tenant_already_mapped = Su empresa ya está vinculada a otro inquilino de este módulo: { $tenant }.
    .remedy = Desactive allí primero el inicio de sesión: solo puede vincularse un inquilino a la vez.

refusal-module_tenant_already_mapped = Este inquilino del módulo está vinculado a otra empresa.
    .remedy = Un administrador del módulo lo desactiva allí primero.

refusal-link_request_unsigned = El módulo envió la solicitud de forma insegura.
    .remedy = Su fabricante debe enviarla por adelantado (RFC 9126).

refusal-tenant_not_linked = Su empresa no ha vinculado este módulo.
    .remedy = Un Master lo vincula desde los ajustes del módulo.

refusal-accounts_are_matched = Las cuentas de este módulo se encuentran por correo electrónico o nombre de usuario.
    .remedy = Inicie sesión con el botón del hub; no hay que vincular nada.

refusal-hub_person_already_linked = Su cuenta del hub está vinculada a otra cuenta de este módulo.
    .remedy = Desactívelo primero en los ajustes de esa cuenta.

refusal-module_account_already_linked = Esta cuenta está vinculada a otra cuenta del hub.
    .remedy = Inicie sesión con la cuenta del hub a la que está vinculada.

refusal-hub_account_inactive = Su cuenta del hub no está activa.
    .remedy = Pida a un Master de su empresa que la reactive.

refusal-account_not_linked = Aún no ha vinculado su cuenta de este módulo.
    .remedy = Inicie sesión allí con su contraseña y actívelo en sus ajustes.

refusal-push_asked_already = Ya hay una pregunta esperando en su teléfono.
    .remedy = Respóndala allí, o use un código en su lugar.

refusal-push_code_unknown = Este código no se conoce aquí, ya se usó o es demasiado antiguo.
    .remedy = Empiece de nuevo en «{ my-settings }» y use el código que se muestra allí.

refusal-push_no_phone = No hay ningún teléfono configurado para esta cuenta.
    .remedy = Use un código en su lugar, y configure un teléfono en «{ my-settings }».

refusal-push_number_wrong = Este no es el número de la otra pantalla.
    .remedy = No ha entrado nadie. Empiece de nuevo en la otra pantalla.

refusal-push_over = Esta pregunta ya se respondió, o su minuto ha pasado.
    .remedy = Pida otra en la página donde inicia sesión.

refusal-push_paused = Se rechazó una pregunta en su teléfono. Se le podrá preguntar de nuevo en { $unit ->
        [seconds] { $count ->
            [one] un segundo
           *[other] { $count } segundos
        }
       *[minutes] { $count ->
            [one] un minuto
           *[other] { $count } minutos
        }
    }.
    .remedy = Use un código en su lugar.

refusal-push_phone_unknown = Este teléfono no está configurado aquí, o se quitó.
    .remedy = Configúrelo en «{ my-settings }».

refusal-push_proof_wrong = Lo que ha enviado este teléfono no está firmado como debería.
    .remedy = Ponga el reloj del teléfono en automático e inténtelo de nuevo.

refusal-push_too_often = Se preguntó varias veces a su teléfono sin respuesta. Se le podrá preguntar de nuevo en { $unit ->
        [seconds] { $count ->
            [one] un segundo
           *[other] { $count } segundos
        }
       *[minutes] { $count ->
            [one] un minuto
           *[other] { $count } minutos
        }
    }.
    .remedy = Use un código en su lugar.

refusal-contact_not_in_psa = Su proveedor no tiene un contacto activo a su nombre.
    .remedy = El contacto debe existir y estar activo en el PSA.

refusal-contact_no_email = Su proveedor no tiene una dirección de correo utilizable para usted.
    .remedy = La dirección predeterminada del contacto debe ser correcta en el PSA.

refusal-contact_not_synced = Su empresa no está configurada aquí.
    .remedy = La empresa del contacto debe estar asignada y ningún filtro debe excluirla.

refusal-contact_company_deactivated = El acceso de su empresa está desactivado.
    .remedy = La empresa debe activarse en la consola.

refusal-contact_is_member = Esta dirección pertenece a alguien que trabaja para su proveedor.
    .remedy = El contacto debe recibir otra dirección en el PSA.

refusal-contact_email_ambiguous = Su proveedor tiene varios contactos con esta dirección.
    .remedy = Cada contacto debe tener su propia dirección en el PSA.

refusal-contact_revoked = Todavía no tiene acceso aquí.
    .remedy = El contacto debe recibir un perfil, por ejemplo Admin.

refusal-contact_missing = Su proveedor no conoce a nadie con esta dirección.
    .remedy = La dirección debe figurar en un contacto del PSA; llega con la próxima sincronización.
