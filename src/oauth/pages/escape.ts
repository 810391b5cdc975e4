/** Text made safe for HTML text and for quoted attribute values (HTML Living Standard §13.1.2.3, §13.3). */

// CR and LF become references so that the parser's newline normalisation (§13.2.3.5) does not change a value.
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\0': '\uFFFD', // NUL is a parse error everywhere and cannot be written as a reference
}

/** The same text for the reader of the page, whatever characters it holds. */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replace(/[&<>"'\r\n\0]/g, (character) => replacements[character] ?? '')
}
