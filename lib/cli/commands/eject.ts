/** Prints a model as a class that declares it. Writes no file. */

import { classText } from '../class-text.js'
import { CommandError, exits } from '../exit.js'
import { modelNamed } from '../model-named.js'
import { takenFrom } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'

/** Prints the class. */
export async function ejectModel(
  { database, rest: [name] }: { readonly database: string | undefined; readonly rest: readonly string[] },
  flags: SourceFlags,
  terminal: Terminal,
): Promise<number> {
  if (name === undefined) throw new CommandError('Cannot eject: name a model, as in automap eject URL MODEL')
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  terminal.print(classText(snapshot, modelNamed(snapshot, name)))
  return exits.done
}
