/** Reads what classes declare: those that model() made, their subclasses, mixins and plain ones. Looks at no database. */

import type { HookName } from '../../types/hooks.js'
import { DeclarationError, OptionError } from '../errors.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import { type Carried, carriedBy } from './carried.js'
import { invalid, textOrNull } from './check.js'
import type {
  Declaration,
  HookFunction,
  InheritanceDeclaration,
  MemberDeclaration,
  ModelClass,
  RelationshipDeclaration,
} from './declaration.js'
import { checkHierarchy } from './hierarchy.js'
import { readHooks } from './hooks.js'
import { membersOf, relationshipsOf } from './members.js'
import { type CheckedTableOptions, checkOptionNames, checkTableOptions } from './table-options.js'
import { isClass } from './target.js'

/**
 * Reads classes, given as a list or by their models' names. Throws `DeclarationError` DECLARATION_INVALID or MODEL_TAKEN, and
 * `OptionError` OPTION_INVALID for what is no class.
 */
export function readDeclarations(models: unknown): readonly Declaration[] {
  const named = classesOf(models)
  const listed = new Map<ModelClass, string>()
  const taken = new Set<string>()
  for (const [name, model] of named) {
    const before = listed.get(model)
    if (before !== undefined) {
      throw new DeclarationError(
        'MODEL_TAKEN',
        `Cannot map class "${model.name}" twice, as "${before}" and as "${name}": one class is one model. Declare a subclass for the other`,
      )
    }
    if (taken.has(name)) {
      throw new DeclarationError(
        'MODEL_TAKEN',
        `Cannot map two classes named "${name}": a name stands for one model. Give the models as an object, under names of your own`,
      )
    }
    listed.set(model, name)
    taken.add(name)
  }
  const declarations = named.map(([name, model]) => declarationOf(model, name, new Set(listed.keys())))
  checkHierarchy(declarations)
  return Object.freeze(declarations)
}

/** Reads one class by itself; without a name it is the class's own. Throws as `readDeclarations` does. */
export function readDeclaration(model: unknown, name?: string): Declaration {
  if (!isClass(model)) throw noClass('the model', model)
  return declarationOf(model, name ?? nameOf(model), new Set([model]))
}

