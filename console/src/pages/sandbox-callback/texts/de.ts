import type en from './en.ts'

const de: Record<keyof typeof en, string> = {
  answer: 'Was der Server geantwortet hat',
  lead: 'Die Sandbox läuft in ihrem eigenen Tab weiter, dieser kann geschlossen werden. Wenn Sie von Hand probieren: Der Code gilt einmal und eine Minute lang.',
  nothing:
    'Hierher schickt der Server Browser nach einer Anmeldung, die in der Sandbox begonnen hat. Dieser Aufruf brachte keine Antwort mit.',
  back: 'Zur Sandbox',
}
export default de
