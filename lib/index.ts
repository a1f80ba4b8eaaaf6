/** The public surface of knex-automap. */

export type * from '../types/automap.js'
export type * from '../types/column.js'
export type * from '../types/computed.js'
export type * from '../types/condition.js'
export type * from '../types/declared.js'
export type * from '../types/events.js'
export type * from '../types/hooks.js'
export type * from '../types/loaded.js'
export type * from '../types/model.js'
export type * from '../types/options.js'
export type * from '../types/plan.js'
export type * from '../types/query.js'
export type * from '../types/relationship.js'
export type * from '../types/report.js'
export type * from '../types/schema.js'
export type * from '../types/session.js'
export type * from '../types/snapshot.js'
export type * from '../types/transaction.js'
export type * from '../types/written.js'
export { automap } from './automap.js'
export { createTables } from './create-tables.js'
export {
  array,
  bigInteger,
  binary,
  boolean,
  custom,
  date,
  decimal,
  double,
  enumeration,
  integer,
  json,
  real,
  string,
  text,
  time,
  timestamp,
  uuid,
} from './declaration/columns.js'
export { composite } from './declaration/composite.js'
export { computed } from './declaration/computed.js'
export { relationship } from './declaration/relationship.js'
export { sql } from './declaration/sql.js'
export {
  AutomapError,
  CheckError,
  CommitUnknownError,
  ConnectionError,
  ConstraintError,
  DeclarationError,
  type ErrorCode,
  errorCodes,
  ForeignKeyError,
  LengthError,
  MappingError,
  NotFoundError,
  NotLoadedError,
  NotNullError,
  OptionError,
  QueryError,
  ReflectionError,
  SnapshotError,
  StaleInstanceError,
  TransactionError,
  UniqueError,
  ValueError,
  type Violation,
  WriteError,
} from './errors.js'
export { model } from './model/declare.js'