function classesOf(models: unknown): readonly (readonly [name: string, model: ModelClass])[] {
  if (Array.isArray(models)) {
    const list: readonly unknown[] = models
    return list.map((model, index) => {
      if (!isClass(model)) throw noClass(`models[${index}]`, model)
      return [nameOf(model), model] as const
    })
  }
  if (!isPlainObject(models)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected option "models" to be a list or an object of classes, got ${valueText(models)}`,
    )
  }
  return Object.entries(models).map(([name, model]) => {
    if (!isClass(model)) throw noClass(`models.${name}`, model)
    return [name, model] as const
  })
}

function noClass(what: string, got: unknown): OptionError {
  return new OptionError('OPTION_INVALID', `Expected ${what} to be a class, got ${valueText(got)}`)
}

function nameOf(model: ModelClass): string {
  if (model.name !== '' && carriedBy(model) === null) return model.name
  const what = model.name === '' ? 'a class without a name' : `what ${model.name} gives`
  throw invalid(
    `Cannot name the model of ${what}: write class Customer extends model(…) {}, or give the models as an object`,
  )
}

/** What one class of a prototype chain says by itself. */
interface Level {
  readonly model: ModelClass
  readonly carried: Carried | null
  readonly own: Readonly<Record<string, unknown>>
}

const statics = ['table', 'columns', 'options', 'relationships', 'identity', 'hooks'] as const

function declarationOf(model: ModelClass, name: string, listed: ReadonlySet<ModelClass>): Declaration {
  const what = `class "${name}"`
  const { levels, parent } = levelsOf(model, listed)
  const options = checkTableOptions(optionsOf(levels, what), `the options of ${what}`)
  const table = tableOf(levels, what)
  const members = new Map<string, MemberDeclaration>()
  const relationships = new Map<string, RelationshipDeclaration>()
  // From the farthest to the nearest, so that the most derived wins.
  for (const { carried, own } of levels.toReversed()) {
    const declared = [...(carried?.members ?? []), ...membersOf(own.columns, what)]
    for (const [property, member] of declared) members.set(property, member)
    for (const [property, each] of relationshipsOf(own.relationships, what)) relationships.set(property, each)
  }
  refuseTwofold(members, relationships, what)
  return Object.freeze({
    model,
    name,
    table,
    options: options.table,
    members,
    relationships,
    inheritance: inheritanceOf(parent, table, options, what),
    scope: options.scope,
    hooks: hooksOf(levels, what),
  })
}

/** Those of each class count, as one does not replace another. */
function hooksOf(levels: readonly Level[], what: string): Declaration['hooks'] {
  const hooks = new Map<HookName, readonly HookFunction[]>()
  for (const { own } of levels.toReversed()) {
    for (const [name, hook] of readHooks(own.hooks, what)) hooks.set(name, [...(hooks.get(name) ?? []), hook])
  }
  return hooks
}

/** Gives the classes whose statics count, from the class itself up to its parent among the models, if it has one. */
function levelsOf(
  model: ModelClass,
  listed: ReadonlySet<ModelClass>,
): { readonly levels: readonly Level[]; readonly parent: ModelClass | null } {
  const levels: Level[] = []
  for (let each: unknown = model; isClass(each); each = Object.getPrototypeOf(each)) {
    if (each !== model && listed.has(each)) return { levels, parent: each }
    const carried = carriedBy(each)
    levels.push({ model: each, carried, own: staticsOf(each) })
    if (carried !== null && carried.parent !== null) return { levels, parent: carried.parent }
  }
  return { levels, parent: null }
}

/** Read only where the class has it itself: what it inherits counts at the class that says it. */
function staticsOf(model: ModelClass): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    statics.filter(name => Object.hasOwn(model, name)).map(name => [name, Reflect.get(model, name)]),
  )
}

function tableOf(levels: readonly Level[], what: string): string | null {
  for (const { carried, own } of levels) {
    const table = textOrNull(own.table, `static table of ${what}`) ?? carried?.table ?? null
    if (table !== null) return table
  }
  return null
}

function optionsOf(levels: readonly Level[], what: string): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = {}
  for (const { carried, own } of levels.toReversed()) {
    Object.assign(merged, carried?.options, checkOptionNames(own.options, `static options of ${what}`))
    if (own.identity !== undefined) merged.identity = own.identity
  }
  return merged
}

function refuseTwofold(
  members: ReadonlyMap<string, unknown>,
  relationships: ReadonlyMap<string, unknown>,
  what: string,
): void {
  const both = [...relationships.keys()].find(property => members.has(property))
  if (both === undefined) return
  throw invalid(`Cannot declare "${both}" of ${what} both a column and a relationship: rename one of them`)
}

function inheritanceOf(
  parent: ModelClass | null,
  table: string | null,
  options: CheckedTableOptions,
  what: string,
): InheritanceDeclaration | null {
  const { polymorphicOn, polymorphicLoad, identity, concrete } = options
  if (concrete && (parent === null || table === null)) {
    throw invalid(
      `Cannot declare ${what} concrete: it needs a parent, and a table of its own. Write model(Parent, 'table', …, { concrete: true })`,
    )
  }
  if (parent !== null) {
    const type = concrete ? 'concrete' : table === null ? 'single' : 'joined'
    return Object.freeze({ parent, type, polymorphicOn, identity, polymorphicLoad })
  }
  if (polymorphicOn !== null) {
    return Object.freeze({ parent, type: null, polymorphicOn, identity, polymorphicLoad })
  }
  if (identity === null && polymorphicLoad === null) return null
  const option = identity === null ? 'polymorphicLoad' : 'identity'
  throw invalid(
    `Cannot declare ${what} with ${option}: it inherits from no declared model, and says no polymorphicOn. Add the parent to the models, or polymorphicOn to the options`,
  )
}
