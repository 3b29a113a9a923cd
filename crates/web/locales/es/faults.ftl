# Errores en los campos y la página de cada rechazo.

what-to-do = Qué hacer
trace-status = Estado
trace-code = Código
trace-reference = Referencia

kind-invalid = Así no funciona
kind-unproved = Eso no era correcto
kind-forbidden = No tiene acceso aquí
kind-absent = Esto no se conoce aquí
kind-conflict = Esto ya se hizo
kind-gone = Esto ha terminado
kind-slow = Un momento, por favor
kind-busy = Demasiadas solicitudes en este momento
cannot-open = No puede abrir { $module }

identifier-empty = Escriba su correo electrónico o nombre de usuario.
email-empty = Escriba un correo electrónico.
email-too-long = Esta dirección es demasiado larga. Una dirección tiene como máximo 254 caracteres.
email-form = Una dirección de correo es como name@example.com.
email-letters = Aquí solo se admiten letras simples, dígitos y . _ % + -. Escriba el dominio en su forma xn-- si tiene otras letras.
name-empty = Escriba un nombre.
name-too-long =
    { $most ->
        [one] Este nombre es demasiado largo. Puede tener { $most } carácter.
       *[other] Este nombre es demasiado largo. Puede tener como máximo { $most } caracteres.
    }
name-invisible = Este nombre contiene caracteres que no se pueden mostrar. Escríbalo a mano.
name-username = Un nombre de usuario tiene letras de la a a la z, dígitos y . _ - y empieza por una letra o un dígito.

password-short =
    { $count ->
        [one] Use al menos { $count } carácter. Unas pocas palabras seguidas son fáciles de recordar.
       *[other] Use al menos { $count } caracteres. Unas pocas palabras seguidas son fáciles de recordar.
    }
password-long =
    { $count ->
        [one] Use como máximo { $count } carácter.
       *[other] Use como máximo { $count } caracteres.
    }
password-weak = Esta contraseña es demasiado fácil de adivinar. { $advice }
password-different = Las dos contraseñas no coinciden. Escríbala de nuevo.

advice-key-row = Una fila de teclas es fácil de adivinar.
advice-key-pattern = Un patrón corto en el teclado es fácil de adivinar.
advice-repeats = Los caracteres y las palabras repetidos son fáciles de adivinar.
advice-common = Esta contraseña es muy común.
advice-like-common = Esta contraseña se parece mucho a una común.
advice-sequence = Las secuencias como abc o 6543 son fáciles de adivinar.
advice-recent-year = Los años recientes son fáciles de adivinar.
advice-one-word = Una palabra sola es fácil de adivinar.
advice-date = Las fechas son fáciles de adivinar.
advice-name = Los nombres son fáciles de adivinar.
advice-few-words = Use unas pocas palabras sin relación entre sí.
advice-no-signs = No hacen falta signos, dígitos ni mayúsculas.
advice-add-words = Añada una o dos palabras, mejor si son poco comunes.
advice-capitals = Las mayúsculas ayudan poco.
advice-reversed = Las palabras escritas al revés apenas son más difíciles de adivinar.
advice-substitution = Una @ en lugar de una a ayuda poco.
advice-longer-pattern = Use un patrón más largo con más cambios de dirección.
advice-avoid-repeats = Evite las palabras y los caracteres repetidos.
advice-avoid-sequences = Evite las secuencias.
advice-avoid-years = Evite los años recientes.
advice-avoid-own-years = Evite los años que tengan que ver con usted.
advice-avoid-own-dates = Evite las fechas y los años que tengan que ver con usted.
