/** The command line: every command with its options. Loads what a command does when that is called. */

import { createRequire } from 'node:module'
import { Command, InvalidArgumentError } from 'commander'
import { didYouMean } from '../schema/suggest.js'
import { CommandError } from './exit.js'
import { concealed } from './secrets.js'
import { isNamed, operandsOf, type SourceFlags } from './source.js'
import type { Terminal } from './terminal.js'

/** What a command is called with: its words, its options. */
type Action = (words: readonly (string | undefined)[], flags: never, terminal: Terminal) => Promise<number>

/** Makes the terminal, once the options are known. */
export type MakeTerminal = (plain: boolean) => Terminal

/** Gives the program; `ended` is told the exit code. */
export function programOf(makeTerminal: MakeTerminal, ended: (exit: number) => void): Command {
  const program = new Command('automap')
    .description(
      'Models of a live database, from a terminal. Without a command: a prompt, or -e, or standard input',
    )
    .argument('[database]', 'an address, a path, or a snapshot; else the config file, else DATABASE_URL')
    .option('-e, --eval <code>', 'run this code, and print its value')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .allowExcessArguments()
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', () => exitText)
  const bind = (command: Command, action: Action): void => {
    command.action(async () => {
      const flags: SourceFlags & { readonly color: boolean } = command.opts()
      ended(await action(command.processedArgs.flat(), flags as never, makeTerminal(!flags.color)))
    })
  }
  bind(running(named(program)), async ([database], flags, terminal) => {
    const commands = program.commands.map(each => each.name())
    refuseMistyped(database, { commands, isMore: program.args.length > 1 })
    return (await import('./commands/prompt.js')).openPrompt(database, flags, terminal)
  })
  for (const define of [inspecting, writing, checking, scripts]) define(program, bind)
  return program
}

/** A word that names no database is most likely to name a command. */
function refuseMistyped(
  word: string | undefined,
  { commands, isMore }: { readonly commands: readonly string[]; readonly isMore: boolean },
): void {
  if (word === undefined) return
  const isDatabase = isNamed(word)
  if (isDatabase && !isMore) return
  throw new CommandError(
    isDatabase
      ? 'Cannot tell what to do: expected one database without a command; see automap --help'
      : `Cannot find "${concealed(word)}": no command is called so, nor is it an address or a path of a database${didYouMean(word, commands)}`,
  )
}

function packageVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('knex-automap/package.json')
  return version
}

type Bind = (command: Command, action: Action) => void

const exitText = `
Exit codes:
  0    done
  1    there are findings or differences
  2    the command line, a file, or a name has to be mended
  3    the database cannot be reached or read
  4    a statement, a script, or a file failed
  130  interrupted
  143  ended by a signal`

function sub(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('[database]', 'an address, a path, or a snapshot; else the config file, else DATABASE_URL')
}

function inspecting(program: Command, bind: Bind): void {
  const inspect = sub(program, 'inspect', 'show models, columns, relationships, keys, and the report')
    .argument('[table]', 'one model, by its name or its table')
    .option('--json', 'print JSON')
  bind(named(inspect), async (words, flags, terminal) =>
    (await import('./commands/inspect.js')).inspectDatabase(operandsOf(words), flags, terminal),
  )
  const names = sub(program, 'names', 'tell each name, its rule, and what it collided with')
    .argument('[model]', 'one model, by its name or its table')
    .option('--json', 'print JSON')
  bind(named(names), async (words, flags, terminal) =>
    (await import('./commands/names.js')).tellNames(operandsOf(words), flags, terminal),
  )
  const eject = sub(program, 'eject', 'print a model as a class that declares it').argument(
    '[model]',
    'the model, by its name or its table',
  )
  bind(named(eject), async (words, flags, terminal) =>
    (await import('./commands/eject.js')).ejectModel(operandsOf(words), flags, terminal),
  )
}

function writing(program: Command, bind: Bind): void {
  const snapshot = sub(program, 'snapshot', 'write the structure and the names as a file').option(
    '-o, --output <file>',
    'where to; standard output by default',
  )
  bind(named(snapshot), async ([database], flags, terminal) =>
    (await import('./commands/snapshot.js')).writeSnapshot({ database }, flags, terminal),
  )
  const types = sub(program, 'types', 'write the types of the models as TypeScript')
    .option('-o, --output <file>', 'where to; standard output by default')
    .option('--check', 'write nothing; exit 1 with the difference where the file is another')
  bind(named(types), async ([database], flags, terminal) =>
    (await import('./commands/types.js')).writeTypes({ database }, flags, terminal),
  )
  const diagram = sub(program, 'diagram', 'draw tables and relationships').requiredOption(
    '-o, --output <file>',
    'where to, as .html, .svg, .mmd, or .dot',
  )
  bind(named(diagram), async ([database], flags, terminal) =>
    (await import('./commands/diagram.js')).writeDiagram({ database }, flags, terminal),
  )
}

function checking(program: Command, bind: Bind): void {
  const check = sub(program, 'check', 'tell how the database differs from a snapshot of it')
    .requiredOption('--snapshot <file>', 'the snapshot that it is compared with')
    .option('--json', 'print JSON')
  bind(named(check), async ([database], flags, terminal) =>
    (await import('./commands/check.js')).checkDatabase({ database }, flags, terminal),
  )
  const lint = sub(program, 'lint', 'tell what is wrong, slow or risky about the structure').option(
    '--json',
    'print JSON',
  )
  bind(named(lint), async ([database], flags, terminal) =>
    (await import('./commands/lint.js')).lintDatabase({ database }, flags, terminal),
  )
}

function scripts(program: Command, bind: Bind): void {
  const run = sub(program, 'run', 'run a script with the models in reach; print its default export')
    .argument('[script]', 'a .js or .ts file, or - for standard input')
    .argument('[arguments...]', 'what the script finds in process.argv')
  bind(running(named(run)), async (words, flags, terminal) =>
    (await import('./commands/run.js')).runScript(operandsOf(words), flags, terminal),
  )
}

/** What names a database, and how it is read. */
function named(command: Command): Command {
  return command
    .option('--config <file>', 'a config file; automap.config.js, .mjs, .ts or .json by default')
    .option('--schema <name>', 'read this schema; may be repeated', collected)
    .option('--only <glob>', 'map these tables only; may be repeated', collected)
    .option('--except <glob>', 'leave these tables out; may be repeated', collected)
    .option('--timeout <seconds>', 'end what takes the server longer', positive, 30)
    .option('--no-color', 'print no colours, as with NO_COLOR')
    .option('--debug', 'print stacks of errors')
}

/** What runs code. */
function running(command: Command): Command {
  return command
    .option('--write', 'let the database be written to; without it the server refuses')
    .option('--limit <rows>', 'show so many rows', positive, 1000)
    .option('--json', 'print the value as JSON')
    .option('--csv', 'print the value as CSV')
}

function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

function positive(value: string): number {
  const number = Number(value)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Expected a whole number of at least 1.')
}
