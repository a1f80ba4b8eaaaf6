/** Writes the types of a database's models, or tells whether a file still has them. Decides none of them. */

import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { CommandError, exits } from '../exit.js'
import { takenFrom, textIn } from '../open.js'
import { type SourceFlags, sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'
import { writeOut } from '../write-out.js'

/** The options of the command. */
export interface TypesFlags extends SourceFlags {
  readonly output?: string
  readonly check?: boolean
}

/** Writes the types; with `check`, prints how the file differs from them. */
export async function writeTypes(
  { database }: { readonly database: string | undefined },
  flags: TypesFlags,
  terminal: Terminal,
): Promise<number> {
  const { output, check = false } = flags
  if (check && output === undefined) {
    throw new CommandError('Cannot check types: name their file, as in automap types URL -o db.ts --check')
  }
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const { typingsOf } = await import('../../typings/typings.js')
  // The file says what makes it again, and never an address.
  const text = typingsOf(
    snapshot,
    output === undefined ? {} : { command: `automap types URL -o ${basename(output)}` },
  )
  if (!check) {
    await writeOut(text, output, terminal)
    return exits.done
  }
  const path = resolve(terminal.cwd, output as string)
  const { differenceOf } = await import('../../typings/difference.js')
  const difference = differenceOf(existsSync(path) ? await textIn(path) : '', text)
  if (difference === '') return exits.done
  terminal.stdout.write(difference)
  terminal.note(`"${basename(path)}" is not what the database says; run automap types again`)
  return exits.found
}
