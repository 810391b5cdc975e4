import type en from './en.ts'

const fr: Record<keyof typeof en, string> = {
  lead: 'Tous les chemins vers un jeton que ce serveur propose, essayés pour de vrai : chaque message tel qu’il est envoyé et répondu, et ce qui arrive quand on se trompe.',
  all: 'Tous les chemins vers un jeton',
  unknown: 'Ce serveur n’a pas cet octroi',
  'tile.open': 'Essayer',
  'tile.counts': '{steps} étapes, {turns} faux pas',
  'grant.document.title': 'Votre première application',
  'grant.document.lead':
    'En moins d’une minute, de PUT /Client à deux appels : l’un refusé, l’autre permis. C’est le client de la documentation, sous un identifiant à lui.',
  'grant.codeSecret.title': 'Code d’autorisation avec secret',
  'grant.codeSecret.lead':
    'Pour les applications sur un serveur, qui savent garder un secret. On se connecte ici, et l’application ne voit jamais le mot de passe.',
  'grant.codePkce.title': 'Code d’autorisation avec PKCE',
  'grant.codePkce.lead':
    'Pour les applications monopages et mobiles, qui ne peuvent garder de secret. Une preuve nouvelle à chaque connexion en tient lieu.',
  'grant.codeBoth.title': 'Code d’autorisation avec secret et PKCE',
  'grant.codeBoth.lead':
    'Le meilleur des deux pour les applications sur un serveur : le secret prouve le client, PKCE lie le code à cette connexion.',
  'grant.refresh.title': 'Jeton de rafraîchissement',
  'grant.refresh.lead':
    'De nouveaux jetons d’accès sans nouvelle connexion. Ici chaque jeton de rafraîchissement sert une fois : le suivant vient avec la réponse.',
  'grant.clientCredentials.title': 'Identifiants du client',
  'grant.clientCredentials.lead':
    'Pour les programmes qui agissent pour eux-mêmes, sans personne. Ils peuvent ce que permet une politique à eux.',
  'grant.basic.title': 'HTTP Basic',
  'grant.basic.lead':
    'Le plus simple pour les scripts : identifiant et secret à chaque appel, sans aucun jeton.',
  'client.title': 'Avec quel client',
  'client.choose': 'Client',
  'client.new': 'Un nouveau, pour cet essai seulement',
  'client.throwAway':
    'La première étape le crée avec vos droits ; il est supprimé quand vous quittez cette page.',
  'client.chosen': 'Il reste tel quel. Les jetons et sessions obtenus par lui sont réels.',
  'client.secret': 'Son secret',
  'client.secretHint': 'Reste dans la mémoire de cette page. Laissez vide pour un client public.',
  'client.noCallback':
    'Ce client ne renvoie personne au bac à sable. Il lui faudrait cette URI de redirection :',
  'client.addCallback': 'L’ajouter au client',
  visible:
    'Se connecter sur les pages, dans un nouvel onglet. Nécessaire pour les clients qui demandent un consentement.',
  reveal: 'Montrer en entier secrets, codes et jetons',
  run: 'Exécuter toutes les étapes',
  next: 'Étape suivante',
  again: 'Recommencer',
  remove: 'Supprimer le client maintenant',
  removed: 'Le client est supprimé',
  done: 'Toutes les étapes sont faites.',
  'step.made': 'fait',
  'step.stopped': 'arrêté',
  'step.failed':
    'Cette étape n’a pas apporté ce qu’il faut à la suivante ; la réponse dit pourquoi. S’il faut interroger la personne, essayez avec les pages dans un nouvel onglet.',
  'step.makeClient.title': 'Enregistrer le client',
  'step.makeClient.why':
    'Le serveur doit savoir qui demande et où renvoyer les personnes. Vous le créez avec votre propre jeton, comme avec curl.',
  'step.authorize.title': 'Demander un code',
  'step.authorize.why':
    'Le navigateur va au serveur, où la personne se connecte, et revient avec un code. state lie la réponse à ce navigateur, nonce le jeton d’identité à cette demande. Vous êtes déjà connecté, donc rien n’est demandé (prompt=none).',
  'step.exchange.title': 'Échanger le code contre des jetons',
  'step.exchange.why':
    'De l’application directement au serveur : le code ne vaut rien sans ce qui prouve le client. Il sert une fois, dans la minute.',
  'step.userinfo.title': 'Demander qui c’est',
  'step.userinfo.why':
    'Le jeton d’accès va dans l’en-tête Authorization, jamais dans une URL. La réponse dit ce que permettent les portées accordées.',
  'step.refresh.title': 'Rafraîchir',
  'step.refresh.why':
    'Le jeton de rafraîchissement apporte un nouveau jeton d’accès et un nouveau jeton de rafraîchissement qui prend sa place.',
  'step.revoke.title': 'Révoquer',
  'step.revoke.why':
    'L’application renonce : la session prend fin, et le jeton d’accès est refusé dès l’appel suivant.',
  'step.clientCredentials.title': 'Demander un jeton',
  'step.clientCredentials.why':
    'Le client se prouve par son secret et reçoit un jeton pour lui-même. Il n’y a personne, donc pas de jeton d’identité.',
  'step.scopeRefused.title': 'Un appel refusé',
  'step.scopeRefused.why':
    'Le jeton a été demandé pour user/User.rs : lire et chercher des utilisateurs. Il n’atteint aucun client, même si vous pouvez les lire.',
  'step.scopeAllowed.title': 'Un appel permis',
  'step.scopeAllowed.why':
    'Dans sa portée, le jeton porte vos droits : il peut ce que les politiques vous permettent, et rien de plus.',
  'step.policyRefused.title': 'Un appel refusé',
  'step.policyRefused.why':
    'On sait qui c’est, mais aucune politique ne dit qu’il peut. Les politiques ne font qu’accorder : aucune veut dire non.',
  'step.givePolicy.title': 'Lui donner une politique',
  'step.givePolicy.why':
    'Une politique liée au client, qui le laisse se lire lui-même. Elle compte dès l’appel suivant et est supprimée avec le client.',
  'step.policyAllowed.title': 'Le même appel, permis',
  'step.policyAllowed.why': 'Rien n’a changé, sauf la politique.',
  'step.basic.title': 'Appeler avec identifiant et secret',
  'step.basic.why':
    'Les deux sont dans l’en-tête Authorization de chaque appel, donc seulement par TLS. Le client est connu, mais aucune politique ne le laisse encore entrer.',
  'message.sent': 'Envoyé',
  'message.answered': 'Répondu',
  'check.right': 'juste',
  'check.wrong': 'faux',
  'check.state': 'state est celui envoyé : la réponse appartient à ce navigateur',
  'check.issuer': 'iss est ce serveur : aucun autre n’a répondu à sa place',
  'verified.signature': 'La signature vient d’une clé de /.well-known/jwks.json',
  'verified.iss': 'Il a été émis par ce serveur',
  'verified.aud': 'Il est destiné à qui le vérifie',
  'verified.exp': 'Il n’a pas expiré',
  'verified.nonce': 'Il appartient à cette demande',
  'verified.at_hash': 'Il est venu avec ce jeton d’accès',
  'token.opaque': 'opaque',
  'token.random':
    'Une suite aléatoire dont on ne peut rien lire ; les autres serveurs demandent à /auth/introspect.',
  'token.refresh': 'Une suite aléatoire que seul le point d’accès des jetons accepte.',
  'claim.alg': 'Comment il est signé',
  'claim.typ': 'Ce que c’est : at+jwt est un jeton d’accès',
  'claim.kid': 'Avec quelle clé du serveur',
  'claim.iss': 'Émetteur : qui l’a fait',
  'claim.sub': 'Sujet : de qui il s’agit',
  'claim.aud': 'Audience : à qui il est destiné',
  'claim.exp': 'Ne vaut plus rien à partir de là',
  'claim.iat': 'Quand il a été fait',
  'claim.auth_time': 'Quand la personne s’est connectée',
  'claim.jti': 'Son propre identifiant',
  'claim.client_id': 'Le client à qui il a été donné',
  'claim.scope': 'À quoi il peut servir',
  'claim.nonce': 'La valeur de la demande',
  'claim.at_hash': 'Empreinte du jeton d’accès à côté',
  'claim.azp': 'Le client pour qui il a été fait',
  'claim.sid': 'La session à laquelle il appartient',
  'claim.amr': 'Comment la personne s’est connectée',
  'claim.acr': 'Combien de preuves différentes c’était',
  'wrong.title': 'Faux pas',
  'wrong.lead': 'Les erreurs et attaques classiques, faites pour de vrai, chacune dans une connexion à elle.',
  'wrong.make': 'Faire l’erreur',
  'wrong.running': 'L’erreur est en cours…',
  'wrong.by.server': 'Le serveur l’a remarqué et a refusé.',
  'wrong.by.client':
    'C’est au client de le remarquer, et il le fait : il jette la réponse et n’utilise aucun code.',
  'wrong.unnoticed': 'Personne ne l’a remarqué. Regardez les réponses et les réglages du client.',
  'wrong.notReached': 'On n’en est pas venu à l’erreur : une étape avant elle a été refusée.',
  'wrong.redirect.title': 'Une autre URI de redirection',
  'wrong.redirect.why':
    'Le code irait à un attaquant. Le serveur compare caractère par caractère et le dit à la personne sur une page, au lieu de rediriger.',
  'wrong.redirectToken.title': 'Une autre URI de redirection à l’échange',
  'wrong.redirectToken.why': 'Un code demandé pour une adresse n’est pas échangé pour une autre.',
  'wrong.replay.title': 'Un code utilisé deux fois',
  'wrong.replay.why':
    'L’un des deux est un voleur, et nul ne sait lequel : le second échange est refusé, et les jetons du premier prennent fin.',
  'wrong.noVerifier.title': 'Pas de vérificateur',
  'wrong.noVerifier.why': 'Qui a intercepté le code n’a pas le vérificateur, et n’obtient rien.',
  'wrong.wrongVerifier.title': 'Mauvais vérificateur',
  'wrong.wrongVerifier.why':
    'L’empreinte du vérificateur doit être le défi avec lequel le code a été demandé.',
  'wrong.noChallenge.title': 'Pas de PKCE là où il est exigé',
  'wrong.noChallenge.why':
    'Sans défi, n’importe qui pourrait utiliser un code intercepté. La demande est refusée avant qu’il y ait un code.',
  'wrong.wrongSecret.title': 'Mauvais secret',
  'wrong.wrongSecret.why':
    'La réponse ne dit pas si c’est le client ou son secret qui est faux, et les essais répétés sont ralentis.',
  'wrong.noSecret.title': 'Pas de secret là où il en faut un',
  'wrong.noSecret.why':
    'N’importe qui peut nommer un client. Là où il doit se prouver, le code seul ne suffit pas.',
  'wrong.stolenRefresh.title': 'Un jeton de rafraîchissement volé',
  'wrong.stolenRefresh.why':
    'Le propriétaire a rafraîchi entre-temps ; puis le voleur vient avec l’ancien. Le vol est remarqué, et la session prend fin pour les deux.',
  'wrong.state.title': 'state a été changé',
  'wrong.state.why':
    'Quelqu’un glisse la réponse de sa propre connexion. Le serveur rend le state qu’il a reçu ; seul le client sait que c’en était un autre.',
  'wrong.expired.title': 'Un jeton expiré',
  'wrong.expired.why':
    'Le client est réglé sur des jetons d’une seconde, et l’appel vient plus tard : 401 avec invalid_token lui dit de rafraîchir.',
  'wrong.idToken.title': 'Le jeton d’identité comme jeton d’accès',
  'wrong.idToken.why':
    'Un jeton d’identité dit au client qui s’est connecté. Il n’ouvre rien, et aucun serveur ne doit le prendre pour un jeton d’accès.',
  'wrong.otherGrant.title': 'Un octroi que le client n’a pas',
  'wrong.otherGrant.why': 'Un client ne peut que ce que ses grant_types nomment.',
  'wrong.wrongBasic.title': 'Mauvais secret',
  'wrong.wrongBasic.why':
    'L’appel reçoit 401, quoi qu’il demande : de faux identifiants ne valent jamais absence d’identifiants.',
  'samples.title': 'Le tout en programme',
  'samples.lead':
    'Chacun fonctionne tel quel dès que CLIENT_SECRET est défini, s’il y en a un. Un client d’essai disparaît quand vous quittez cette page.',
}
export default fr
