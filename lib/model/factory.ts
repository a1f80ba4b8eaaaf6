/** Completes the class of each mapping, or makes it. Accessors go on a layer under the class, so that its own members win. */

import type { ModelClass } from '../declaration/declaration.js'
import { DeclarationError } from '../errors.js'
import type { Loader } from '../loading/loader.js'
import type { Mapping } from '../mapping/mapping.js'
import { isWaiting } from '../mapping/on-demand.js'
import type { QueryContext } from '../query/context.js'
import { defineAccessors } from './accessors.js'
import { runsFields } from './class-fields.js'
import { chainOf, isLayer, isSealed, layerOver, slipUnder } from './layer.js'
import { Model } from './model.js'
import { isTaken, tie, tieOf, untie } from './tie.js'

/** One class that is ready to be bound. */
interface Draft {
  readonly mapping: Mapping
  readonly model: ModelClass
  /** Null where one is to be put under the class. */
  readonly layer: ModelClass | null
  readonly runsFields: boolean
}

/**
 * Gives every mapping its class: the declared one, the one that it already has, or a new one; those that are waiting wait on. All of them are checked before
 * the first is touched. Throws `DeclarationError`, and then no class is bound and none is changed.
 */
export function completeModels(mappings: readonly Mapping[], context: QueryContext, loader: Loader): void {
  const asked = mappings.filter(mapping => !isWaiting(mapping))
  const declared = new Set(asked.map(modelAtHand).filter(model => model !== null))
  const claimed = new Set<ModelClass>()
  const drafts = asked.map(mapping => {
    const model = modelAtHand(mapping)
    if (model === null) return generated(mapping)
    refuseTaken(model, mapping, context)
    const layer = layerOf(model, declared)
    if (layer === null || claimed.has(layer)) return given(model, null, mapping)
    claimed.add(layer)
    return given(model, layer, mapping)
  })
  // What a class inherits must be there before a layer is put over it.
  for (const draft of drafts.toSorted((one, other) => heightOf(one.model) - heightOf(other.model))) {
    bind(draft, context, loader)
  }
}

/** Makes the class of a mapping that no class declares, when somebody asks for it. */
export function completeModel(mapping: Mapping, context: QueryContext, loader: Loader): void {
  bind(generated(mapping), context, loader)
}

function bind(
  { mapping, model, layer: own, runsFields }: Draft,
  context: QueryContext,
  loader: Loader,
): void {
  const layer = own ?? slipUnder(model)
  owners.set(layer, model)
  defineAccessors(layer, mapping, loader)
  Object.assign(mapping, { model, runsFields })
  tie(model, context, mapping)
}

/** Makes every use of a declared class that could not be mapped say why. */
export function markUnmapped(model: ModelClass, reason: string): void {
  // A class that extends no model has no methods yet that could say so.
  if (![...chainOf(model)].some(isLayer) && !isSealed(model)) slipUnder(model)
  untie(model, reason)
}

/** Gives the class that a mapping already has, or that was declared for it. */
function modelAtHand({ model, declaration }: Mapping): ModelClass | null {
  return (model as ModelClass | undefined) ?? declaration?.model ?? null
}

function generated(mapping: Mapping): Draft {
  const layer = layerOver(Model)
  const model = class extends layer {}
  Object.defineProperty(layer, 'name', { value: `${mapping.name}Accessors` })
  Object.defineProperty(model, 'name', { value: mapping.name })
  return { mapping, model, layer, runsFields: false }
}

function given(model: ModelClass, layer: ModelClass | null, mapping: Mapping): Draft {
  if (layer === null && isSealed(model)) {
    throw new DeclarationError(
      'DECLARATION_INVALID',
      `Cannot map class "${model.name}" to table "${mapping.table.name}": it is frozen or sealed, and accessors cannot be put under it`,
    )
  }
  return { mapping, model, layer, runsFields: runsFields(model, mapping) }
}

/** Gives the class's own layer: not one that serves a model above it, nor another class of an automap that is open. */
function layerOf(model: ModelClass, declared: ReadonlySet<ModelClass>): ModelClass | null {
  for (const each of chainOf(model)) {
    if (each !== model && (declared.has(each) || isModel(each))) return null
    if (isLayer(each)) return servesOther(each, model) ? null : each
  }
  return null
}

function isModel(model: ModelClass): boolean {
  return tieOf(model)?.mapping.model === model
}

const owners = new WeakMap<ModelClass, ModelClass>()

function servesOther(layer: ModelClass, model: ModelClass): boolean {
  const owner = owners.get(layer)
  return owner !== undefined && isTaken(owner) && ![...chainOf(model)].includes(owner)
}

function heightOf(model: ModelClass): number {
  return [...chainOf(model)].length
}

function refuseTaken(model: ModelClass, mapping: Mapping, { executor }: QueryContext): void {
  const other = tieOf(model)
  if (other === undefined || !isTaken(model) || other.context.executor === executor) return
  throw new DeclarationError(
    'MODEL_TAKEN',
    `Cannot map class "${model.name}" to table ${nameOf(mapping)}: it is mapped to table ${nameOf(other.mapping)} of another automap that is still open. Close that one first, or declare a class for each`,
  )
}

function nameOf({ table }: Mapping): string {
  return `"${table.schema}.${table.name}"`
}
