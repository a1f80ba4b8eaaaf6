/** Makes names and comments safe to show: what is invisible becomes visible, what is markup becomes text. */

/** Controls, marks that turn the direction of writing, invisible joiners, and halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Gives the text on one line, with `\u202e` in the place of what nobody sees. */
export function shown(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(unseen, found => `\\u${(found.codePointAt(0) as number).toString(16).padStart(4, '0')}`)
}

/** Gives a shown text for markup, in an element or in quotes. */
export function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, found => `&#${found.charCodeAt(0)};`)
}

/** Gives at most so many characters; an ellipsis tells of more. */
export function shortened(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}
