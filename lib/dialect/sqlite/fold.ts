/** Compares names as SQLite does. Knows nothing of any table. */

/** True where two names differ at most in the case of A to Z. */
export function isSameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && fold(a) === fold(b))
}

const upper = /[A-Z]/

/** Folds A to Z alone: to SQLite `É` and `é` are two names, `E` and `e` one. */
export function fold(name: string): string {
  return upper.test(name) ? name.replace(/[A-Z]+/g, letters => letters.toLowerCase()) : name
}
