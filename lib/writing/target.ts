/** Says how a model's columns are written. Holds no values. */

import type { WriteColumn } from '../dialect/contract.js'
import type { ColumnMapping } from '../mapping/mapping.js'

export type {
  Assignment,
  DeleteRequest,
  InsertRequest,
  UpdateRequest,
  WriteColumn,
} from '../dialect/contract.js'

/** Gives a model's column as one that is written; `own` is what it is called in the table of another part of the model. */
export function writeColumn({ quoted, column, sensitive }: ColumnMapping, own: string = quoted): WriteColumn {
  return { quoted: own, column, sensitive }
}
