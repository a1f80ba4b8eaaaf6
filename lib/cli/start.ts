/** Runs one command line, from its words to its exit code. Ends no process. */

import { CommanderError } from 'commander'
import { exitOf, exits } from './exit.js'
import { messageOf, stackOf } from './failure.js'
import { programOf } from './program.js'
import { type Streams, terminalOf } from './terminal.js'

/** Gives the exit code. */
export async function startCommand(words: readonly string[], streams: Streams): Promise<number> {
  let exit: number = exits.done
  const program = programOf(
    plain => terminalOf(streams, plain),
    code => {
      exit = code
    },
  )
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: text => void streams.stdout.write(text),
      writeErr: text => void streams.stderr.write(text),
    })
  }
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.usage
    return tellFailure(error, words, streams)
  }
}

/** Says what went wrong, and gives the exit code for it. */
export function tellFailure(
  error: unknown,
  words: readonly string[],
  { stderr }: Pick<Streams, 'stderr'>,
): number {
  const shown = words.includes('--debug') ? stackOf(error) : messageOf(error)
  stderr.write(`automap: ${shown}\n`)
  return exitOf(error)
}
