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
  'SNAPSHOT_MISSING',
  'SNAPSHOT_INVALID',
  'SNAPSHOT_STALE',
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
  'CONDITION_MISSING',
  'UNIQUE_VIOLATED',
  'FOREIGN_KEY_VIOLATED',
  'NOT_NULL_VIOLATED',
  'CHECK_VIOLATED',
  'LENGTH_VIOLATED',
  'WRITE_REFUSED',
  'STALE_INSTANCE',
  'VALUE_INVALID',
  'VALUE_REFUSED',
  'VALUE_UNSAFE',
  'TRANSACTION_FINISHED',
  'COMMIT_UNKNOWN',
  'SESSION_FAILED',
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

/** A snapshot cannot be read, or is none of this database: take it again. */
export class SnapshotError extends AutomapError {}

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

/** What a constraint of the database refused to be written, in the words of the models. */
export interface Violation {
  /** The model of the table that has the constraint; null where the database does not tell which one. */
  readonly model: string | null
  /** The properties that the constraint is about; empty where the database does not tell. */
  readonly properties: readonly string[]
  /** The constraint's name; null where it has none, or the database does not tell. */
  readonly constraint: string | null
}

/** A constraint of the database refused a write: mend the values. The driver's error is the `cause`. */
export class ConstraintError extends QueryError implements Violation {
  readonly model: string | null
  readonly properties: readonly string[]
  readonly constraint: string | null

  constructor(code: ErrorCode, message: string, options: ErrorOptions & Partial<Violation> = {}) {
    const { model = null, properties = [], constraint = null, ...rest } = options
    super(code, message, rest)
    this.model = model
    this.properties = properties
    this.constraint = constraint
  }
}

/** What is unique is there already. */
export class UniqueError extends ConstraintError {}

/** A key refers to a row that is not there, or a row is still referred to. */
export class ForeignKeyError extends ConstraintError {}

/** A column that takes no null was given none. */
export class NotNullError extends ConstraintError {}

/** A check of the database refused a row. */
export class CheckError extends ConstraintError {}

/** A value is longer, or larger, than its column. */
export class LengthError extends ConstraintError {}

/** What is asked to be written cannot be, as the instances at hand are: mend them, or the call. Nothing was written. */
export class WriteError extends AutomapError {}

/** A row that was to be updated, deleted or read again is not there any more, or another one has changed it. */
export class StaleInstanceError extends AutomapError {}

/** A value does not fit its column, or JavaScript cannot hold it. */
export class ValueError extends AutomapError {}

/** A transaction was used after its end or waits for itself, or the automap was used after `close`. */
export class TransactionError extends AutomapError {}

/**
 * The connection was lost at COMMIT: nobody here knows whether the transaction was committed. Look before trying again. Instances
 * are as they were before it.
 */
export class CommitUnknownError extends TransactionError {}
