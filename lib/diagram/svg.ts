/** Draws a snapshot as a picture, through Graphviz. Loads it when it is asked for, and not before. */

import type { Snapshot } from '../../types/snapshot.js'
import { dotOf } from './dot.js'

/** Gives the text of an SVG. */
export async function svgOf(snapshot: Snapshot): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  const viz = await instance()
  return viz.renderString(dotOf(snapshot), { format: 'svg' })
}
