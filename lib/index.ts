/** The public surface of knex-automap. */

export type * from '../types/automap.js'
export type * from '../types/condition.js'
export type * from '../types/loaded.js'
export type * from '../types/model.js'
export type * from '../types/options.js'
export type * from '../types/plan.js'
export type * from '../types/query.js'
export type * from '../types/relationship.js'
export type * from '../types/report.js'
export type * from '../types/schema.js'
export { automap } from './automap.js'
export {
  AutomapError,
  ConnectionError,
  DeclarationError,
  type ErrorCode,
  errorCodes,
  MappingError,
  NotFoundError,
  NotLoadedError,
  OptionError,
  QueryError,
  ReflectionError,
  TransactionError,
  ValueError,
} from './errors.js'
