/** Lays JSON out so that one thing stands on one line. Changes no value. */

const width = 110

/** Gives the text: what is short stands on one line, what is long on one for each part. */
export function layout(value: unknown): string {
  return laid(value, '')
}

function laid(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map(each => laid(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${laid(each, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const space = Array.isArray(value) || parts.length === 0 ? '' : ' '
  const line = `${open}${space}${parts.join(', ')}${space}${close}`
  if (indent.length + line.length <= width && !line.includes('\n')) return line
  return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`
}
