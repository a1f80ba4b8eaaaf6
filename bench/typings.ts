/**
 * Measures what the types of many tables cost those who use them: `node bench/dist/bench/typings.js [tables]`, after
 * `tsc -p bench/tsconfig.json`. Compiles in memory, against the types of this repository.
 */

import { fileURLToPath } from 'node:url'
import knex from 'knex'
import ts from 'typescript'
import { automap } from '../lib/automap.js'
import { typingsOf } from '../lib/typings/typings.js'
import { strict } from '../test/fixtures/careful-user.js'
import { manyTables } from './many-tables.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const dbFile = `${root}bench/db.ts`
const useFile = `${root}bench/use.ts`

/** Gives the types of this many tables. */
async function typesOf(count: number): Promise<string> {
  const connection = knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  })
  try {
    for (const statement of manyTables(count)) await connection.raw(statement)
    const db = await automap(connection)
    const snapshot = await db.snapshot()
    const start = performance.now()
    const types = typingsOf(snapshot, { from: '../lib/index.js' })
    const milliseconds = Math.round(performance.now() - start)
    console.log(`${count} tables: ${types.split('\n').length} lines, written in ${milliseconds} ms`)
    return types
  } finally {
    await connection.destroy()
  }
}

/** A program that uses the last model, whose keys lead to others. */
function usesOf(types: string, bar: string): string {
  const models = [...types.matchAll(/^ {2}readonly (\w+): Model</gm)].map(([, name]) => String(name))
  const name = models.find(
    each => types.includes(`interface ${each} `) && /\bowner: One</.test(bodyOf(types, each)),
  )
  return `import { automap } from '../lib/index.js'
import type { Models } from './db.js'
const db = await automap<Models>('sqlite:many.db')
const { ${name} } = db.models
const found = await ${name}.where('code', 'x').orderBy('title').with('owner').limit(10)
for (const each of found) console.log(each.title.length, each.owner.id, await each.owner)
await ${name}.insert({ ownerId: 1, code: 'x', active: true, createdAt: new Date() })
await ${name}.where('id', 1).update({ title: 'y' })
${bar}`.replaceAll('MODEL', String(name))
}

function bodyOf(types: string, name: string): string {
  const start = types.indexOf(`export interface ${name} `)
  return types.slice(start, types.indexOf('\n}\n', start))
}

/** The texts that are nowhere on disk. */
function reading(texts: ReadonlyMap<string, string>): (path: string) => string | undefined {
  return path => texts.get(path) ?? ts.sys.readFile(path)
}

interface Compiled {
  readonly seconds: number
  readonly complaints: readonly string[]
}

/** Compiles everything anew, as `tsc` does. */
function compile(texts: ReadonlyMap<string, string>): Compiled {
  const start = performance.now()
  const host = ts.createCompilerHost(strict)
  const { fileExists } = host
  host.readFile = reading(texts)
  host.fileExists = path => texts.has(path) || fileExists.call(host, path)
  host.getSourceFile = (path, language) => {
    const text = host.readFile(path)
    return text === undefined ? undefined : ts.createSourceFile(path, text, language)
  }
  const program = ts.createProgram([...texts.keys()], strict, host)
  const found = [dbFile, useFile].flatMap(path => {
    const source = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
  const complaints = found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  return { seconds: (performance.now() - start) / 1000, complaints }
}

/** Milliseconds until an editor proposes names where the bar stands: first with everything unread, then after a keystroke. */
function complete(texts: ReadonlyMap<string, string>, bars: readonly string[], types: string): string[] {
  let version = 0
  let use = ''
  const read = reading(texts)
  const service = ts.createLanguageService({
    getCompilationSettings: () => strict,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [useFile],
    getScriptVersion: path => (path === useFile ? String(version) : '1'),
    getScriptSnapshot: path => {
      const text = path === useFile ? use : read(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    fileExists: path => texts.has(path) || ts.sys.fileExists(path),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
  return bars.map(bar => {
    const text = usesOf(types, bar)
    use = text.replace('|', '')
    version++
    const start = performance.now()
    const found = service.getCompletionsAtPosition(useFile, text.lastIndexOf('|'), undefined)
    const milliseconds = Math.round(performance.now() - start)
    return `${bar.padEnd(34)} ${String(milliseconds).padStart(6)} ms, ${found?.entries.length ?? 0} names`
  })
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1000)
  const types = await typesOf(count)
  const texts = new Map([
    [dbFile, types],
    [useFile, usesOf(types, '')],
  ])
  const few = new Map([
    [dbFile, await typesOf(10)],
    [useFile, 'export {}\n'],
  ])
  console.log(`tsc, 10 tables: ${compile(few).seconds.toFixed(1)} s`)
  const { seconds, complaints } = compile(texts)
  console.log(`tsc, ${count} tables and a file that uses them: ${seconds.toFixed(1)} s`, complaints)
  const bars = [
    'db.models.|',
    "MODEL.where('|', 1)",
    "MODEL.with('owner.|')",
    'MODEL.insert({ | })',
    'db.models.|',
  ]
  console.log(complete(texts, bars, types).join('\n'))
}

await main()
