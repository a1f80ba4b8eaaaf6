import { readFileSync } from 'node:fs'
import t from 'tap'

interface Entry {
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

interface Manifest extends Entry {
  readonly scripts: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const manifest: Manifest = JSON.parse(read('package.json'))
const lock: { readonly packages: Readonly<Record<string, Entry>> } = JSON.parse(read('package-lock.json'))

/** Where npm would find `name` from the package at `path`: beside it, or beside one that it lies in. */
function entryFor(path: string, name: string): Entry | undefined {
  const folder = path === '' ? '' : `${path}/`
  const found = lock.packages[`${folder}node_modules/${name}`]
  if (found || path === '') return found
  return entryFor(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

t.test('the lockfile names no address, so any registry serves it', async t => {
  for (const [path, { resolved }] of Object.entries(lock.packages)) t.equal(resolved, undefined, path)
})

// An install on a machine whose registry lacks other platforms' packages leaves them out; `npm ci` then fails everywhere.
t.test('the lockfile has every package that another one asks for, also those of other platforms', async t => {
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter(name => !entryFor(path, name))
      .map(name => `${path}: ${name}`),
  )
  t.same(missing, [])
})

t.test('every driver is an optional peer, and a version of it is tested', async t => {
  const { knex, ...drivers } = manifest.peerDependencies ?? {}
  t.ok(knex)
  t.same(Object.keys(drivers), Object.keys(manifest.peerDependenciesMeta ?? {}))
  for (const driver of Object.keys(drivers)) t.match(manifest.devDependencies[driver], /^\d+\.\d+\.\d+$/)
})

t.test('versions are exact, so that the same commit is the same program', async t => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    t.match(version, /^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/, name)
  }
})
