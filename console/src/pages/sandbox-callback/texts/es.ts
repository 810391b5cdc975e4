import type en from './en.ts'

const es: Record<keyof typeof en, string> = {
  answer: 'Lo que respondió el servidor',
  lead: 'El sandbox continúa en su propia pestaña; puede cerrar esta. Si prueba a mano: el código sirve una sola vez, durante un minuto.',
  nothing:
    'El servidor envía aquí los navegadores tras un inicio de sesión que empezó en el sandbox. Esta dirección llegó sin respuesta.',
  back: 'Al sandbox',
}
export default es
