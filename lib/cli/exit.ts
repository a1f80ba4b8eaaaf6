/** What the command ends with: exit codes, and the errors that are its own. Ends no process. */

import { ConnectionError, MappingError, OptionError, ReflectionError, SnapshotError } from '../errors.js'

/** Every exit code. */
export const exits = {
  /** It did what was asked, and found nothing. */
  done: 0,
  /** There are findings or differences. */
  found: 1,
  /** The command line, a file or a name in it has to be mended. */
  usage: 2,
  /** The database cannot be reached or read. */
  connection: 3,
  /** A statement, a script or a file failed. */
  failed: 4,
} as const

/** One of them. */
export type Exit = (typeof exits)[keyof typeof exits]

/** An error of the command itself. */
export class CommandError extends Error {
  readonly exit: Exit

  constructor(message: string, exit: Exit = exits.usage, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
  }
}

/** Gives the exit code for whatever was thrown. */
export function exitOf(error: unknown): Exit {
  if (error instanceof CommandError) return error.exit
  if (error instanceof ConnectionError || error instanceof ReflectionError) return exits.connection
  const isMendable = [OptionError, MappingError, SnapshotError].some(each => error instanceof each)
  return isMendable ? exits.usage : exits.failed
}
