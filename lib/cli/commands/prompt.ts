/** What the command does without the name of one: runs a text, or standard input, or opens the prompt. */

import { text } from 'node:stream/consumers'
import { exits } from '../exit.js'
import { withDatabase } from '../open.js'
import { sourceOf } from '../source.js'
import type { Terminal } from '../terminal.js'
import { type RunFlags, runCode } from './run.js'

/** The options without the name of a command. */
export interface PromptFlags extends RunFlags {
  readonly eval?: string
}

/** Runs `--eval`; else what comes from a pipe; else opens the prompt. */
export async function openPrompt(
  database: string | undefined,
  flags: PromptFlags,
  terminal: Terminal,
): Promise<number> {
  if (flags.eval !== undefined) return await runCode(database, flags.eval, flags, terminal)
  if (terminal.stdin.isTTY !== true)
    return await runCode(database, await text(terminal.stdin), flags, terminal)
  const { prompt } = await import('../repl/start.js')
  const source = await sourceOf(database, flags, terminal)
  return await withDatabase(source, flags.write === true, terminal, async opened => {
    await prompt(opened, flags.limit, terminal)
    return exits.done
  })
}
