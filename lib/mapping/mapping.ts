/** The seam between boot and run: what queries, loaders and accessors know about one model. Holds data, does nothing. */

import type { HookName } from '../../types/hooks.js'
import type { ValueOptions } from '../../types/options.js'
import type { Relationship } from '../../types/relationship.js'
import type { Column, Table } from '../../types/schema.js'
import type {
  Declaration,
  ExpressionFunction,
  HookFunction,
  MemberDeclaration,
  QueryChange,
} from '../declaration/declaration.js'
import type { Codec } from '../dialect/contract.js'

/** One column of one model. */
export interface ColumnMapping {
  readonly property: string
  readonly column: Column
  /** The column's place in a row, counted from the instance's offset. */
  readonly slot: number
  readonly codec: Codec
  /** How its values were chosen to be read. */
  readonly values: ValueOptions
  /** The quoted name. */
  readonly quoted: string
  /** The values of its enumeration, in order; null where it is of none. */
  readonly labels: readonly string[] | null
  /** True where rows are matched by this column, so that its slot must keep what the driver gave. */
  readonly matched: boolean
  /** Computes it, where it is no column of the table; its quoted name is then one that the source gives it. */
  readonly expression: ExpressionFunction | null
  /** True where it is read on demand, not with the instance. */
  readonly deferred: boolean
  /** True where its values are left out of inspect, JSON and logs. */
  readonly sensitive: boolean
}

/** One term of the order that a relationship always has. */
export interface RelationshipOrder {
  readonly column: ColumnMapping
  readonly descending: boolean
}

/** The association table of a many-to-many relationship; every text is quoted. */
export interface ThroughMapping {
  /** What its own rows are: an association table is a model, too. */
  readonly mapping: Mapping
  readonly from: string
  readonly sourceColumns: readonly string[]
  readonly targetColumns: readonly string[]
}

/** One relationship of one model. */
export interface RelationshipMapping {
  readonly name: string
  /** The place of its value among its instance's related values. */
  readonly index: number
  readonly source: Mapping
  readonly target: Mapping
  /** True where it gives an array. */
  readonly collection: boolean
  /** Of the source, matched in order with `referencedColumns`. */
  readonly columns: readonly ColumnMapping[]
  /** Of the target. */
  readonly referencedColumns: readonly ColumnMapping[]
  readonly through: ThroughMapping | null
  /** The other side; null where it was left out. */
  readonly inverse: RelationshipMapping | null
  /** True where the database vouches that a non-null key finds its row. */
  readonly validated: boolean
  /** True where an index leads from keys to the rows that are matched by them. */
  readonly indexed: boolean
  /** What orders a collection, before the target's own order. */
  readonly orderBy: readonly RelationshipOrder[]
  /** Keeps some of the target's rows, whenever it is loaded or filtered by; null: all of them. */
  readonly filter: QueryChange | null
  /** True where whoever declared it vouches that its key always finds a row. */
  readonly innerJoin: boolean
  /** The same as plain data. */
  readonly info: Relationship
}

/** One of the tables that the rows of a hierarchy are put together from; every text is quoted. */
export interface TablePart {
  readonly from: string
  /** What it gives to a row, and under which name of its own. The key to the part above is that part's to give. */
  readonly columns: readonly { readonly column: ColumnMapping; readonly own: string }[]
  /** The part whose rows it adds to, and by which columns; null at the root. */
  readonly above: PartLink | null
}

/** How the rows of one part find those of the part above. */
export interface PartLink {
  readonly part: TablePart
  readonly columns: readonly string[]
  readonly referencedColumns: readonly string[]
}

/** What tells the classes of a hierarchy apart. */
export interface Discriminator {
  readonly column: ColumnMapping
  /** By the text of their identities: the class itself, and those below it. */
  readonly classes: ReadonlyMap<string, Mapping>
}

/** How a class shares its rows with others. All of a hierarchy have one layout of slots and of related values. */
export interface InheritanceMapping {
  /** The class that it inherits from; null at the root. */
  readonly parent: Mapping | null
  /** The tables of its own rows, the root's first. */
  readonly parts: readonly TablePart[]
  /** Those that classes below add to its rows, each after what it adds to. */
  readonly below: readonly TablePart[]
  /** Null where nothing tells classes apart: then its rows are all of itself. */
  readonly discriminator: Discriminator | null
  /** The encoded identities of its rows; null where they are all rows of its tables. */
  readonly identities: readonly unknown[] | null
  /** Every column that comes with its rows, those of classes below among them, by ascending slot. */
  readonly columns: readonly ColumnMapping[]
  /** Those that are read by a statement for each class that is there. */
  readonly apart: ReadonlySet<ColumnMapping>
  /** The class itself and those below whose rows can be among its own, parents first. */
  readonly classes: readonly Mapping[]
  /** What is declared of its properties, by itself and by the classes above. */
  readonly members: ReadonlyMap<string, MemberDeclaration>
  /** Its table with the members of every class that is kept in it; what boots work on. */
  readonly ground: Mapping
}

/** What tells that another has changed a row since it was read. */
export interface VersionMapping {
  /**
   * Read with every row. Of a `system` version it has a slot, and no property: it is none of the mapping's columns, and whoever
   * lists what a row comes back with adds it.
   */
  readonly column: ColumnMapping
  /**
   * A number that every UPDATE counts up, the time of the last one, or what the database keeps by itself of each row of the
   * root's table: a write to another table of a hierarchy alone does not change that.
   */
  readonly kind: 'counter' | 'timestamp' | 'system'
  /** Reads a timestamp as a `Date`, and binds a number or a `Date`, whatever is chosen for the column. */
  readonly codec: Codec
}

export type { HookFunction, HookName }

/** The hooks of a class; those above are those of the class that it inherits from, and are called first. */
export interface Hooks {
  readonly above: Hooks | null
  /** In the order of calling; a list is replaced, never changed. */
  readonly own: Map<HookName, readonly HookFunction[]>
}

/** The class of a mapping, as far as the rooms below the model floor need it. */
export type InstanceClass = abstract new (...inputs: never[]) => object

/** One model: a table, its columns as properties, and its relationships. */
export interface Mapping {
  readonly name: string
  readonly table: Table
  /** The table's quoted name, with its schema. */
  readonly from: string
  /** Every readable column, by ascending slot. */
  readonly columns: readonly ColumnMapping[]
  /** How many values a row of it takes; every slot is below, and some may belong to no column of this model. */
  readonly width: number
  /** Keeps only some of the table's rows, in queries and loads alike; null: all of them. */
  readonly scope: QueryChange | null
  /** The primary key's columns in key order; empty where there is none. */
  readonly key: readonly ColumnMapping[]
  /** What orders rows the same way on every run: the key, or every column that can be ordered. */
  readonly order: readonly ColumnMapping[]
  /** What conditions, orders and sums can name: the columns, and computed properties that have no slot. */
  readonly properties: ReadonlyMap<string, ColumnMapping>
  readonly relationships: ReadonlyMap<string, RelationshipMapping>
  /** What a class declares about it; null where all of it is generated. */
  readonly declaration: Declaration | null
  /** What tells that another has changed a row; null where nothing does. */
  readonly version: VersionMapping | null
  /** What it wants to be called with; null for a class that is not declared, and has none. */
  readonly hooks: Hooks | null
  /** How it shares its rows with classes above and below it; null where it shares none. */
  readonly inheritance: InheritanceMapping | null
  /** The class; the model factory fills it at boot. */
  readonly model: InstanceClass
  /** True where the class has fields that run for every row; the model factory fills it, too. */
  readonly runsFields: boolean
}
