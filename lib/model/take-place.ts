/** Puts a subclass of a model in the model's place. Reads nothing that it declares, and defines no accessor. */

import type { ModelClass } from '../declaration/declaration.js'
import { isClass } from '../declaration/target.js'
import { DeclarationError, MappingError } from '../errors.js'
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
  refuseDeclaring(model, above)
  Object.assign(mapping, { model, runsFields: runsFields(model, mapping) })
  tie(model, context, mapping)
}

/** What a class declares has to be there when names and relationships are decided. */
function refuseDeclaring(model: ModelClass, above: ModelClass): void {
  const chain = [...chainOf(model)]
  const own = chain.slice(0, chain.indexOf(above))
  const late = ['table', 'columns', 'options', 'relationships'].find(name =>
    own.some(each => Object.hasOwn(each, name)),
  )
  if (late === undefined) return
  throw new DeclarationError(
    'DECLARATION_INVALID',
    `Cannot use class "${model.name}": it declares static ${late}, which counts at boot only. Pass such a class to automap(connection, { models: [${model.name}] })`,
  )
}
