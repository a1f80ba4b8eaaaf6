/** Names a value that a caller gave, for a message. Shows no content that could be long. */

/** Gives `"yes"`, `5`, `null`, `an array`, `a function`, `an object` or `an instance of Promise`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? 'a long text' : JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'symbol') return 'a symbol'
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  return isPlainObject(value) ? 'an object' : kindOf(value)
}

/** True for an object literal and its like: an object that is of no class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function kindOf(value: object): string {
  const maker: unknown = value.constructor
  return typeof maker === 'function' && maker.name !== '' ? `an instance of ${maker.name}` : 'an object'
}
