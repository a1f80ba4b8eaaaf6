/** Keeps passwords out of what people see and files keep. Changes nothing else of a text. */

const inAddress = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):[^\s@'"]*@/gi
const inWords = /\b(password|passwd|pwd|secret|token)(["']?\s*[=:]\s*)(["'])(?:(?!\3).)*\3/gi
const inParameters = /\b(password|passwd|pwd|secret|token)=(?!["'])[^\s&;'"]+/gi

/** Gives the text without the passwords in it. */
export function concealed(text: string): string {
  return text.replace(inAddress, '$1:***@').replace(inWords, '$1$2$3***$3').replace(inParameters, '$1=***')
}

/** True where a text holds what looks like a password. */
export function holdsSecret(text: string): boolean {
  return concealed(text) !== text
}
