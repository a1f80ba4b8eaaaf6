/** Puts a subclass of a model in the model's place. Reads nothing that it declares but hooks, and defines no accessor. */

import type { ModelClass } from '../declaration/declaration.js'
import { readHooks } from '../declaration/hooks.js'
import { isClass } from '../declaration/target.js'
import { DeclarationError, MappingError } from '../errors.js'
import { addHook } from '../instance/hooks.js'
import type { Mapping } from '../mapping/mapping.js'
import { valueText } from '../schema/value-text.js'
import { runsFields } from './class-fields.js'
import { chainOf } from './layer.js'
import { tie, tieAbove, tieOf } from './tie.js'

/**
 * Makes a class the model that it extends, one of these mappings': rows become its instances from here on. Throws
 * `DeclarationError` DECLARATION_INVALID, MODEL_TAKEN or PROPERTY_HIDDEN, `MappingError` MODEL_UNKNOWN.
 */
export function takePlace(model: unknown, mappings: readonly Mapping[]): void {
  if (!isClass(model)) {
    const message = `Expected use() to be given a class, got ${valueText(model)}`
    throw new DeclarationError('DECLARATION_INVALID', message)
  }
  if (tieOf(model) !== undefined) {
    const message = `Cannot use class "${model.name}": it is a model already, and was used before or mapped by automap()`
    throw new DeclarationError('MODEL_TAKEN', message)
  }
  const found = tieAbove(model)
  if (found === null || !mappings.includes(found[1].mapping)) {
    throw new MappingError(
      'MODEL_UNKNOWN',
      `Cannot use class "${model.name}": it extends no model of this automap. Write class ${model.name} extends db.models.… for the one whose place it takes`,
    )
  }
  const [above, { context, mapping }] = found
  if (mapping.model !== above) {
    throw new DeclarationError(
      'MODEL_TAKEN',
      `Cannot use class "${model.name}" as model "${mapping.name}": class "${mapping.model.name}" has taken that place. Extend that one`,
    )
  }
  const levels = ownLevels(model, above)
  refuseDeclaring(model, levels)
  const hooks = levels
    .toReversed()
    .flatMap(each =>
      Object.hasOwn(each, 'hooks') ? [...readHooks(Reflect.get(each, 'hooks'), `class "${model.name}"`)] : [],
    )
  Object.assign(mapping, { model, runsFields: runsFields(model, mapping) })
  tie(model, context, mapping)
  for (const [name, hook] of hooks) addHook(mapping, name, hook)
}

/** Gives a class and those above it, up to the model that it extends. */
function ownLevels(model: ModelClass, above: ModelClass): readonly ModelClass[] {
  const chain = [...chainOf(model)]
  return chain.slice(0, chain.indexOf(above))
}

/** What a class declares has to be there when names and relationships are decided. */
function refuseDeclaring(model: ModelClass, levels: readonly ModelClass[]): void {
  const late = ['table', 'columns', 'options', 'relationships'].find(name =>
    levels.some(each => Object.hasOwn(each, name)),
  )
  if (late === undefined) return
  throw new DeclarationError(
    'DECLARATION_INVALID',
    `Cannot use class "${model.name}": it declares static ${late}, which counts at boot only. Pass such a class to automap(connection, { models: [${model.name}] })`,
  )
}
