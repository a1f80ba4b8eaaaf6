/** The names of a snapshot, given to a table and its relationships when somebody asks for them. Settles nothing among models. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { Renaming } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import { nothingGiven } from '../naming/given.js'
import { nameAll, nameTables, renamingsOf } from '../naming/name-all.js'
import type { ModelNames, NameDecision, Names, NamingChoice } from '../naming/names.js'
import type { SchemeName } from '../naming/scheme.js'
import type { Neighbourhoods } from '../relationship/neighbourhood.js'
import type { FrozenNames } from './frozen.js'

/** What is named on demand. */
export interface NamesInput {
  readonly schema: Schema
  readonly naming: NamingChoice
  readonly frozen: FrozenNames
  readonly neighbourhoods: Neighbourhoods
  /** The names of all models. */
  readonly models: ReadonlyMap<Table, NameDecision>
}

/** Every name, as far as it was asked for. */
export class NamesOnDemand implements Names {
  readonly defaultSchema: string
  readonly scheme: SchemeName
  readonly models: ReadonlyMap<Table, ModelNames>
  readonly #input: NamesInput
  #settled: Names | null = null

  constructor(input: NamesInput) {
    this.#input = input
    this.defaultSchema = input.schema.defaultSchema
    this.scheme = input.naming.scheme
    this.models = new Map(
      [...input.models].map(([table, model]) => [
        table,
        new TableNames(table, model, () => this.#namesOf(table)),
      ]),
    )
  }

  get renamings(): readonly Renaming[] {
    return renamingsOf([...this.models.values()])
  }

  #namesOf(table: Table): ModelNames {
    const { frozen, neighbourhoods } = this.#input
    const pairs = neighbourhoods.pairsOf(table)
    const known = frozen.relationships(pairs, nothingGiven, null)
    const isSettled = pairs.every(({ owning, inverse }) => known.has(owning) && known.has(inverse))
    // A relationship that the snapshot does not name gets the name that it would get among all others.
    this.#settled ??= isSettled ? null : this.#settle([...this.models.keys()], neighbourhoods.all().pairs)
    const names = this.#settled ?? this.#settle([table], pairs, known)
    return names.models.get(table) as ModelNames
  }

  #settle(
    tables: readonly Table[],
    pairs: readonly RelationshipPair[],
    relationships = this.#input.frozen.relationships(pairs, nothingGiven, null),
  ): Names {
    const { schema, naming, frozen } = this.#input
    const given = { tables: frozen.tables(tables, pairs, nothingGiven), relationships }
    const input = { schema, tables, naming, pairs, relationships: null, given }
    return nameAll(input, nameTables(input))
  }
}

/** The names of one table. */
class TableNames implements ModelNames {
  readonly table: Table
  readonly model: NameDecision
  readonly #find: () => ModelNames
  #found: ModelNames | null = null

  constructor(table: Table, model: NameDecision, find: () => ModelNames) {
    this.table = table
    this.model = model
    this.#find = find
  }

  get columns(): ModelNames['columns'] {
    return this.#names.columns
  }

  get properties(): ModelNames['properties'] {
    return this.#names.properties
  }

  get relationships(): ModelNames['relationships'] {
    return this.#names.relationships
  }

  get #names(): ModelNames {
    this.#found ??= this.#find()
    return this.#found
  }
}
