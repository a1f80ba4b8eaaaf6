/** The names that would break JavaScript or the library, each with its reason. Knows nothing of collisions. */

const everyObject = 'every JavaScript object has it'
const everyInstance = 'every instance has it'

/** Names that no property of an instance can have; written out so that they are the same on every engine. */
export const reservedProperties: ReadonlyMap<string, string> = new Map([
  ['then', 'await would call it'],
  ['prototype', 'it would be taken for a class'],
  ['toJSON', 'JSON.stringify would call it'],
  ['save', everyInstance],
  ['delete', everyInstance],
  ['refresh', everyInstance],
  ['isNew', everyInstance],
  ['changes', everyInstance],
  ['__proto__', everyObject],
  ['constructor', everyObject],
  ['__defineGetter__', everyObject],
  ['__defineSetter__', everyObject],
  ['__lookupGetter__', everyObject],
  ['__lookupSetter__', everyObject],
  ['hasOwnProperty', everyObject],
  ['isPrototypeOf', everyObject],
  ['propertyIsEnumerable', everyObject],
  ['toLocaleString', everyObject],
  ['toString', everyObject],
  ['valueOf', everyObject],
])

/** Names that no model can have; `db.models` has no prototype, so these few are enough. */
export const reservedModels: ReadonlyMap<string, string> = new Map([
  ['then', 'await would call it'],
  ['__proto__', everyObject],
  ['constructor', everyObject],
  ['prototype', 'it would be taken for a class'],
])
