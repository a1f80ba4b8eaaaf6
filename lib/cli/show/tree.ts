/** Draws a tree of texts, as wide as is allowed. Knows nothing of what it shows. */

import { fitted } from '../terminal.js'

/** A line, and what is below it. */
export interface Branch {
  readonly text: string
  readonly below?: readonly Branch[]
}

/** Gives the lines of the trees. */
export function treeLines(roots: readonly Branch[], width: number): string[] {
  return roots.flatMap(root => linesOf(root, '', '')).map(line => fitted(line, width))
}

function linesOf({ text, below = [] }: Branch, first: string, rest: string): string[] {
  return [
    first + text,
    ...below.flatMap((each, place) =>
      place === below.length - 1
        ? linesOf(each, `${rest}└─ `, `${rest}   `)
        : linesOf(each, `${rest}├─ `, `${rest}│  `),
    ),
  ]
}
