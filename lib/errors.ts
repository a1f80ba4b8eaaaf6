/** Every error of the library and its code. Programs read `code`; people read the message. */

/** Every code, in the order of `docs/errors.md`. */
export const errorCodes = [
  'OPTION_INVALID',
  'OPTION_UNKNOWN',
  'CONNECTION_FAILED',
  'CONNECTION_TIMEOUT',
  'DRIVER_MISSING',
  'DRIVER_UNSUPPORTED',
  'DATABASE_MISSING',
  'NOT_A_DATABASE',
  'SCHEMA_MISSING',
  'SCHEMA_EMPTY',
  'REFLECTION_FAILED',
  'REFLECTION_INCOMPLETE',
  'DECLARATION_INVALID',
  'DECLARATION_MISMATCH',
  'MODEL_TAKEN',
  'PROPERTY_HIDDEN',
  'RELATIONSHIP_AMBIGUOUS',
  'NAME_INVALID',
  'NAME_TAKEN',
  'MODEL_UNKNOWN',
  'PROPERTY_UNKNOWN',
  'RELATIONSHIP_UNKNOWN',
  'NO_PRIMARY_KEY',
  'READ_ONLY',
  'NOT_FOUND',
  'NOT_LOADED',
  'LOAD_REFUSED',
  'QUERY_INVALID',
  'QUERY_FAILED',
  'VALUE_INVALID',
  'VALUE_REFUSED',
  'VALUE_UNSAFE',
  'TRANSACTION_FINISHED',
  'COMMIT_UNKNOWN',
  'POOL_EXHAUSTED',
  'CLOSED',
  'CREATE_FAILED',
] as const

/** One of the library's codes. */
export type ErrorCode = (typeof errorCodes)[number]

/** The root of every error that the library throws on purpose. */
export class AutomapError extends Error {
  /** Says what happened, for programs; each has a heading in `docs/errors.md`. */
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** An option is unknown, misspelt or of the wrong shape: mend the call. */
export class OptionError extends AutomapError {}

/** The database cannot be reached or opened: mend the address, or try again. */
export class ConnectionError extends AutomapError {}

/** The catalog could not be read, or not wholly and `strict` was asked for. */
export class ReflectionError extends AutomapError {}

/** A class was declared wrongly, or not as the database has it: mend the class. */
export class DeclarationError extends AutomapError {}

/** A name, a model or a property does not fit what was mapped: mend the name. */
export class MappingError extends AutomapError {}

/** A relationship was used without being loaded: await it, or load it with the query. */
export class NotLoadedError extends AutomapError {}

/** `get` and its like found no row. */
export class NotFoundError extends AutomapError {}

/** A query could not be built, or the database refused it; the driver's error is the `cause`. */
export class QueryError extends AutomapError {}

/** A value does not fit its column, or JavaScript cannot hold it. */
export class ValueError extends AutomapError {}

/** A transaction was used after its end or waits for itself, or the automap was used after `close`. */
export class TransactionError extends AutomapError {}

/** The connection was lost at COMMIT: nobody here knows whether the transaction was committed. Look before trying again. */
export class CommitUnknownError extends TransactionError {}
