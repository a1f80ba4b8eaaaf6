/** Gives a snapshot as a diagram, in any of the forms. Writes no file, and asks no database. */

import type { Snapshot } from '../../types/snapshot.js'
import { dotOf } from './dot.js'
import { htmlOf } from './html.js'
import { mermaidOf } from './mermaid.js'
import { svgOf } from './svg.js'

/** The forms, by the endings of their files. */
export const diagramFormats = ['html', 'svg', 'mmd', 'dot'] as const

/** One of the forms. */
export type DiagramFormat = (typeof diagramFormats)[number]

const writers: Readonly<Record<DiagramFormat, (snapshot: Snapshot) => string | Promise<string>>> = {
  html: htmlOf,
  svg: svgOf,
  mmd: mermaidOf,
  dot: dotOf,
}

/** Gives the diagram's text. */
export async function diagramOf(snapshot: Snapshot, format: DiagramFormat): Promise<string> {
  return await writers[format](snapshot)
}
