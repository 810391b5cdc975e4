import type en from './en.ts'

const es: Record<keyof typeof en, string> = {
  lead: 'Todos los caminos hacia un token que tiene este servidor, probados de verdad: cada mensaje tal como se envía y se responde, y lo que pasa cuando se hace mal.',
  all: 'Todos los caminos hacia un token',
  unknown: 'Este servidor no tiene esa concesión',
  'tile.open': 'Probar',
  'tile.counts': '{steps} pasos, {turns} pasos en falso',
  'grant.document.title': 'Su primera aplicación',
  'grant.document.lead':
    'En menos de un minuto, de PUT /Client a dos llamadas: una rechazada y otra permitida. Es el cliente de la documentación, con un identificador propio.',
  'grant.codeSecret.title': 'Código de autorización con secreto',
  'grant.codeSecret.lead':
    'Para aplicaciones en un servidor, que pueden guardar un secreto. La persona inicia sesión aquí y la aplicación nunca ve su contraseña.',
  'grant.codePkce.title': 'Código de autorización con PKCE',
  'grant.codePkce.lead':
    'Para aplicaciones de una sola página y móviles, que no pueden guardar un secreto. En su lugar hay una prueba nueva en cada inicio de sesión.',
  'grant.codeBoth.title': 'Código de autorización con secreto y PKCE',
  'grant.codeBoth.lead':
    'Lo mejor de ambos para aplicaciones en un servidor: el secreto prueba el cliente y PKCE ata el código a este inicio de sesión.',
  'grant.refresh.title': 'Token de actualización',
  'grant.refresh.lead':
    'Nuevos tokens de acceso sin volver a iniciar sesión. Aquí cada token de actualización sirve una vez: el siguiente llega con la respuesta.',
  'grant.clientCredentials.title': 'Credenciales del cliente',
  'grant.clientCredentials.lead':
    'Para programas que actúan por sí mismos, sin una persona. Pueden lo que permite una política propia.',
  'grant.basic.title': 'HTTP Basic',
  'grant.basic.lead':
    'Lo más sencillo para scripts: identificador y secreto en cada llamada, sin ningún token.',
  'client.title': 'Con qué cliente',
  'client.choose': 'Cliente',
  'client.new': 'Uno nuevo, solo para esta prueba',
  'client.throwAway': 'El primer paso lo crea con sus derechos; se elimina cuando usted sale de esta página.',
  'client.chosen': 'Queda como está. Los tokens y sesiones que obtenga con él son reales.',
  'client.secret': 'Su secreto',
  'client.secretHint': 'Se queda en la memoria de esta página. Déjelo vacío para un cliente público.',
  'client.noCallback': 'Este cliente no devuelve a nadie al sandbox. Necesitaría esta URI de redirección:',
  'client.addCallback': 'Añadirla al cliente',
  visible:
    'Iniciar sesión en las páginas, en una pestaña nueva. Necesario para clientes que piden consentimiento.',
  reveal: 'Mostrar completos secretos, códigos y tokens',
  run: 'Ejecutar todos los pasos',
  next: 'Paso siguiente',
  again: 'Empezar de nuevo',
  remove: 'Eliminar el cliente ahora',
  removed: 'El cliente se ha eliminado',
  done: 'Todos los pasos están hechos.',
  'step.made': 'hecho',
  'step.stopped': 'detenido',
  'step.failed':
    'Este paso no trajo lo que necesita el siguiente; la respuesta dice por qué. Si hubiera que preguntar a la persona, pruebe con las páginas en una pestaña nueva.',
  'step.makeClient.title': 'Registrar el cliente',
  'step.makeClient.why':
    'El servidor debe saber quién pide y adónde puede devolver a las personas. Usted lo crea con su propio token, como lo haría con curl.',
  'step.authorize.title': 'Pedir un código',
  'step.authorize.why':
    'El navegador va al servidor, donde la persona inicia sesión, y vuelve con un código. state ata la respuesta a este navegador, nonce el token de identidad a esta petición. Usted ya tiene la sesión iniciada, así que nadie pregunta (prompt=none).',
  'step.exchange.title': 'Cambiar el código por tokens',
  'step.exchange.why':
    'De la aplicación directamente al servidor: el código no vale nada sin lo que prueba el cliente. Sirve una vez, durante un minuto.',
  'step.userinfo.title': 'Preguntar quién es',
  'step.userinfo.why':
    'El token de acceso va en la cabecera Authorization, nunca en una URL. La respuesta dice lo que permiten los ámbitos concedidos.',
  'step.refresh.title': 'Actualizar',
  'step.refresh.why':
    'El token de actualización trae un nuevo token de acceso y un nuevo token de actualización que ocupa su lugar.',
  'step.revoke.title': 'Revocar',
  'step.revoke.why':
    'La aplicación se retira: la sesión termina y el token de acceso se rechaza desde la llamada siguiente.',
  'step.clientCredentials.title': 'Pedir un token',
  'step.clientCredentials.why':
    'El cliente se prueba con su secreto y recibe un token para sí mismo. No hay persona, así que no hay token de identidad.',
  'step.scopeRefused.title': 'Una llamada rechazada',
  'step.scopeRefused.why':
    'El token se pidió para user/User.rs: leer y buscar usuarios. No alcanza a ningún cliente, aunque usted pueda leerlos.',
  'step.scopeAllowed.title': 'Una llamada permitida',
  'step.scopeAllowed.why':
    'Dentro de su ámbito, el token lleva sus derechos: puede lo que las políticas le permiten a usted, y nada más.',
  'step.policyRefused.title': 'Una llamada rechazada',
  'step.policyRefused.why':
    'Se sabe quién es, pero ninguna política dice que pueda. Las políticas solo conceden: ninguna significa no.',
  'step.givePolicy.title': 'Darle una política',
  'step.givePolicy.why':
    'Una política enlazada al cliente, que le deja leerse a sí mismo. Cuenta desde la llamada siguiente y se elimina con el cliente.',
  'step.policyAllowed.title': 'La misma llamada, permitida',
  'step.policyAllowed.why': 'Nada ha cambiado salvo la política.',
  'step.basic.title': 'Llamar con identificador y secreto',
  'step.basic.why':
    'Ambos van en la cabecera Authorization de cada llamada, así que solo por TLS. El cliente es conocido, pero ninguna política lo deja entrar todavía.',
  'message.sent': 'Enviado',
  'message.answered': 'Respondido',
  'check.right': 'correcto',
  'check.wrong': 'incorrecto',
  'check.state': 'state es el que se envió: la respuesta pertenece a este navegador',
  'check.issuer': 'iss es este servidor: ningún otro ha respondido en su lugar',
  'verified.signature': 'La firma es de una clave de /.well-known/jwks.json',
  'verified.iss': 'Lo emitió este servidor',
  'verified.aud': 'Está destinado a quien lo comprueba',
  'verified.exp': 'No ha caducado',
  'verified.nonce': 'Pertenece a esta petición',
  'verified.at_hash': 'Llegó junto con este token de acceso',
  'token.opaque': 'opaco',
  'token.random':
    'Una cadena aleatoria de la que no se puede leer nada; otros servidores preguntan a /auth/introspect.',
  'token.refresh': 'Una cadena aleatoria que solo acepta el punto de acceso de tokens.',
  'claim.alg': 'Cómo está firmado',
  'claim.typ': 'Qué es: at+jwt es un token de acceso',
  'claim.kid': 'Con qué clave del servidor',
  'claim.iss': 'Emisor: quién lo hizo',
  'claim.sub': 'Sujeto: de quién trata',
  'claim.aud': 'Audiencia: a quién está destinado',
  'claim.exp': 'A partir de entonces no vale nada',
  'claim.iat': 'Cuándo se hizo',
  'claim.auth_time': 'Cuándo inició sesión la persona',
  'claim.jti': 'Su propio identificador',
  'claim.client_id': 'El cliente al que se dio',
  'claim.scope': 'Para qué puede usarse',
  'claim.nonce': 'El valor de la petición',
  'claim.at_hash': 'Resumen del token de acceso que lo acompaña',
  'claim.azp': 'El cliente para el que se hizo',
  'claim.sid': 'La sesión a la que pertenece',
  'claim.amr': 'Cómo inició sesión la persona',
  'claim.acr': 'Cuántas pruebas distintas fueron',
  'wrong.title': 'Pasos en falso',
  'wrong.lead':
    'Los errores y ataques clásicos, cometidos de verdad, cada uno en un inicio de sesión propio.',
  'wrong.make': 'Cometer el error',
  'wrong.running': 'Cometiendo el error…',
  'wrong.by.server': 'El servidor lo notó y lo rechazó.',
  'wrong.by.client': 'Esto debe notarlo el cliente, y lo hace: descarta la respuesta y no usa ningún código.',
  'wrong.unnoticed': 'Nadie lo notó. Mire las respuestas y la configuración del cliente.',
  'wrong.notReached': 'No se llegó al error: un paso anterior fue rechazado.',
  'wrong.redirect.title': 'Otra URI de redirección',
  'wrong.redirect.why':
    'El código iría a un atacante. El servidor compara carácter por carácter y se lo dice a la persona en una página, en vez de redirigir.',
  'wrong.redirectToken.title': 'Otra URI de redirección en el canje',
  'wrong.redirectToken.why': 'Un código pedido para una dirección no se canjea para otra.',
  'wrong.replay.title': 'Un código usado dos veces',
  'wrong.replay.why':
    'Uno de los dos es un ladrón y nadie sabe cuál: el segundo canje se rechaza y los tokens del primero terminan.',
  'wrong.noVerifier.title': 'Sin verificador',
  'wrong.noVerifier.why': 'Quien interceptó el código no tiene el verificador y no obtiene nada.',
  'wrong.wrongVerifier.title': 'Verificador incorrecto',
  'wrong.wrongVerifier.why': 'El resumen del verificador debe ser el desafío con el que se pidió el código.',
  'wrong.noChallenge.title': 'Sin PKCE donde se exige',
  'wrong.noChallenge.why':
    'Sin desafío, cualquiera podría usar un código interceptado. La petición se rechaza antes de que haya un código.',
  'wrong.wrongSecret.title': 'Secreto incorrecto',
  'wrong.wrongSecret.why':
    'La respuesta no dice si falla el cliente o su secreto, y los intentos repetidos se frenan.',
  'wrong.noSecret.title': 'Sin secreto donde hace falta',
  'wrong.noSecret.why': 'Cualquiera puede nombrar un cliente. Donde debe probarse, el código solo no basta.',
  'wrong.stolenRefresh.title': 'Un token de actualización robado',
  'wrong.stolenRefresh.why':
    'El dueño ya lo ha actualizado; después llega el ladrón con el viejo. El robo se nota y la sesión termina para ambos.',
  'wrong.state.title': 'Se cambió state',
  'wrong.state.why':
    'Alguien cuela la respuesta de su propio inicio de sesión. El servidor devuelve el state que recibió; solo el cliente sabe que era otro.',
  'wrong.expired.title': 'Un token caducado',
  'wrong.expired.why':
    'El cliente está configurado con tokens de un segundo y la llamada llega después: 401 con invalid_token le dice que actualice.',
  'wrong.idToken.title': 'El token de identidad como token de acceso',
  'wrong.idToken.why':
    'Un token de identidad dice al cliente quién inició sesión. No abre nada, y ningún servidor debe tomarlo por un token de acceso.',
  'wrong.otherGrant.title': 'Una concesión que el cliente no tiene',
  'wrong.otherGrant.why': 'Un cliente solo puede lo que nombran sus grant_types.',
  'wrong.wrongBasic.title': 'Secreto incorrecto',
  'wrong.wrongBasic.why':
    'La llamada recibe 401, pida lo que pida: unas credenciales incorrectas nunca cuentan como ninguna.',
  'samples.title': 'Todo como programa',
  'samples.lead':
    'Cada uno funciona tal cual en cuanto CLIENT_SECRET está definido, donde lo hay. Un cliente de prueba desaparece al salir de esta página.',
}
export default es
