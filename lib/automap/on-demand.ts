/** Boots from a snapshot without deciding anything that it says already: the rest waits until somebody asks for it. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { Report, SelectedTable } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import type { Mapping } from '../mapping/mapping.js'
import { mappingsOnDemand } from '../mapping/on-demand.js'
import { reportOf } from '../mapping/report.js'
import { columnValues } from '../options/column-values.js'
import { selectTables, unreadWishes } from '../options/select-tables.js'
import type { CheckedOptions } from '../options.js'
import { Neighbourhoods } from '../relationship/neighbourhood.js'
import { NamesOnDemand } from '../snapshot/names-on-demand.js'
import { type Boot, type BootInput, refuseEmpty } from './boot.js'
import { isShown } from './lay-over.js'

/**
 * Gives a boot that decides on demand, and just what `bootOf` would. Null where all has to be decided at once: without a snapshot
 * that names every model, where classes or functions have a say, and where `strict` wants the whole account. Throws `OptionError`
 * and `ReflectionError`.
 */
export function bootOnDemand(input: BootInput): Boot | null {
  const { schema, dialect, options, before, frozen = null, complete = null } = input
  if (frozen === null || complete === null || before !== null || options.declarations.length > 0) return null
  if (options.strict || isShown(options)) return null
  const selection = selectTables(schema, options)
  const tables = selection.filter(entry => entry.mapped).map(entry => entry.table)
  const models = frozen.models(tables)
  if (models === null) return null
  refuseEmpty(schema, selection, false)
  const mapped = new Set(tables)
  const neighbourhoods = new Neighbourhoods(schema, table => mapped.has(table))
  const names = new NamesOnDemand({ schema, naming: options.naming, frozen, neighbourhoods, models })
  const mappings = mappingsOnDemand({
    dialect,
    readingOf: columnValues(schema, options.values),
    enums: schema.enums,
    names: names.models,
    pairsOf: table => neighbourhoods.pairsOf(table),
    complete,
  })
  return new BootOnDemand({ schema, selection, options, neighbourhoods }, { tables, names, mappings })
}

interface Ground {
  readonly schema: Schema
  readonly selection: readonly SelectedTable[]
  readonly options: CheckedOptions
  readonly neighbourhoods: Neighbourhoods
}

class BootOnDemand implements Boot {
  readonly schema: Schema
  readonly tables: readonly Table[]
  readonly models: Boot['models'] = new Map()
  readonly unmapped: Boot['unmapped'] = new Map()
  readonly findings: Boot['findings'] = []
  readonly virtual: Boot['virtual'] = new Set()
  readonly views: Boot['views'] = []
  readonly names: NamesOnDemand
  readonly mappings: readonly Mapping[]
  readonly #ground: Ground
  #report: Report | null = null

  constructor(
    ground: Ground,
    { tables, names, mappings }: Pick<BootOnDemand, 'tables' | 'names' | 'mappings'>,
  ) {
    this.#ground = ground
    this.schema = ground.schema
    this.tables = tables
    this.names = names
    this.mappings = mappings
  }

  get pairs(): readonly RelationshipPair[] {
    return this.#ground.neighbourhoods.all().pairs
  }

  get report(): Report {
    const { schema, selection, options, neighbourhoods } = this.#ground
    this.#report ??= reportOf({
      schema,
      selection,
      inference: neighbourhoods.all(),
      names: this.names,
      leftOut: unreadWishes(schema, options),
    })
    return this.#report
  }
}
