/** People sign in at Firekeep with PKCE, and the page calls it with their token. There is no secret in it. */
const { UserManager } = globalThis.oidc
const { firekeep } = await (await fetch('/settings.json')).json()
const byId = (id) => document.getElementById(id)

// The library keeps tokens in the session storage of the tab, and renews them by the refresh token before they expire.
const manager = new UserManager({
  authority: firekeep,
  client_id: 'portal',
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile fhirUser user/Appointment.rs',
})
manager.events.addUserLoaded(showToken)
manager.events.addSilentRenewError(() => manager.removeUser())
manager.events.addUserUnloaded(() => showPerson(null))
byId('sign-in').onclick = () => manager.signinRedirect()
byId('sign-out').onclick = () => manager.signoutRedirect()
byId('mine').onclick = () => showAppointments('Your appointments', toOwn)
byId('all').onclick = () => showAppointments('Everybody’s appointments', () => '')

try {
  showPerson(location.pathname === '/callback' ? await manager.signinCallback() : await manager.getUser())
} catch (error) {
  // Such as: the person said no, or reloaded an address whose code is used.
  showPerson(null)
  showTitle('Signing in did not work', error.message)
}
history.replaceState(null, '', '/')

function showPerson(user) {
  for (const part of document.querySelectorAll('.signed-in')) part.hidden = !user
  for (const part of document.querySelectorAll('.signed-out')) part.hidden = Boolean(user)
  byId('name').textContent = user?.profile.name ?? ''
  byId('appointments').replaceChildren()
  if (!user) return showTitle('Welcome')
  showToken(user)
  return showAppointments('Your appointments', toOwn)
}

async function showAppointments(title, toQuery) {
  const user = await manager.getUser()
  if (!user) return showPerson(null)
  const headers = { authorization: `Bearer ${user.access_token}` }
  const response = await fetch(`${firekeep}/Appointment${toQuery(user)}`, { headers })
  // The session was ended elsewhere.
  if (response.status === 401) return manager.removeUser()
  const body = await response.json()
  byId('appointments').replaceChildren(...(body.entry ?? []).map(({ resource }) => toRow(resource)))
  // 403: no policy lets this person have them, and Firekeep says so in words.
  return response.ok
    ? showTitle(title)
    : showTitle('You cannot see these appointments', body.issue[0].diagnostics)
}

/** `fhirUser` is the URL of the record that the person is. Who has none asks for all, and is refused. */
function toOwn({ profile }) {
  return profile.fhirUser ? `?patient=${profile.fhirUser.replace(`${firekeep}/`, '')}` : ''
}

function toRow({ description, start }) {
  const [row, what, when] = ['li', 'span', 'time'].map((name) => document.createElement(name))
  what.textContent = description
  when.textContent = new Date(start).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
  row.append(what, when)
  return row
}

function showTitle(title, refusal = '') {
  byId('title').textContent = title
  byId('refusal').textContent = refusal
  byId('refusal').hidden = refusal === ''
}

function showToken({ expires_at }) {
  byId('token').textContent =
    `The token holds until ${new Date(expires_at * 1000).toLocaleTimeString()}, and is renewed before.`
}
