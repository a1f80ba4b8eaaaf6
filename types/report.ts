/** The account of a boot: what became of every object that the catalog showed. */

import type { SchemaNote, Table, TableKind } from './schema.js'

/** Whether one table of the schema becomes a model. */
export interface SelectedTable {
  readonly table: Table
  readonly mapped: boolean
  /** Why it is not mapped; null where it is. */
  readonly reason: string | null
  /** True where it is not mapped although the caller did not ask for that. */
  readonly lost: boolean
}

/** What became of one table or view. */
export interface ReportedTable {
  readonly schema: string
  readonly name: string
  readonly kind: TableKind | 'partition' | 'shadowTable'
  readonly status: 'mapped' | 'skipped'
  /** The model's name; null when skipped. */
  readonly model: string | null
  /** Why it was skipped, or what the model cannot do; null where there is nothing to say. */
  readonly reason: string | null
  /** True where it cannot be used although the caller did not ask for that; `strict` makes an error of it. */
  readonly lost: boolean
}

/** What became of one foreign key. */
export interface ReportedForeignKey {
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
  readonly key: string
  readonly constraint: string | null
  /** `related`: it is exactly one pair of relationships; `collapsed`: another key says the same. */
  readonly status: 'related' | 'skipped' | 'collapsed'
  /** The properties, as `Model.property`; the owning side first. */
  readonly relationships: readonly string[]
  readonly reason: string | null
  /** True where its relationship is missing although both tables are mapped; `strict` makes an error of it. */
  readonly lost: boolean
}

/** One name that a collision or a reserved word changed. */
export interface Renaming {
  /** `Model`, `Model.property`. */
  readonly subject: string
  readonly wanted: string
  readonly given: string
  readonly reason: string
}

/** One way in which a class does not fit the database. */
export interface DeclarationFinding {
  /** The model's name. */
  readonly model: string
  /** Null: it is about the table. */
  readonly property: string | null
  /**
   * `tableMissing`, `columnMissing`: not mapped; using it says why. `typeMismatch`: the database's type counts.
   * `nullabilityMismatch`, `keyMismatch`: the class's word counts, and the database does not hold it.
   */
  readonly code: 'tableMissing' | 'columnMissing' | 'typeMismatch' | 'nullabilityMismatch' | 'keyMismatch'
  /** One sentence for people. */
  readonly message: string
}

/** The whole account; sorted, JSON-safe, the same on every run. */
export interface Report {
  readonly tables: readonly ReportedTable[]
  readonly foreignKeys: readonly ReportedForeignKey[]
  readonly renamings: readonly Renaming[]
  /** Where classes and database disagree; `strict` makes an error of it. */
  readonly declarations: readonly DeclarationFinding[]
  readonly notes: readonly SchemaNote[]
}

/** Why something has the name it has; `String(explanation)` is the text. */
export interface Explanation {
  /** `Model` or `Model.property`. */
  readonly subject: string
  /** `missing`: a declared property whose column the database lacks. */
  readonly kind: 'model' | 'column' | 'relationship' | 'computed' | 'composite' | 'missing'
  readonly name: string
  /** The rule that gave the name, one sentence. */
  readonly rule: string
  /** The key of a relationship; null otherwise. */
  readonly key: string | null
  /** The table, or `table.column`, that it stands for. */
  readonly source: string
  /** What the first choice collided with; empty where it was free. */
  readonly collidedWith: readonly string[]
  /** How to choose another name. */
  readonly override: string
  /** Gives the explanation as text. */
  toString(): string
}
