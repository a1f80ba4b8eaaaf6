/** Runs statements on one connection through either driver, keeping what was prepared. Knows nothing of knex. */

import type { Row } from '../contract.js'

/** Runs one statement on a driver's connection. Fails with the driver's own error, at once or by its promise. */
export type RunStatement = (
  connection: object,
  sql: string,
  bindings: readonly unknown[],
) => Row[] | Promise<Row[]>

/** Runs one statement that gives no rows, and gives how many it changed. Fails likewise. */
export type ChangeRows = (
  connection: object,
  sql: string,
  bindings: readonly unknown[],
) => number | Promise<number>

const statementsKept = 256

interface SyncStatement {
  readonly reader: boolean
  raw(toggle: boolean): SyncStatement
  safeIntegers(toggle: boolean): SyncStatement
  all(...bindings: unknown[]): Row[]
  run(...bindings: unknown[]): { readonly changes: number }
}

interface SyncConnection {
  prepare(sql: string): SyncStatement
}

type Callback<T> = (error: Error | null, result: T) => void

interface AsyncStatement {
  all(bindings: readonly unknown[], done: Callback<object[]>): void
  run(
    bindings: readonly unknown[],
    done: (this: { readonly changes: number }, error: Error | null) => void,
  ): void
  finalize(): void
}

interface AsyncConnection {
  prepare(sql: string, done: Callback<void>): AsyncStatement
  close(done: Callback<void>): void
}

/** The statements of one connection, least recently used first. */
interface Kept<S> {
  readonly statements: Map<string, S>
  /** The text of the one that was used last. */
  newest: string | null
  closing: boolean
}

const keptSync = new WeakMap<object, Kept<SyncStatement>>()
const keptAsync = new WeakMap<object, Kept<AsyncStatement>>()

/** Runs on a connection of better-sqlite3, which blocks the process meanwhile. */
export const runSync: RunStatement = (connection, sql, bindings) => {
  const statement = syncStatement(connection, sql)
  const bound = bindings.map(syncBinding)
  if (statement.reader) return statement.all(...bound)
  statement.run(...bound)
  return []
}

/** Changes rows on a connection of better-sqlite3. */
export const changeSync: ChangeRows = (connection, sql, bindings) =>
  syncStatement(connection, sql).run(...bindings.map(syncBinding)).changes

function syncStatement(connection: object, sql: string): SyncStatement {
  const kept = keptOf(keptSync, connection)
  const known = recall(kept, sql)
  if (known) return known
  const statement = (connection as SyncConnection).prepare(sql)
  if (statement.reader) statement.raw(true).safeIntegers(false)
  keep(kept, sql, statement)
  return statement
}

/** Runs on a connection of sqlite3. Calls of one statement wait for each other inside the driver, each with its bindings. */
export const runAsync: RunStatement = (connection, sql, bindings) =>
  asyncStatement<Row[]>(connection, sql, (statement, done) =>
    statement.all(bindings.map(asyncBinding), (error, rows) =>
      // A statement that failed has none.
      done(
        error,
        (rows ?? []).map(row => Object.values(row)),
      ),
    ),
  )

/** Changes rows on a connection of sqlite3. */
export const changeAsync: ChangeRows = (connection, sql, bindings) =>
  asyncStatement<number>(connection, sql, (statement, done) =>
    statement.run(bindings.map(asyncBinding), function (error) {
      done(error, this.changes)
    }),
  )

function asyncStatement<T>(
  connection: object,
  sql: string,
  call: (statement: AsyncStatement, done: Callback<T>) => void,
): Promise<T> {
  const kept = keptAsync.get(connection) ?? keepUntilClosed(connection as AsyncConnection)
  return new Promise((resolve, reject) => {
    const known = recall(kept, sql)
    const statement =
      known ??
      // When preparing fails, the driver drops the call below without a word.
      (connection as AsyncConnection).prepare(sql, error => {
        if (error) reject(error)
      })
    call(statement, (error, result) => {
      if (!known) keepFirst(kept, sql, statement)
      if (error) reject(error)
      else resolve(result)
    })
  })
}

/**
 * Both drivers bind alike after this: better-sqlite3 binds every number as a real one, sqlite3 those of 32 bits as
 * integers, and a column without affinity would tell the difference.
 */
function syncBinding(value: unknown): unknown {
  if (typeof value === 'number') return (value | 0) === value ? BigInt(value) : value
  if (typeof value === 'boolean') return value ? 1n : 0n
  return value instanceof Date ? value.getTime() : value
}

/** sqlite3 binds a bigint as NULL without a word. */
function asyncBinding(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function keptOf<S>(all: WeakMap<object, Kept<S>>, connection: object): Kept<S> {
  let kept = all.get(connection)
  if (!kept) {
    kept = { statements: new Map(), newest: null, closing: false }
    all.set(connection, kept)
  }
  return kept
}

/** sqlite3 cannot close a connection that has statements left, so they go first. */
function keepUntilClosed(connection: AsyncConnection): Kept<AsyncStatement> {
  const kept = keptOf(keptAsync, connection)
  const close = connection.close
  connection.close = function (done) {
    kept.closing = true
    for (const statement of kept.statements.values()) statement.finalize()
    kept.statements.clear()
    close.call(this, done)
  }
  return kept
}

function recall<S>(kept: Kept<S>, sql: string): S | undefined {
  const statement = kept.statements.get(sql)
  if (!statement || kept.newest === sql) return statement
  kept.statements.delete(sql)
  kept.statements.set(sql, statement)
  kept.newest = sql
  return statement
}

/** Kept from its first result on, so that a statement that is given up here has no call waiting behind it. */
function keepFirst(kept: Kept<AsyncStatement>, sql: string, statement: AsyncStatement): void {
  if (kept.closing || kept.statements.has(sql)) statement.finalize()
  else keep(kept, sql, statement)?.finalize()
}

/** Gives the statement that had to make room. */
function keep<S>(kept: Kept<S>, sql: string, statement: S): S | undefined {
  const { statements } = kept
  statements.set(sql, statement)
  kept.newest = sql
  if (statements.size <= statementsKept) return undefined
  const [oldest, evicted] = statements.entries().next().value!
  statements.delete(oldest)
  return evicted
}
