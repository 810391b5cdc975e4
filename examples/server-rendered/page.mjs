/** What the application shows: HTML without a script. */

const characters = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => characters[character])

/** A template that escapes its values, except what another one made. */
export function html(strings, ...values) {
  const toText = (value) =>
    value?.html ?? (Array.isArray(value) ? value.map(toText).join('') : escapeHtml(value))
  return { html: String.raw({ raw: strings }, ...values.map(toText)) }
}

/** `name`: of the person who is signed in. */
export const page = (title, content, name) => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Clinic</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/app.css">
<header><strong>Clinic</strong>${name ? signedIn(name) : ''}</header>
<main><h1>${title}</h1>${content}</main>
</html>`

const signedIn = (name) => html`<div>
  <span>${name}</span>
  <form method="post" action="/logout"><button>Sign out</button></form>
</div>`

export const signIn = html`<a class="button" href="/login">Sign in</a>`

export const patientList = (patients) => html`<ul>${patients.map(patientRow)}</ul>`

const patientRow = ({ name: [{ given = [], family }], birthDate }) => html`<li>
  <span>${[...given, family].join(' ')}</span> <time>${birthDate}</time>
</li>`

export const refusal = (reason) => html`<p class="refusal" role="alert">${reason}</p>`
