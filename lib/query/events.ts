/**
 * Tells listeners, and Node's diagnostics channels, what an automap does. Makes nothing where nobody listens, tells no value
 * that was not asked for, and lets no listener break what it is told of.
 */

import { type Channel, channel } from 'node:diagnostics_channel'
import type { EventMap, EventName } from '../../types/events.js'
import { OptionError } from '../errors.js'
import { checkBoolean, checkKeys } from '../options/check.js'
import { didYouMean } from '../schema/suggest.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import type { Purpose } from './purpose.js'

type Listener = (event: unknown) => unknown

interface Entry {
  readonly listener: Listener
  /** True where it asked for values. */
  readonly open: boolean
}

/** Node keeps a channel only as long as somebody else does. */
const channels: Readonly<Record<EventName, Channel>> = {
  query: channel('knex-automap:query'),
  transaction: channel('knex-automap:transaction'),
  load: channel('knex-automap:load'),
  flush: channel('knex-automap:flush'),
  snapshot: channel('knex-automap:snapshot'),
}

const names = Object.keys(channels)

/** Who listens to one automap. */
export class Events {
  readonly #entries: Readonly<Record<EventName, Set<Entry>>> = {
    query: new Set(),
    transaction: new Set(),
    load: new Set(),
    flush: new Set(),
    snapshot: new Set(),
  }

  /** Adds a listener, and gives what takes it off again. Throws `OptionError`. */
  on(name: unknown, listener: unknown, options: unknown = {}): () => void {
    if (!isName(name)) throw unknownEvent(name)
    if (typeof listener !== 'function') {
      throw new OptionError(
        'OPTION_INVALID',
        `Expected on("${name}", event => …), got ${valueText(listener)}`,
      )
    }
    const entry = { listener: listener as Listener, open: isOpen(options) }
    this.#entries[name].add(entry)
    return () => {
      this.#entries[name].delete(entry)
    }
  }

  /** True where somebody would be told. */
  hears(name: EventName): boolean {
    return this.#entries[name].size > 0 || channels[name].hasSubscribers
  }

  /** Tells of a statement that brought these rows; `served` are the instances that it was for. */
  tellLoad(
    { model, relationship, strategy }: Purpose,
    served: { readonly length: number },
    rows: readonly unknown[],
  ): void {
    if (model === null || !this.hears('load')) return
    this.tell('load', () => ({ model, relationship, strategy, instances: served.length, rows: rows.length }))
  }

  /** Tells whoever listens; `make` is called for those who may see values, and for those who may not, once each. */
  tell<N extends EventName>(name: N, make: (open: boolean) => EventMap[N]): void {
    if (!this.hears(name)) return
    const made = new Map<boolean, EventMap[N]>()
    const eventFor = (open: boolean): EventMap[N] => {
      const event = made.get(open) ?? (Object.freeze(make(open)) as EventMap[N])
      made.set(open, event)
      return event
    }
    for (const { listener, open } of [...this.#entries[name]]) call(name, listener, eventFor(open))
    if (channels[name].hasSubscribers) channels[name].publish(eventFor(false))
  }
}

function isName(name: unknown): name is EventName {
  return names.includes(name as string)
}

function unknownEvent(name: unknown): OptionError {
  if (typeof name !== 'string') {
    return new OptionError(
      'OPTION_INVALID',
      `Expected on() to be given the name of an event, got ${valueText(name)}`,
    )
  }
  return new OptionError('OPTION_UNKNOWN', `There is no event "${name}"${didYouMean(name, names)}`)
}

function isOpen(options: unknown): boolean {
  if (!isPlainObject(options)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the options of on() to be an object, got ${valueText(options)}`,
    )
  }
  checkKeys(options, '', ['bindings'], 'on()')
  return checkBoolean(options.bindings, 'bindings', false)
}

/** A listener's error is told as a warning, as it is not the query's. */
function call(name: EventName, listener: Listener, event: unknown): void {
  try {
    const answer = listener(event)
    if (answer instanceof Promise) answer.catch(error => warn(name, error))
  } catch (error) {
    warn(name, error)
  }
}

function warn(name: EventName, error: unknown): void {
  const detail = error instanceof Error ? error.stack : undefined
  process.emitWarning(`A listener for "${name}" failed: ${error}`, {
    type: 'AutomapWarning',
    ...(detail === undefined ? {} : { detail }),
  })
}
