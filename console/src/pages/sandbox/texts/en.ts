const en = {
  lead: 'Every way to a token that this server has, tried for real: each message as it is sent and answered, and what happens when it is done wrong.',
  all: 'All ways to a token',
  unknown: 'This server has no such grant',
  'tile.open': 'Try it',
  'tile.counts': '{steps} steps, {turns} wrong turns',
  'grant.document.title': 'Your first application',
  'grant.document.lead':
    'In under a minute from PUT /Client to two calls: one that is refused, and one that is allowed. This is the client of the documentation, under an id of its own.',
  'grant.codeSecret.title': 'Authorization code with a secret',
  'grant.codeSecret.lead':
    'For applications on a server, which can keep a secret. People sign in here and never give the application their password.',
  'grant.codePkce.title': 'Authorization code with PKCE',
  'grant.codePkce.lead':
    'For single-page and mobile applications, which cannot keep a secret. A fresh proof for each sign-in takes its place.',
  'grant.codeBoth.title': 'Authorization code with secret and PKCE',
  'grant.codeBoth.lead':
    'The best of both for applications on a server: the secret proves the client, PKCE binds the code to this sign-in.',
  'grant.refresh.title': 'Refresh token',
  'grant.refresh.lead':
    'New access tokens without a new sign-in. Each refresh token works once here: the next one comes with the answer.',
  'grant.clientCredentials.title': 'Client credentials',
  'grant.clientCredentials.lead':
    'For programs that act for themselves, without a person. They may do what a policy of their own allows.',
  'grant.basic.title': 'HTTP Basic',
  'grant.basic.lead': 'The simplest way for scripts: id and secret with every call, and no token at all.',
  'client.title': 'As which client',
  'client.choose': 'Client',
  'client.new': 'A new one, for this try only',
  'client.throwAway': 'It is made with your rights by the first step, and removed when you leave this page.',
  'client.chosen': 'It stays as it is. Tokens and sessions that you get through it are real.',
  'client.secret': 'Its secret',
  'client.secretHint': 'Stays in the memory of this page. Leave it empty for a public client.',
  'client.noCallback':
    'This client does not send people back to the sandbox. It would need this redirect URI:',
  'client.addCallback': 'Add it to the client',
  visible: 'Sign in on the pages, in a new tab. Needed for clients that ask for consent.',
  reveal: 'Show secrets, codes and tokens in full',
  run: 'Run all steps',
  next: 'Next step',
  again: 'Start again',
  remove: 'Remove the client now',
  removed: 'The client is removed',
  done: 'All steps are done.',
  'step.made': 'done',
  'step.stopped': 'stopped',
  'step.failed':
    'This step did not bring what the next one needs; the answer says why. If the person would have to be asked, try it with the pages in a new tab.',
  'step.makeClient.title': 'Register the client',
  'step.makeClient.why':
    'The server has to know who asks, and where people may be sent back to. You make it with your own token, as you would by curl.',
  'step.authorize.title': 'Ask for a code',
  'step.authorize.why':
    'The browser goes to the server, where the person signs in, and comes back with a code. state binds the answer to this browser, nonce the ID token to this request. You are signed in already, so nobody asks (prompt=none).',
  'step.exchange.title': 'Exchange the code for tokens',
  'step.exchange.why':
    'From the application straight to the server: the code is worth nothing without what proves the client. It works once, within a minute.',
  'step.userinfo.title': 'Ask who it is',
  'step.userinfo.why':
    'The access token goes into the Authorization header, never into a URL. The answer tells what the granted scopes allow.',
  'step.refresh.title': 'Refresh',
  'step.refresh.why':
    'The refresh token brings a new access token, and a new refresh token that takes its place.',
  'step.revoke.title': 'Revoke',
  'step.revoke.why':
    'The application gives up: the session ends, and the access token is refused from the next call on.',
  'step.clientCredentials.title': 'Ask for a token',
  'step.clientCredentials.why':
    'The client proves itself by its secret and gets a token for itself. There is no person, and so no ID token.',
  'step.scopeRefused.title': 'A call that is refused',
  'step.scopeRefused.why':
    'The token was asked for user/User.rs: to read and search users. It reaches no clients, even if you yourself may read them.',
  'step.scopeAllowed.title': 'A call that is allowed',
  'step.scopeAllowed.why':
    'Within its scope the token carries your rights: it may do what the policies allow you, and no more.',
  'step.policyRefused.title': 'A call that is refused',
  'step.policyRefused.why':
    'Who it is, is known; but no policy says that it may. Policies only grant, so nothing means no.',
  'step.givePolicy.title': 'Give it a policy',
  'step.givePolicy.why':
    'A policy that is linked to the client, and lets it read itself. It counts from the next call on, and is removed with the client.',
  'step.policyAllowed.title': 'The same call, allowed',
  'step.policyAllowed.why': 'Nothing has changed but the policy.',
  'step.basic.title': 'Call with id and secret',
  'step.basic.why':
    'Both stand in the Authorization header of each call, so only ever over TLS. The client is known, but no policy lets it in yet.',
  'message.sent': 'Sent',
  'message.answered': 'Answered',
  'check.right': 'right',
  'check.wrong': 'wrong',
  'check.state': 'state is the one that was sent: the answer belongs to this browser',
  'check.issuer': 'iss is this server: no other server has answered in its place',
  'verified.signature': 'The signature was made by a key of /.well-known/jwks.json',
  'verified.iss': 'It was issued by this server',
  'verified.aud': 'It is meant for whoever looks at it',
  'verified.exp': 'It has not expired',
  'verified.nonce': 'It belongs to this request',
  'verified.at_hash': 'It came together with this access token',
  'token.opaque': 'opaque',
  'token.random': 'A random string. Nothing can be read from it; other servers ask /auth/introspect.',
  'token.refresh': 'A random string that only the token endpoint takes.',
  'claim.alg': 'How it is signed',
  'claim.typ': 'What it is: at+jwt is an access token',
  'claim.kid': 'With which key of the server',
  'claim.iss': 'Issuer: who made it',
  'claim.sub': 'Subject: whom it is about',
  'claim.aud': 'Audience: for whom it is meant',
  'claim.exp': 'Worth nothing from then on',
  'claim.iat': 'When it was made',
  'claim.auth_time': 'When the person signed in',
  'claim.jti': 'Its own id',
  'claim.client_id': 'The client that it was given to',
  'claim.scope': 'What it may be used for',
  'claim.nonce': 'The value of the request',
  'claim.at_hash': 'Digest of the access token beside it',
  'claim.azp': 'The client that it was made for',
  'claim.sid': 'The session that it belongs to',
  'claim.amr': 'How the person signed in',
  'claim.acr': 'How many different ways of proof that were',
  'wrong.title': 'Wrong turns',
  'wrong.lead': 'The classic mistakes and attacks, made for real in a sign-in of their own.',
  'wrong.make': 'Make the mistake',
  'wrong.running': 'Making the mistake…',
  'wrong.by.server': 'The server noticed, and refused.',
  'wrong.by.client': 'The client must notice this, and does: it throws the answer away and uses no code.',
  'wrong.unnoticed': 'Nobody noticed. Look at the answers, and at how the client is set up.',
  'wrong.notReached': 'It did not come to the mistake: a step before it was refused.',
  'wrong.redirect.title': 'Another redirect URI',
  'wrong.redirect.why':
    'The code would go to an attacker. The server compares character by character, and tells the person on a page instead of redirecting.',
  'wrong.redirectToken.title': 'Another redirect URI at the exchange',
  'wrong.redirectToken.why': 'A code that was asked for one address is not given out for another one.',
  'wrong.replay.title': 'A code used twice',
  'wrong.replay.why':
    'One of the two is a thief, and nobody knows which: the second exchange is refused, and the tokens of the first end.',
  'wrong.noVerifier.title': 'No verifier',
  'wrong.noVerifier.why':
    'Whoever caught the code on its way does not have the verifier, and gets nothing for it.',
  'wrong.wrongVerifier.title': 'Wrong verifier',
  'wrong.wrongVerifier.why':
    'The digest of the verifier must be the challenge with which the code was asked for.',
  'wrong.noChallenge.title': 'No PKCE where it is required',
  'wrong.noChallenge.why':
    'Without a challenge a caught code could be used by anybody. The request is refused before there is a code.',
  'wrong.wrongSecret.title': 'Wrong secret',
  'wrong.wrongSecret.why':
    'The answer does not say whether the client or its secret is wrong, and repeated guesses are slowed down.',
  'wrong.noSecret.title': 'No secret where one is needed',
  'wrong.noSecret.why':
    'Anybody can name a client id. Where the client has to prove itself, the code alone is not enough.',
  'wrong.stolenRefresh.title': 'A stolen refresh token',
  'wrong.stolenRefresh.why':
    'The owner has refreshed since; then the thief comes with the old one. The theft is noticed, and the session ends for both.',
  'wrong.state.title': 'The state was changed',
  'wrong.state.why':
    'Somebody slips the answer of their own sign-in to the person. The server returns the state that it was sent; only the client knows that it was another.',
  'wrong.expired.title': 'An expired token',
  'wrong.expired.why':
    'The client is set to tokens of one second, and the call comes later: 401 with invalid_token tells it to refresh.',
  'wrong.idToken.title': 'The ID token as an access token',
  'wrong.idToken.why':
    'An ID token tells the client who signed in. It opens nothing, and no server may take it for an access token.',
  'wrong.otherGrant.title': 'A grant that the client does not have',
  'wrong.otherGrant.why': 'A client may only do what its grant_types list.',
  'wrong.wrongBasic.title': 'Wrong secret',
  'wrong.wrongBasic.why':
    'The call is answered 401, whatever it asked for: credentials that are wrong are never treated as none.',
  'samples.title': 'The whole as a program',
  'samples.lead':
    'Each runs as it stands once CLIENT_SECRET is set, where there is one. A throw-away client is gone when you leave this page.',
}
export default en
