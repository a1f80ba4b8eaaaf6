/** Builds the class of each mapping. Accessors go on a layer under the class, so that its own members win. */

import type { Loader } from '../loading/loader.js'
import type { Mapping } from '../mapping/mapping.js'
import type { QueryContext } from '../query/context.js'
import { defineAccessors } from './accessors.js'
import { bind, Model } from './model.js'

/** Builds the class for a mapping, with its accessors, tied to the context that it queries in. */
export function modelOf(mapping: Mapping, context: QueryContext, loader: Loader): typeof Model {
  const layer = class extends Model {}
  defineAccessors(layer.prototype, mapping, loader)
  const model = class extends layer {}
  Object.defineProperty(layer, 'name', { value: `${mapping.name}Accessors` })
  Object.defineProperty(model, 'name', { value: mapping.name })
  bind(model, context, mapping)
  return model
}
