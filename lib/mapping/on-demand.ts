/** Mappings that are built when they are first looked into: a program that boots from a snapshot uses few of its tables at once. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { Table } from '../../types/schema.js'
import type { ModelNames, NamedRelationship } from '../naming/names.js'
import { tableId } from '../schema/table-id.js'
import { draftOf, matchedColumns } from './build.js'
import type { ColumnInput } from './build-columns.js'
import { type Draft, sideOf } from './build-relationships.js'
import type {
  ColumnMapping,
  Hooks,
  InheritanceMapping,
  InstanceClass,
  Mapping,
  RelationshipMapping,
} from './mapping.js'

/** What mappings are built from on demand: nothing that a class declares. */
export interface DemandInput extends ColumnInput {
  readonly names: ReadonlyMap<Table, ModelNames>
  /** Gives every relationship that leads from a table or to it. */
  readonly pairsOf: (table: Table) => readonly RelationshipPair[]
  /** Fills in the class. */
  readonly complete: (mapping: Mapping) => void
}

/** Gives a mapping for each named table, in order. Builds nothing yet. */
export function mappingsOnDemand(input: DemandInput): MappingOnDemand[] {
  const mappings = new Map<string, MappingOnDemand>()
  for (const names of input.names.values()) {
    const { schema, name } = names.table
    mappings.set(tableId(schema, name), new MappingOnDemand(names, input, mappings))
  }
  return [...mappings.values()]
}

/** What a mapping knows of its columns. */
type Built = Pick<Draft, 'columns' | 'width' | 'key' | 'order' | 'properties'>

/** One model that nobody may have asked for yet. What is asked for becomes a property of its own, which is as fast as any. */
export class MappingOnDemand implements Mapping {
  readonly name: string
  readonly table: Table
  readonly from: string
  readonly scope: null = null
  readonly declaration: null = null
  readonly version: null = null
  readonly inheritance: InheritanceMapping | null = null
  readonly hooks: Hooks | null = null
  readonly runsFields: boolean = false
  readonly #names: ModelNames
  readonly #input: DemandInput
  readonly #others: ReadonlyMap<string, MappingOnDemand>

  constructor(names: ModelNames, input: DemandInput, others: ReadonlyMap<string, MappingOnDemand>) {
    const { dialect } = input
    this.#names = names
    this.#input = input
    this.#others = others
    this.name = names.model.name
    this.table = names.table
    this.from = `${dialect.quote(names.table.schema)}.${dialect.quote(names.table.name)}`
  }

  get columns(): readonly ColumnMapping[] {
    return this.#build().columns
  }

  get width(): number {
    return this.#build().width
  }

  get key(): readonly ColumnMapping[] {
    return this.#build().key
  }

  get order(): readonly ColumnMapping[] {
    return this.#build().order
  }

  get properties(): ReadonlyMap<string, ColumnMapping> {
    return this.#build().properties
  }

  get relationships(): ReadonlyMap<string, RelationshipMapping> {
    const relationships = new Map<string, RelationshipMapping>()
    for (const named of this.#names.relationships) {
      relationships.set(named.decision.name, this.#relationshipOf(named, relationships.size))
    }
    return become(this, { relationships }).relationships
  }

  get model(): InstanceClass {
    this.#input.complete(this)
    return this.model
  }

  set model(model: InstanceClass) {
    become(this, { model })
  }

  #build(): Built {
    const { table } = this
    const { schema, name } = table
    const matched = matchedColumns([table], this.#input.pairsOf(table)).get(tableId(schema, name))
    const { columns, width, key, order, properties } = draftOf(
      this.#names,
      this.#input,
      matched as ReadonlySet<string>,
    )
    return become(this, { columns, width, key, order, properties })
  }

  #relationshipOf(named: NamedRelationship, index: number): RelationshipMapping {
    const side = sideOf(named, index, this.#others, { dialect: this.#input.dialect, declared: new Map() })
    return new RelationshipOnDemand(side, named.inverse) as unknown as RelationshipMapping
  }
}

/** True where the class of a mapping was not asked for yet. */
export function isWaiting(mapping: Mapping): boolean {
  return mapping instanceof MappingOnDemand && !Object.hasOwn(mapping, 'model')
}

/** Its other side is looked for on demand, as that needs all that the target knows. */
class RelationshipOnDemand {
  readonly #inverse: string | null

  constructor(side: Omit<RelationshipMapping, 'inverse'>, inverse: string | null) {
    Object.assign(this, side)
    this.#inverse = inverse
  }

  get inverse(): RelationshipMapping | null {
    const { target } = this as unknown as RelationshipMapping
    const inverse = this.#inverse === null ? null : target.relationships.get(this.#inverse)
    return become(this, { inverse: inverse ?? null }).inverse
  }
}

/** Gives an object values of its own in place of what would find them again, and gives them back. */
function become<T extends object>(owner: object, values: T): T {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true })
  }
  return values
}
