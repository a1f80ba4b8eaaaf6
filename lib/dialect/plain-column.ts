/** What a column is of which nothing is known. Names no type. */

import type { Column } from '../../types/schema.js'
import { deepFreeze } from './plain-data.js'

/** A nullable column without a name, a type or anything else. */
export const plainColumn: Column = deepFreeze<Column>({
  name: '',
  type: '',
  kind: 'other',
  elementKind: null,
  baseType: null,
  enum: null,
  domain: null,
  nullable: true,
  default: null,
  hasDefault: false,
  identity: null,
  autoIncrement: false,
  generated: null,
  collation: null,
  comment: null,
  length: null,
  precision: null,
  scale: null,
  readable: true,
})
