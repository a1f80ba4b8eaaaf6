/** Writes a diagram of a database, in the form that the file's name ends in. Draws nothing itself. */

import { CommandError, exits } from '../exit.js'
import { takenFrom } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'
import { writeOut } from '../write-out.js'

/** The options of the command. */
export interface DiagramFlags extends SourceFlags {
  readonly output: string
}

/** Writes the diagram. */
export async function writeDiagram(
  { database }: { readonly database: string | undefined },
  flags: DiagramFlags,
  terminal: Terminal,
): Promise<number> {
  const { diagramFormats, diagramOf } = await import('../../diagram/diagram.js')
  const format = diagramFormats.find(each => flags.output.endsWith(`.${each}`))
  if (format === undefined) {
    const endings = diagramFormats.map(each => `.${each}`).join(', ')
    throw new CommandError(
      `Cannot write a diagram to "${flags.output}": expected a name that ends in one of ${endings}`,
    )
  }
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  await writeOut(await diagramOf(snapshot, format), flags.output, terminal)
  return exits.done
}
