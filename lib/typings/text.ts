/** Writes names and comments into TypeScript so that none can end what it stands in. Chooses no name. */

/** How long a line is where words can be parted. */
export const lineWidth = 110

/** Characters that are seen as none, or turn round the text that follows. */
const unseen = /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/gu

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const beyondPlane = /[\u{10000}-\u{10FFFF}]/u

/** True where a name can stand without quotes, whatever version of the language reads it. */
export function isIdentifier(name: string): boolean {
  return identifier.test(name) && !beyondPlane.test(name)
}

/** Gives a string literal. */
export function literal(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&').replace(unseen, escaped)}'`
}

/** Gives a property's name, in quotes where it needs them. */
export function propertyText(name: string): string {
  return isIdentifier(name) ? name : literal(name)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Gives a piece of code within a comment, on one line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``
}

/** Gives a doc comment of these paragraphs; a paragraph may have several lines. */
export function docComment(paragraphs: readonly string[], indent: string): string {
  const room = lineWidth - indent.length
  const lines = paragraphs
    .join('\n')
    .split(/\r\n?|\n/)
    .flatMap(line => wrapped(harmless(line), room - 3))
  const [first] = lines as [string]
  if (lines.length === 1 && first.length + '/**  */'.length <= room) return `${indent}/** ${first} */\n`
  const body = lines.map(line => `${indent} *${line === '' ? '' : ` ${line}`}\n`)
  return `${indent}/**\n${body.join('')}${indent} */\n`
}

/** A comment must not end, nor begin a tag, nor tell the compiler anything. */
function harmless(line: string): string {
  return line
    .replaceAll('\t', ' ')
    .replace(unseen, escaped)
    .replace(/(^|[^\p{L}\p{N}])@/gu, '$1\\@')
    .replaceAll('*/', '*\\/')
    .trimEnd()
}

function wrapped(line: string, room: number): string[] {
  const lines: string[] = []
  let last = ''
  for (const word of line.split(' ')) {
    if (last !== '' && last.length + word.length >= room) {
      lines.push(last)
      last = word
    } else last = last === '' ? word : `${last} ${word}`
  }
  return [...lines, last]
}
