/** The layers of accessors: classes between a model's own class and what it extends. Defines no accessor. */

import { carriedBy } from '../declaration/carried.js'
import type { ModelClass } from '../declaration/declaration.js'
import { Model } from './model.js'

const layers = new WeakSet<object>()

/** Makes a layer over a class. */
export function layerOver(parent: ModelClass): typeof Model {
  const layer = class extends (parent as typeof Model) {}
  layers.add(layer)
  return layer
}

/** True for classes that have nothing written by hand; those that model() gives are layers, too. */
export function isLayer(model: ModelClass): boolean {
  return layers.has(model) || carriedBy(model) !== null
}

/** Gives a class and those above it, up to the first that is not meant for models alone. */
export function* chainOf(model: ModelClass): Generator<ModelClass> {
  for (let each: unknown = model; isOwn(each); each = Object.getPrototypeOf(each)) yield each
}

function isOwn(value: unknown): value is ModelClass {
  return value !== null && value !== Function.prototype && value !== Object && value !== Model
}

/**
 * Puts a layer under a class: what the class extends is then above the layer, and the class itself is the only one that is
 * changed, as what it extends may be others', too. A class that extends no model gets a model's members with the layer.
 */
export function slipUnder(model: ModelClass): typeof Model {
  const [, above = Model] = chainOf(model)
  const layer = layerOver(above)
  if (!(layer.prototype instanceof Model)) {
    lend(Model, layer)
    lend(Model.prototype, layer.prototype)
  }
  Object.setPrototypeOf(model, layer)
  Object.setPrototypeOf(model.prototype, layer.prototype)
  return layer
}

/** True where nothing can be put under a class any more. */
export function isSealed(model: ModelClass): boolean {
  return !(Object.isExtensible(model) && Object.isExtensible(model.prototype))
}

/** Copies what the other does not have from anywhere. */
function lend(from: object, to: object): void {
  for (const name of Reflect.ownKeys(from)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(from, name) as PropertyDescriptor
    if (!(name in to)) Object.defineProperty(to, name, descriptor)
  }
}
