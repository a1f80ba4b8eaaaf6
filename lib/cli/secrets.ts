/** Keeps passwords out of what people see and files keep. Changes nothing else of a text. */

const words = '(?<![a-z])(?:[a-z]+_?)?(?:password|passwd|pwd|secret|token)'
const inAddress = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):[^\s'"]*@/gi
const inWords = new RegExp(`(${words}["']?\\s*[=:]\\s*)(["'\`])(?:(?!\\2).)*\\2`, 'gi')
const inParameters = new RegExp(`(${words}=)(?!["'\`*])[^\\s&;'"\`]+`, 'gi')

/** Gives the text without the passwords in it. */
export function concealed(text: string): string {
  return text.replace(inAddress, '$1:***@').replace(inWords, '$1$2***$2').replace(inParameters, '$1***')
}

/** True where a text holds what looks like a password. */
export function holdsSecret(text: string): boolean {
  return concealed(text) !== text
}
