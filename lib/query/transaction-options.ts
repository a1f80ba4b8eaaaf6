/** Checks the options of a transaction and fills in the defaults. Refuses them where it would be a savepoint. */

import type { Isolation, TransactionOptions } from '../../types/transaction.js'
import type { TransactionMode } from '../dialect/contract.js'
import { OptionError } from '../errors.js'
import { checkBoolean, checkCount, checkKeys, checkWord, expected } from '../options/check.js'
import { isPlainObject, valueText } from '../schema/value-text.js'

/** The options, checked and complete. */
export interface CheckedTransaction {
  readonly mode: TransactionMode
  /** How many times the function runs at most. */
  readonly attempts: number
  /** Milliseconds before the second run. */
  readonly delay: number
}

const optionNames: readonly (keyof TransactionOptions)[] = ['isolation', 'readOnly', 'retry']
const isolations: readonly Isolation[] = [
  'readUncommitted',
  'readCommitted',
  'repeatableRead',
  'serializable',
]
const defaultDelay = 20
const maxDelay = 60_000

/** Who takes the options, and which others beside. */
export interface OptionTaker {
  readonly name: string
  readonly options: readonly string[]
}

/** Gives the options as they are meant; others of whoever takes them are left to that. Throws `OptionError`. */
export function checkTransaction(options: unknown, nested: boolean, taker: OptionTaker): CheckedTransaction {
  const { name: caller } = taker
  const given = options === undefined ? {} : options
  if (!isPlainObject(given)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the options of ${caller} to be an object, got ${valueText(given)}`,
    )
  }
  checkKeys(given, '', [...taker.options, ...optionNames], caller)
  const first = optionNames.find(name => given[name] !== undefined)
  if (nested && first !== undefined) refuse(first, caller)
  const isolation = checkWord(given.isolation, 'isolation', isolations) ?? null
  const readOnly = checkBoolean(given.readOnly, 'readOnly', false)
  return { mode: { isolation, readOnly }, ...checkRetry(given.retry, caller) }
}

function refuse(option: string, caller: string): never {
  throw new OptionError(
    'OPTION_INVALID',
    `Cannot take option "${option}" of ${caller} inside another transaction, as it is a savepoint of that one: give the ` +
      'option to the outermost transaction',
  )
}

function checkRetry(retry: unknown, caller: string): Omit<CheckedTransaction, 'mode'> {
  if (!isPlainObject(retry)) {
    const isWrong = retry !== undefined && typeof retry !== 'number'
    if (isWrong) throw expected('retry', 'a whole number of at least 1 or an object', retry)
    return { attempts: checkCount(retry, 'retry', 1), delay: defaultDelay }
  }
  checkKeys(retry, 'retry.', ['attempts', 'delay'], caller)
  if (retry.attempts === undefined)
    throw expected('retry.attempts', 'a whole number of at least 1', undefined)
  return { attempts: checkCount(retry.attempts, 'retry.attempts', 1), delay: checkDelay(retry.delay) }
}

function checkDelay(delay: unknown): number {
  if (delay === undefined) return defaultDelay
  if (typeof delay === 'number' && delay >= 0 && delay <= maxDelay) return delay
  throw expected('retry.delay', `a number of milliseconds from 0 to ${maxDelay}`, delay)
}
