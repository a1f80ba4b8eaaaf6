/** Tells whether a class has a constructor of its own, from its text: nothing else knows. Runs no code of the class. */

/** Comments, strings, templates and regular expressions; a slash after a value divides. */
const noise =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(["'])(?:\\[\s\S]|(?!\1)[^\\])*\1|`(?:\\[\s\S]|[^\\`])*`|(?<=(?:[(,=:[!&|?{};+*%~^<>-]|\b(?:return|typeof|case|in|of))\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g

/** Braces, and every constructor that is defined and not called; the last group is one that a compiler wrote for fields. */
const landmarks =
  /[{}]|(?<![.\w$#]|\bstatic\s+)constructor\s*\((\s*\)\s*\{\s*super\(\s*\.\.\.arguments\s*\))?/g

/**
 * True where a class has a constructor that its author wrote. A compiler that turns fields into a constructor lets it pass
 * everything on, and such a one does not count. A guess that is wrong costs a class with fields: they run with the
 * constructor, or do not run for rows.
 */
export function hasConstructor(model: object): boolean {
  const text = textOf(model)
  if (!/^(?:class|@)/.test(text)) return true
  // Most classes do not even mention one, and need no closer look.
  if (!text.includes('constructor')) return false
  let depth = 0
  for (const [mark, passing] of codeOf(text).matchAll(landmarks)) {
    if (mark === '{') depth++
    else if (mark === '}') depth--
    else if (depth === 1) return passing === undefined
    else if (passing !== undefined) depth++
  }
  return false
}

/** Gives the text of a class as it was written, whatever the class says of itself. */
export function textOf(model: object): string {
  return Function.prototype.toString.call(model)
}

/** The text without what only looks like code; a quoted name of a member is one all the same. */
function codeOf(text: string): string {
  return text.replace(noise, match => (/^["']constructor["']$/.test(match) ? 'constructor' : ' '))
}
