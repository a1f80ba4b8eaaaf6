/** The prompt's own commands, those that begin with a dot. Each prints, and none throws. */

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { REPLServer } from 'node:repl'
import { tableText } from '../../schema/key-text.js'
import { evaluate } from '../evaluate.js'
import { reportBranches } from '../model-tree.js'
import type { Opened } from '../open.js'
import { treeLines } from '../show/tree.js'
import { harmless, type Terminal } from '../terminal.js'
import { scriptText } from './session.js'
import { showStatements } from './statements.js'

/** What the commands work on. */
export interface Prompt {
  readonly opened: Pick<Opened, 'db' | 'place'>
  readonly terminal: Terminal
  /** What was run, and did not fail. */
  readonly entries: readonly string[]
  /** Prints what went wrong. */
  readonly fail: (error: unknown) => void
}

type Command = (given: string, prompt: Prompt) => Promise<void> | void

/** The commands: their help, and what they do. */
export function promptCommands(): ReadonlyMap<string, readonly [help: string, command: Command]> {
  let stop: (() => void) | null = null
  const sql: Command = async (given, { opened, terminal }) => {
    if (given === 'on') stop ??= await showStatements(opened.db, terminal)
    else if (given === 'off') {
      stop?.()
      stop = null
    } else terminal.print('Say .sql on or .sql off')
  }
  return new Map<string, readonly [string, Command]>([
    ['sql', ['Show each statement with its time: .sql on, .sql off', sql]],
    ['explain', ['Tell why something has its name: .explain Model.property', explain]],
    ['plan', ['Tell which statements a query runs: .plan QUERY', plan]],
    ['report', ['Tell what has no model, and what was renamed', report]],
    ['models', ['List the models', models]],
    ['save', ['Write this session as a script: .save FILE', save]],
  ])
}

/** Gives a prompt its commands. */
export function defineCommands(server: REPLServer, prompt: Prompt): void {
  for (const [name, [help, command]] of promptCommands()) {
    server.defineCommand(name, {
      help,
      action(given: string) {
        server.clearBufferedCommand()
        const done = async (): Promise<void> => command(given.trim(), prompt)
        void done()
          .catch(prompt.fail)
          .then(() => server.displayPrompt())
      },
    })
  }
}

const explain: Command = (given, { opened, terminal }) => {
  terminal.print(String(opened.db.explain(given)))
}

const plan: Command = async (given, { terminal }) => {
  const { value } = await evaluate(given)
  const query = typeof value === 'function' ? (value as { query?: () => unknown }).query?.() : value
  const told = (query as { plan?: () => unknown } | null | undefined)?.plan?.()
  terminal.print(
    told === undefined ? 'Expected a query that is not awaited, such as Model.where(…)' : String(told),
  )
}

const report: Command = async (_, { opened, terminal }) => {
  const snapshot = await opened.db.snapshot()
  const reasons = new Map(
    opened.db.report.tables.map(({ schema, name, reason }) => [
      tableText(snapshot.structure, schema, name),
      reason,
    ]),
  )
  const lines = treeLines(reportBranches(snapshot, reasons, terminal), terminal.width)
  terminal.print(
    lines.length === 0 ? 'Every table is a model under the name that it wanted' : lines.join('\n'),
  )
}

const models: Command = (_, { opened, terminal }) => {
  terminal.print(Object.keys(opened.db.models).map(harmless).join('\n'))
}

const save: Command = async (given, { opened, terminal, entries }) => {
  if (given === '') {
    terminal.print('Say where: .save FILE')
    return
  }
  await writeFile(resolve(terminal.cwd, given), scriptText(entries, opened.place))
  terminal.print(`Wrote ${given}`)
}
