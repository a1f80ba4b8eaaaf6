/** Compares names as SQLite does. Knows nothing of any table. */

/** Folds A to Z alone: to SQLite `É` and `é` are two names, `E` and `e` one. */
export function fold(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, letters => letters.toLowerCase()) : name
}
