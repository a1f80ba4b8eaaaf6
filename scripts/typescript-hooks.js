// The hooks behind `typescript.js`. A file is compiled once for all processes and runs; `.tap/compiled` keeps the outcome.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kept = `${root}.tap/compiled/`
const settings = readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8')
const compiler = readFileSync(new URL('../node_modules/typescript/package.json', import.meta.url), 'utf8')

const isTypeScript = url => url?.startsWith('file:') && /\.ts(\?.*)?$/.test(url)

// The first process of a checkout compiles all files: else each test would load the compiler for the sake of its own.
export async function initialize() {
  if (mkdirSync(kept, { recursive: true }) === undefined) return
  for (const folder of ['lib', 'types', 'test']) {
    for (const name of readdirSync(root + folder, { recursive: true })) {
      const file = `${root}${folder}/${name}`
      if (/(?<!\.d)\.ts$/.test(name)) await compiled(readFileSync(file, 'utf8'), file)
    }
  }
}

// TypeScript says `./x.js` where only `./x.ts` is.
export function resolve(specifier, context, nextResolve) {
  if (isTypeScript(context.parentURL) && /^\.\.?\/.*\.js$/.test(specifier)) {
    const source = `${specifier.slice(0, -3)}.ts`
    if (existsSync(new URL(source, context.parentURL))) return nextResolve(source, context)
  }
  return nextResolve(specifier, context)
}

export async function load(url, context, nextLoad) {
  if (!isTypeScript(url)) return nextLoad(url, context)
  const { source } = await nextLoad(url, { ...context, format: 'module' })
  return { format: 'module', source: await compiled(String(source), fileURLToPath(url)), shortCircuit: true }
}

async function compiled(source, file) {
  const key = createHash('sha256').update([compiler, settings, file, source].join('\0')).digest('hex')
  const place = `${kept}${key}.js`
  if (existsSync(place)) return readFileSync(place, 'utf8')
  const text = await compile(source, file)
  mkdirSync(kept, { recursive: true })
  // Whoever reads meanwhile sees the whole text or none.
  writeFileSync(`${place}.${process.pid}`, text)
  renameSync(`${place}.${process.pid}`, place)
  return text
}

async function compile(source, fileName) {
  const { default: ts } = await import('typescript')
  const { options } = ts.convertCompilerOptionsFromJson(JSON.parse(settings).compilerOptions, '.')
  const { outputText } = ts.transpileModule(source, {
    fileName,
    // Never asked of the folder's package.json: everything here is a module.
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, noEmit: false, inlineSourceMap: true },
  })
  return outputText
}
