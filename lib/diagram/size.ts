/** Decides how large a table is drawn. Measures no font: a width is what common fonts need at most. */

import type { Mark, OutlineColumn, OutlineTable } from './outline.js'
import { shortened, shown } from './shown.js'

/** A table's name, with its rule. */
export const headHeight = 36
/** One column. */
export const rowHeight = 22

/** One row as it is shown. */
export interface Row {
  readonly marks: readonly Mark[]
  readonly name: string
  readonly type: string
  readonly nullable: boolean
}

/** A table as it is shown. */
export interface Card {
  readonly title: string
  readonly rows: readonly Row[]
  /** Where names begin. */
  readonly indent: number
  readonly width: number
  readonly height: number
}

const [titleLength, nameLength, typeLength] = [44, 36, 26]
const [leastWidth, padding] = [168, 44]
/** Room for `PK`, and for `PK FK`. */
const [oneMark, twoMarks] = [24, 42]

/** Gives the card of a table. */
export function cardOf({ label, columns }: OutlineTable): Card {
  const title = shortened(shown(label), titleLength)
  const rows = columns.map(rowOf)
  const indent = 14 + (rows.some(({ marks }) => marks.length > 1) ? twoMarks : oneMark)
  const widths = rows.map(row => indent + widthOf(row.name, 7.2) + widthOf(row.type, 6.6) + padding)
  return {
    title,
    rows,
    indent,
    width: Math.ceil(Math.max(leastWidth, widthOf(title, 8.4) + padding, ...widths)),
    height: headHeight + rows.length * rowHeight + 6,
  }
}

function rowOf({ name, type, marks, nullable }: OutlineColumn): Row {
  return {
    marks: marks.slice(0, 2),
    name: shortened(shown(name), nameLength),
    type: shortened(shown(type), typeLength),
    nullable,
  }
}

/** Capitals are wider than the rest, and characters of the East take the room of two. */
function widthOf(text: string, each: number): number {
  const shareOf = (character: string): number => {
    if (character >= '\u1100') return 1.8
    return /[\p{Lu}mw@]/u.test(character) ? 1.22 : 1
  }
  return [...text].reduce((width, character) => width + each * shareOf(character), 0)
}
