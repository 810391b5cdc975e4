import type en from './en.ts'

const de: Record<keyof typeof en, string> = {
  lead: 'Jeder Weg zu einem Token, den dieser Server bietet, wirklich ausprobiert: jede Nachricht, wie sie gesendet und beantwortet wird, und was geschieht, wenn man es falsch macht.',
  all: 'Alle Wege zu einem Token',
  unknown: 'Diesen Grant hat der Server nicht',
  'tile.open': 'Ausprobieren',
  'tile.counts': '{steps} Schritte, {turns} Irrwege',
  'grant.document.title': 'Ihre erste Anwendung',
  'grant.document.lead':
    'In weniger als einer Minute von PUT /Client zu zwei Aufrufen: einem, der abgelehnt, und einem, der erlaubt wird. Es ist der Client aus der Dokumentation, unter einer eigenen Id.',
  'grant.codeSecret.title': 'Authorization Code mit Secret',
  'grant.codeSecret.lead':
    'Für Anwendungen auf einem Server, die ein Geheimnis bewahren können. Man meldet sich hier an und verrät der Anwendung nie sein Passwort.',
  'grant.codePkce.title': 'Authorization Code mit PKCE',
  'grant.codePkce.lead':
    'Für Single-Page- und mobile Anwendungen, die kein Geheimnis bewahren können. An seine Stelle tritt ein frischer Nachweis für jede Anmeldung.',
  'grant.codeBoth.title': 'Authorization Code mit Secret und PKCE',
  'grant.codeBoth.lead':
    'Das Beste aus beidem für Anwendungen auf einem Server: Das Secret weist den Client aus, PKCE bindet den Code an diese Anmeldung.',
  'grant.refresh.title': 'Refresh Token',
  'grant.refresh.lead':
    'Neue Access Tokens ohne neue Anmeldung. Jedes Refresh Token gilt hier nur einmal: Das nächste kommt mit der Antwort.',
  'grant.clientCredentials.title': 'Client Credentials',
  'grant.clientCredentials.lead':
    'Für Programme, die für sich selbst handeln, ohne einen Menschen. Sie dürfen, was eine eigene Policy erlaubt.',
  'grant.basic.title': 'HTTP Basic',
  'grant.basic.lead': 'Der einfachste Weg für Skripte: Id und Secret bei jedem Aufruf, ganz ohne Token.',
  'client.title': 'Als welcher Client',
  'client.choose': 'Client',
  'client.new': 'Ein neuer, nur für diesen Versuch',
  'client.throwAway':
    'Der erste Schritt legt ihn mit Ihren Rechten an; er wird entfernt, wenn Sie diese Seite verlassen.',
  'client.chosen': 'Er bleibt, wie er ist. Tokens und Sitzungen, die Sie über ihn bekommen, sind echt.',
  'client.secret': 'Sein Secret',
  'client.secretHint': 'Bleibt im Speicher dieser Seite. Bei einem öffentlichen Client leer lassen.',
  'client.noCallback': 'Dieser Client schickt niemanden zur Sandbox zurück. Er bräuchte diese Redirect-URI:',
  'client.addCallback': 'Dem Client hinzufügen',
  visible: 'Auf den Anmeldeseiten anmelden, in einem neuen Tab. Nötig bei Clients, die um Zustimmung fragen.',
  reveal: 'Secrets, Codes und Tokens vollständig zeigen',
  run: 'Alle Schritte ausführen',
  next: 'Nächster Schritt',
  again: 'Von vorn beginnen',
  remove: 'Client jetzt entfernen',
  removed: 'Der Client ist entfernt',
  done: 'Alle Schritte sind getan.',
  'step.made': 'erledigt',
  'step.stopped': 'angehalten',
  'step.failed':
    'Dieser Schritt brachte nicht, was der nächste braucht; warum, sagt die Antwort. Falls jemand gefragt werden müsste, versuchen Sie es mit den Seiten in einem neuen Tab.',
  'step.makeClient.title': 'Den Client anlegen',
  'step.makeClient.why':
    'Der Server muss wissen, wer fragt und wohin er Menschen zurückschicken darf. Sie legen ihn mit Ihrem eigenen Token an, wie Sie es mit curl täten.',
  'step.authorize.title': 'Um einen Code bitten',
  'step.authorize.why':
    'Der Browser geht zum Server, wo man sich anmeldet, und kommt mit einem Code zurück. state bindet die Antwort an diesen Browser, nonce das ID Token an diese Anfrage. Sie sind schon angemeldet, also wird niemand gefragt (prompt=none).',
  'step.exchange.title': 'Den Code gegen Tokens tauschen',
  'step.exchange.why':
    'Von der Anwendung direkt zum Server: Der Code ist nichts wert ohne das, was den Client ausweist. Er gilt einmal und eine Minute lang.',
  'step.userinfo.title': 'Fragen, wer es ist',
  'step.userinfo.why':
    'Das Access Token steht im Header Authorization, nie in einer URL. Die Antwort sagt, was die erteilten Scopes erlauben.',
  'step.refresh.title': 'Erneuern',
  'step.refresh.why':
    'Das Refresh Token bringt ein neues Access Token und ein neues Refresh Token, das an seine Stelle tritt.',
  'step.revoke.title': 'Widerrufen',
  'step.revoke.why':
    'Die Anwendung gibt auf: Die Sitzung endet, und das Access Token wird vom nächsten Aufruf an abgelehnt.',
  'step.clientCredentials.title': 'Um ein Token bitten',
  'step.clientCredentials.why':
    'Der Client weist sich mit seinem Secret aus und bekommt ein Token für sich selbst. Es gibt keinen Menschen dabei, also auch kein ID Token.',
  'step.scopeRefused.title': 'Ein Aufruf, der abgelehnt wird',
  'step.scopeRefused.why':
    'Das Token wurde für user/User.rs erbeten: Benutzer lesen und suchen. Clients erreicht es nicht, auch wenn Sie selbst sie lesen dürfen.',
  'step.scopeAllowed.title': 'Ein Aufruf, der erlaubt wird',
  'step.scopeAllowed.why':
    'Innerhalb seines Scopes trägt das Token Ihre Rechte: Es darf, was die Policies Ihnen erlauben, und nicht mehr.',
  'step.policyRefused.title': 'Ein Aufruf, der abgelehnt wird',
  'step.policyRefused.why':
    'Wer es ist, ist bekannt; aber keine Policy sagt, dass er darf. Policies erlauben nur, also heißt keine: nein.',
  'step.givePolicy.title': 'Ihm eine Policy geben',
  'step.givePolicy.why':
    'Eine Policy, die mit dem Client verknüpft ist und ihn sich selbst lesen lässt. Sie gilt ab dem nächsten Aufruf und wird mit dem Client entfernt.',
  'step.policyAllowed.title': 'Derselbe Aufruf, erlaubt',
  'step.policyAllowed.why': 'Nichts hat sich geändert außer der Policy.',
  'step.basic.title': 'Mit Id und Secret aufrufen',
  'step.basic.why':
    'Beide stehen im Header Authorization jedes Aufrufs, also nur über TLS. Der Client ist bekannt, aber noch lässt ihn keine Policy herein.',
  'message.sent': 'Gesendet',
  'message.answered': 'Geantwortet',
  'check.right': 'stimmt',
  'check.wrong': 'falsch',
  'check.state': 'state ist der gesendete: Die Antwort gehört zu diesem Browser',
  'check.issuer': 'iss ist dieser Server: Kein anderer hat an seiner Stelle geantwortet',
  'verified.signature': 'Die Signatur stammt von einem Schlüssel aus /.well-known/jwks.json',
  'verified.iss': 'Es wurde von diesem Server ausgestellt',
  'verified.aud': 'Es ist für den bestimmt, der es prüft',
  'verified.exp': 'Es ist nicht abgelaufen',
  'verified.nonce': 'Es gehört zu dieser Anfrage',
  'verified.at_hash': 'Es kam zusammen mit diesem Access Token',
  'token.opaque': 'undurchsichtig',
  'token.random':
    'Eine zufällige Zeichenfolge, aus der sich nichts lesen lässt; andere Server fragen /auth/introspect.',
  'token.refresh': 'Eine zufällige Zeichenfolge, die nur der Token-Endpunkt annimmt.',
  'claim.alg': 'Wie es signiert ist',
  'claim.typ': 'Was es ist: at+jwt ist ein Access Token',
  'claim.kid': 'Mit welchem Schlüssel des Servers',
  'claim.iss': 'Issuer: wer es ausgestellt hat',
  'claim.sub': 'Subject: um wen es geht',
  'claim.aud': 'Audience: für wen es bestimmt ist',
  'claim.exp': 'Von da an nichts mehr wert',
  'claim.iat': 'Wann es ausgestellt wurde',
  'claim.auth_time': 'Wann sich der Mensch angemeldet hat',
  'claim.jti': 'Seine eigene Id',
  'claim.client_id': 'Der Client, dem es gegeben wurde',
  'claim.scope': 'Wofür es benutzt werden darf',
  'claim.nonce': 'Der Wert aus der Anfrage',
  'claim.at_hash': 'Prüfsumme des Access Tokens daneben',
  'claim.azp': 'Der Client, für den es ausgestellt wurde',
  'claim.sid': 'Die Sitzung, zu der es gehört',
  'claim.amr': 'Wie sich der Mensch angemeldet hat',
  'claim.acr': 'Wie viele verschiedene Nachweise das waren',
  'wrong.title': 'Irrwege',
  'wrong.lead': 'Die klassischen Fehler und Angriffe, wirklich begangen, jeder in einer eigenen Anmeldung.',
  'wrong.make': 'Den Fehler machen',
  'wrong.running': 'Der Fehler wird gemacht…',
  'wrong.by.server': 'Der Server hat es bemerkt und abgelehnt.',
  'wrong.by.client':
    'Das muss der Client bemerken, und er tut es: Er verwirft die Antwort und benutzt keinen Code.',
  'wrong.unnoticed':
    'Niemand hat es bemerkt. Sehen Sie sich die Antworten und die Einstellungen des Clients an.',
  'wrong.notReached': 'Zu dem Fehler kam es nicht: Ein Schritt davor wurde abgelehnt.',
  'wrong.redirect.title': 'Eine andere Redirect-URI',
  'wrong.redirect.why':
    'Der Code ginge an einen Angreifer. Der Server vergleicht Zeichen für Zeichen und sagt es dem Menschen auf einer Seite, statt weiterzuleiten.',
  'wrong.redirectToken.title': 'Eine andere Redirect-URI beim Tausch',
  'wrong.redirectToken.why':
    'Ein Code, der für eine Adresse erbeten wurde, wird nicht für eine andere eingelöst.',
  'wrong.replay.title': 'Ein Code, zweimal benutzt',
  'wrong.replay.why':
    'Einer der beiden ist ein Dieb, und niemand weiß, welcher: Der zweite Tausch wird abgelehnt, und die Tokens des ersten enden.',
  'wrong.noVerifier.title': 'Kein Verifier',
  'wrong.noVerifier.why':
    'Wer den Code unterwegs abgefangen hat, hat den Verifier nicht und bekommt nichts dafür.',
  'wrong.wrongVerifier.title': 'Falscher Verifier',
  'wrong.wrongVerifier.why':
    'Die Prüfsumme des Verifiers muss die Challenge sein, mit der um den Code gebeten wurde.',
  'wrong.noChallenge.title': 'Kein PKCE, wo es verlangt ist',
  'wrong.noChallenge.why':
    'Ohne Challenge könnte jeder einen abgefangenen Code benutzen. Die Anfrage wird abgelehnt, bevor es einen Code gibt.',
  'wrong.wrongSecret.title': 'Falsches Secret',
  'wrong.wrongSecret.why':
    'Die Antwort verrät nicht, ob der Client oder sein Secret falsch ist, und wiederholtes Raten wird gebremst.',
  'wrong.noSecret.title': 'Kein Secret, wo eines nötig ist',
  'wrong.noSecret.why':
    'Eine Client-Id kann jeder nennen. Wo sich der Client ausweisen muss, genügt der Code allein nicht.',
  'wrong.stolenRefresh.title': 'Ein gestohlenes Refresh Token',
  'wrong.stolenRefresh.why':
    'Der Besitzer hat inzwischen erneuert; dann kommt der Dieb mit dem alten. Der Diebstahl fällt auf, und die Sitzung endet für beide.',
  'wrong.state.title': 'state wurde verändert',
  'wrong.state.why':
    'Jemand schiebt die Antwort seiner eigenen Anmeldung unter. Der Server gibt den state zurück, den er bekam; nur der Client weiß, dass es ein anderer war.',
  'wrong.expired.title': 'Ein abgelaufenes Token',
  'wrong.expired.why':
    'Der Client ist auf Tokens von einer Sekunde eingestellt, der Aufruf kommt später: 401 mit invalid_token sagt ihm, dass er erneuern soll.',
  'wrong.idToken.title': 'Das ID Token als Access Token',
  'wrong.idToken.why':
    'Ein ID Token sagt dem Client, wer sich angemeldet hat. Es öffnet nichts, und kein Server darf es für ein Access Token halten.',
  'wrong.otherGrant.title': 'Ein Grant, den der Client nicht hat',
  'wrong.otherGrant.why': 'Ein Client darf nur, was seine grant_types nennen.',
  'wrong.wrongBasic.title': 'Falsches Secret',
  'wrong.wrongBasic.why':
    'Der Aufruf wird mit 401 beantwortet, was immer er wollte: Falsche Zugangsdaten gelten nie als keine.',
  'samples.title': 'Das Ganze als Programm',
  'samples.lead':
    'Jedes läuft, wie es dasteht, sobald CLIENT_SECRET gesetzt ist, wo es eines gibt. Ein Client nur für diesen Versuch ist weg, wenn Sie die Seite verlassen.',
}
export default de
