/** Gives every type of the generated file a name that the language takes and no other has. Writes no text. */

import type { QualifiedName } from '../../types/schema.js'
import type { Snapshot, SnapshotModel } from '../../types/snapshot.js'
import { pascalOf, wordsOf } from '../naming/words.js'
import { tableId } from '../schema/table-id.js'
import { isIdentifier } from './text.js'

/** What the file may import. */
export const imported = ['Deferred', 'Described', 'DescribedBelow', 'Many', 'Model', 'One'] as const

/** What users say of JSON, and what looks it up there. */
export const jsonTypes = 'JsonTypes'
export const jsonOf = 'Json'

/** The names of one model's types. */
export interface ModelTypeNames {
  readonly instance: string
  readonly insert: string
  readonly key: string
}

/** The names of all types. */
export interface TypeNames {
  /** By the model's name. */
  readonly models: ReadonlyMap<string, ModelTypeNames>
  /** By `tableId` of the enumeration. */
  readonly enums: ReadonlyMap<string, string>
}

/** Taken whether or not the file uses them, so that no name changes when it begins to. */
const taken = [
  ...imported,
  'Models',
  jsonTypes,
  jsonOf,
  // What it uses of the language's own.
  'Date',
  'NonNullable',
  'Omit',
  'Uint8Array',
  // What no type can be called.
  ...'any as asserts async await bigint boolean declare from get global infer is keyof module namespace never'.split(
    ' ',
  ),
  ...'null number object of out readonly require set string symbol type undefined unique unknown using'.split(
    ' ',
  ),
  ...'arguments break case catch class const continue debugger default delete do else enum eval export'.split(
    ' ',
  ),
  ...'extends false finally for function if implements import in instanceof interface intrinsic let new'.split(
    ' ',
  ),
  ...'package private protected public return static super switch this throw true try typeof var void'.split(
    ' ',
  ),
  ...'while with yield'.split(' '),
]

/** Names the types of a snapshot; `enums` are those that it uses, in order. Models come first, and keep their names. */
export function typeNames({ models, structure }: Snapshot, enums: readonly QualifiedName[]): TypeNames {
  const used = new Set(taken)
  const allot = (wish: string): string => {
    let name = wish
    while (used.has(name)) name += '_'
    used.add(name)
    return name
  }
  const plain = models.filter(({ name }) => isPlain(name))
  const others = models.filter(({ name }) => !isPlain(name))
  const instances = new Map([...plain, ...others].map(({ name }) => [name, allot(identifierOf(name))]))
  return {
    models: new Map(models.map(({ name }) => [name, namesOf(instances.get(name) as string, allot)])),
    enums: new Map(
      enums.map(({ schema, name }) => {
        const place = schema === structure.defaultSchema ? '' : pascalName(schema)
        return [tableId(schema, name), allot(enumName(`${place}${pascalName(name)}`, used))]
      }),
    ),
  }
}

function isPlain(name: SnapshotModel['name']): boolean {
  return isIdentifier(name) && !taken.includes(name)
}

function namesOf(instance: string, allot: (wish: string) => string): ModelTypeNames {
  return { instance, insert: allot(`${instance}Insert`), key: allot(`${instance}Key`) }
}

/** A model's name is the better known one. */
function enumName(name: string, used: ReadonlySet<string>): string {
  return used.has(name) ? `${name}Enum` : name
}

function pascalName(name: string): string {
  const words = wordsOf(name)
  return identifierOf(words.length === 0 ? name : pascalOf(words))
}

function identifierOf(name: string): string {
  const text = [...name].map(character => (isIdentifier(`_${character}`) ? character : '_')).join('')
  return isIdentifier(text) ? text : `_${text}`
}
