/** Selects the tables of a boot, and lays over them what classes declare. Names nothing. */

import type { DeclarationFinding, SelectedTable } from '../../types/report.js'
import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import type { Declaration } from '../declaration/declaration.js'
import { deepFreeze } from '../dialect/plain-data.js'
import type { DeclaredModel } from '../mapping/declared-model.js'
import { effectiveSchema } from '../mapping/effective-schema.js'
import { selectTables } from '../options/select-tables.js'
import type { CheckedOptions } from '../options.js'
import type { BootInput } from './boot.js'
import { withKept } from './kept.js'

/** A schema with everything that is declared, and what of it is mapped. */
export interface Laid {
  readonly effective: Schema
  readonly selection: readonly SelectedTable[]
  /** All declared models. */
  readonly models: ReadonlyMap<Table, DeclaredModel>
  /** Those that are mapped now. */
  readonly fresh: ReadonlyMap<Table, DeclaredModel>
  readonly unmapped: ReadonlyMap<Declaration, DeclarationFinding>
  readonly findings: readonly DeclarationFinding[]
  readonly virtual: ReadonlySet<ForeignKey>
}

/** Lays what is declared over a schema, or over what an earlier boot has kept of it. Throws `OptionError` and `DeclarationError`. */
export function layOver({ schema, dialect, options, before }: BootInput): Laid {
  const ground = before === null ? schema : withKept(schema, before.tables)
  if (isShown(options)) deepFreeze(ground)
  const wished = selectTables(ground, options)
  const kept = new Set(before?.tables)
  const { schema: effective, ...laid } = effectiveSchema({
    schema: ground,
    mapped: wished.filter(({ table, mapped }) => mapped && !kept.has(table)).map(({ table }) => table),
    declarations: before === null ? options.declarations : [...before.unmapped.keys()],
    all: options.declarations,
    dialect,
    naming: options.naming,
  })
  // Naming functions see what is declared, too.
  if (isShown(options)) deepFreeze(effective)
  const selection = wished.map((entry, place) => {
    const table = effective.tables[place] as Table
    const isMapped = laid.models.has(table) || kept.has(table)
    return isMapped ? { table, mapped: true, reason: null, lost: false } : { ...entry, table }
  })
  const models = new Map([...(before?.models ?? []), ...laid.models])
  return { ...laid, effective, selection, models, fresh: laid.models }
}

/** True where functions of the caller's see parts of the structure; otherwise `db.schema` is the first to show them. */
export function isShown({ only, except, naming, relationships }: CheckedOptions): boolean {
  return [relationships, ...Object.values(naming.functions), ...(only ?? []), ...except].some(
    option => typeof option === 'function',
  )
}
