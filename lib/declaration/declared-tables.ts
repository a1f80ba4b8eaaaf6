/** Finds the tables that declared classes stand for, where one can be kept in another's. Looks at no column. */

import { DeclarationError } from '../errors.js'
import { tableId } from '../schema/table-id.js'
import type { Declaration, ModelClass } from './declaration.js'

/** A class, and those that are kept in its table. */
export type Family = readonly [Declaration, ...Declaration[]]

/** One table, and what is declared of it. */
export interface DeclaredTable {
  /** Null: the connection's own. */
  readonly schema: string | null
  readonly name: string
  /** The class that names the table, and after it those that are kept in it. */
  readonly declarations: Family
  /** The classes whose columns a table of its own repeats, the farthest ancestor first. */
  readonly repeated: readonly Declaration[]
}

type Known = ReadonlyMap<ModelClass, Declaration>

/** What becomes of classes that name no table and declare no column: whatever they stand for, it is there. */
export type Unnamed = 'refuse' | 'skip'

/** Gives the tables in the order of their classes, which come with their parents. Throws `DeclarationError`. */
export function declaredTables(
  declarations: readonly Declaration[],
  unnamed: Unnamed = 'refuse',
): readonly DeclaredTable[] {
  const known: Known = new Map(declarations.map(declaration => [declaration.model, declaration]))
  const shared = new Map<Declaration, Declaration[]>()
  for (const declaration of declarations) {
    const owner = ownerOf(declaration, known)
    if (owner !== declaration) shared.set(owner, [...(shared.get(owner) ?? []), declaration])
  }
  const tables = declarations
    .filter(declaration => !isShared(declaration))
    .map((declaration): Family => [declaration, ...(shared.get(declaration) ?? [])])
    .filter(family => unnamed === 'refuse' || family[0].table !== null || family.some(hasColumns))
    .map(family => tableOf(family, known))
  refuseTwins(tables)
  return tables
}

/** Names a table for messages. */
export function shownTable({ schema, name }: Pick<DeclaredTable, 'schema' | 'name'>): string {
  return schema === null ? `"${name}"` : `"${schema}.${name}"`
}

function isShared({ inheritance }: Declaration): boolean {
  return inheritance?.type === 'single'
}

/** The class whose table a class is kept in: its own, but with single-table inheritance. */
function ownerOf(declaration: Declaration, known: Known): Declaration {
  return isShared(declaration) ? ownerOf(parentOf(declaration, known), known) : declaration
}

/** Classes are read together with their parents. */
function parentOf({ inheritance }: Declaration, known: Known): Declaration {
  return known.get(inheritance!.parent!)!
}

function hasColumns({ members }: Declaration): boolean {
  return [...members.values()].some(({ member }) => member === 'column')
}

function tableOf(family: Family, known: Known): DeclaredTable {
  const [declaration] = family
  const { name, table, options } = declaration
  if (table === null) {
    throw new DeclarationError(
      'DECLARATION_INVALID',
      `Cannot create the table of "${name}": the class names none; write static table = '…'`,
    )
  }
  return {
    schema: options.schema,
    name: table,
    declarations: family,
    repeated: declaration.inheritance?.type === 'concrete' ? ancestorsOf(declaration, known) : [],
  }
}

function ancestorsOf(declaration: Declaration, known: Known): readonly Declaration[] {
  if (declaration.inheritance?.parent == null) return []
  const parent = parentOf(declaration, known)
  return [...ancestorsOf(parent, known), parent]
}

function refuseTwins(tables: readonly DeclaredTable[]): void {
  const seen = new Map<string, DeclaredTable>()
  for (const table of tables) {
    const id = tableId(table.schema ?? '', table.name)
    const twin = seen.get(id)
    if (twin !== undefined) {
      const [first, second] = [twin, table].map(({ declarations: [{ name }] }) => `"${name}"`)
      throw new DeclarationError(
        'DECLARATION_INVALID',
        `Cannot create table ${shownTable(table)}: both ${first} and ${second} declare it; keep one, or let one inherit from the other`,
      )
    }
    seen.set(id, table)
  }
}
