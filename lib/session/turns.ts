/**
 * Orders writes that share instances: the later one begins when the earlier has ended, however that ended. Refuses a write that would
 * wait for the one that it is part of.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import { WriteError } from '../errors.js'
import { blockOf, type Instance, stateFor, stateOf } from '../instance/instance.js'

/** A write that is under way. */
interface Turn {
  readonly instances: ReadonlySet<Instance>
  readonly outer: Turn | undefined
  isOver: boolean
}

const around = new AsyncLocalStorage<Turn>()

/**
 * Runs a write of these instances when nothing else writes one of them. They are asked for again after each wait, as what was
 * waited for may have changed them. Throws `WriteError` inside a write of one of them, where that would wait for itself.
 */
export async function inTurn<R>(instances: () => Iterable<Instance>, write: () => Promise<R>): Promise<R> {
  let all = new Set(instances())
  refuseNested(all)
  for (let busy = turnsOf(all); busy.length > 0; busy = turnsOf(all)) {
    await Promise.all(busy)
    all = new Set(instances())
  }
  const turn: Turn = { instances: all, outer: around.getStore(), isOver: false }
  const running = around.run(turn, write)
  const ended = running.then(
    () => undefined,
    () => undefined,
  )
  for (const instance of all) stateFor(instance).turn = ended
  try {
    return await running
  } finally {
    turn.isOver = true
    for (const instance of all) {
      const state = stateOf(instance)
      if (state?.turn === ended) state.turn = null
    }
  }
}

function turnsOf(instances: ReadonlySet<Instance>): Promise<unknown>[] {
  return [...instances].flatMap(instance => stateOf(instance)?.turn ?? [])
}

function refuseNested(instances: ReadonlySet<Instance>): void {
  for (let turn = around.getStore(); turn !== undefined; turn = turn.outer) {
    if (turn.isOver) continue
    for (const instance of instances) if (turn.instances.has(instance)) throw nested(instance)
  }
}

function nested(instance: Instance): WriteError {
  return new WriteError(
    'WRITE_REFUSED',
    `Cannot write an instance of "${blockOf(instance).mapping.name}" inside its own write, which would wait for itself: a hook that comes before it can assign to it instead`,
  )
}
