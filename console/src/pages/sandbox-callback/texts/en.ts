const en = {
  answer: 'What the server answered',
  lead: 'The sandbox goes on in its own tab, and you can close this one. If you are trying by hand: the code works once, within a minute.',
  nothing:
    'The server sends browsers here after a sign-in that the sandbox began. This address came without an answer.',
  back: 'To the sandbox',
}
export default en
