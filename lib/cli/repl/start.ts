/** Opens a prompt with every model in reach, and waits for its end. Writes only where the database was opened for that. */

import { type REPLEval, type REPLServer, Recoverable, start } from 'node:repl'
import { messageOf } from '../failure.js'
import { onThrown } from '../on-thrown.js'
import type { Opened } from '../open.js'
import { hiddenText, type Scope, scopeOf } from '../scope.js'
import { cutText, settled, textOf } from '../show/value.js'
import type { Terminal } from '../terminal.js'
import { defineCommands } from './commands.js'
import { completionOf } from './completion.js'
import { historyFile, keepHistory } from './history.js'
import { interruptible, isInterruption } from './interruption.js'

/** Runs a prompt until it is left. */
export async function prompt(
  opened: Omit<Opened, 'dialect'>,
  limit: number,
  terminal: Terminal,
): Promise<void> {
  const { default: maker } = await import('cli-table3')
  const scope = scopeOf(opened)
  const entries: string[] = []
  const fail = (error: unknown): void => terminal.print(terminal.paint('red', messageOf(error)))
  greet(opened, scope, terminal)
  const server = start({
    input: terminal.stdin,
    output: terminal.stdout,
    terminal: terminal.stdin.isTTY === true && terminal.stdout.isTTY === true,
    prompt: promptText(opened, terminal),
    useGlobal: true,
    useColors: terminal.colour,
    ignoreUndefined: true,
    preview: false,
    breakEvalOnSigint: true,
    writer: value => textOf(value, maker, terminal),
  })
  const evaluated = evaluating(server, { limit, terminal, scope, entries, fail, cancel: opened.cancel })
  Object.assign(server, { eval: evaluated })
  complete(server, opened)
  defineCommands(server, { opened, terminal, entries, fail })
  const ended = new Promise<void>(resolve => server.once('exit', resolve))
  const path = historyFile(terminal)
  if (server.terminal && path !== null) await keepHistory(server, path)
  await ended
  scope.end()
}

/** What code at the prompt is run with. */
interface Running {
  readonly limit: number
  readonly terminal: Terminal
  readonly scope: Scope
  readonly entries: string[]
  readonly fail: (error: unknown) => void
  readonly cancel: () => Promise<void>
}

/** Awaits what code gives, remembers what did not fail, and tells what did. */
function evaluating(
  server: REPLServer,
  { limit, terminal, scope, entries, fail, cancel }: Running,
): REPLEval {
  const plain = server.eval
  const settle = async (code: string, result: unknown): Promise<unknown> => {
    const { value, isCut } = await settled(result, limit)
    if (code.trim() !== '') entries.push(code)
    if (isCut) terminal.note(cutText(limit))
    return value
  }
  let running = ''
  const tell = (error: unknown): undefined => {
    if (isInterruption(error)) {
      void cancel()
      terminal.print('Interrupted')
      return
    }
    fail(error)
    const hint = hiddenText(scope.hidden, running)
    if (hint !== null) terminal.print(hint)
  }
  onThrown(server, error => {
    tell(error)
    server.clearBufferedCommand()
    server.displayPrompt()
  })
  return (code, context, file, done) => {
    running = code
    plain.call(server, code, context, file, (error, result: unknown) => {
      if (error instanceof Recoverable) done(error, undefined)
      else if (error) done(null, tell(error))
      else
        interruptible(server, settle(code, result)).then(
          value => done(null, value),
          failure => done(null, tell(failure)),
        )
    })
  }
}

/** Says which database, and whether it can be written to. */
export function promptText(
  { place, write }: Pick<Opened, 'place' | 'write'>,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  return `${place} ${write ? paint(['bold', 'red'], 'WRITE') : paint('green', 'read-only')}> `
}

function greet({ db, place }: Pick<Opened, 'db' | 'place'>, { hidden }: Scope, terminal: Terminal): void {
  const count = Object.keys(db.models).length
  terminal.print(
    `${count} ${count === 1 ? 'model' : 'models'} of ${place}; .models lists them, .help the commands`,
  )
  const notice = hiddenText(hidden, hidden.join(' '))
  if (notice !== null) terminal.print(notice)
}

type Complete = (line: string, done: (error: Error | null, result: [string[], string]) => void) => void

/** What is proposed here comes before what the prompt would propose itself. */
function complete(server: REPLServer, { db }: Pick<Opened, 'db'>): void {
  const own = Reflect.get(server, 'completer') as Complete
  const completer: Complete = (line, done) => {
    const found = completionOf(line, db)
    if (found === null) own.call(server, line, done)
    else done(null, [...found] as [string[], string])
  }
  Object.assign(server, { completer })
}
