/** Gives what assignments to the properties of an instance do. What cannot be written refuses them, and says why. */

import { MappingError } from '../errors.js'
import { assign, assignmentOf, editColumn } from '../instance/edit.js'
import type { Instance } from '../instance/instance.js'
import { assignRelated } from '../instance/relation.js'
import type { Loader } from '../loading/loader.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { type Composite, compositeOf, partColumns } from '../query/composite.js'
import { takenApart } from '../query/given.js'
import { columnOf } from '../query/lookup.js'

/** Assigns to one property of an instance. */
export type Writer = (instance: Instance, value: unknown) => void

/** Gives the writer of each property that a model has. */
export function writersOf(mapping: Mapping, loader: Loader): Map<string, Writer> {
  const writers = new Map<string, Writer>()
  for (const column of mapping.columns) writers.set(column.property, columnWriter(mapping, column, loader))
  for (const [name, { member }] of membersOf(mapping)) {
    const composite = compositeOf(mapping, name)
    if (composite !== null) writers.set(name, compositeWriter(composite, loader))
    else if (member === 'computed') writers.set(name, refusing(mapping, name, computedReason))
  }
  for (const relationship of mapping.relationships.values()) {
    const { name } = relationship
    const reason = viewReason(mapping)
    writers.set(
      name,
      reason === null
        ? (instance, value) => assignRelated(instance, relationship, value, loader.journal)
        : refusing(mapping, name, reason),
    )
  }
  return writers
}

/** Tells why no instance of a model can be made or changed; null where they can. */
export function viewReason({ table }: Mapping): string | null {
  if (table.kind !== 'view' && table.kind !== 'materializedView') return null
  return `"${table.name}" is a view, whose rows are only read; write to the tables behind it`
}

const computedReason = 'it is computed; set what it is made of'

function columnWriter(mapping: Mapping, column: ColumnMapping, loader: Loader): Writer {
  const reason = readOnlyReason(mapping, column)
  if (reason !== null) return refusing(mapping, column.property, reason)
  return (instance, value) => editColumn(instance, column, value, loader.journal)
}

function compositeWriter(composite: Composite, loader: Loader): Writer {
  const { mapping, property } = composite
  return (instance, value) => {
    for (const column of partColumns(composite)) {
      const reason = readOnlyReason(mapping, column)
      if (reason !== null) throw refused(mapping, property, reason)
    }
    const parts = takenApart(composite, value).filter(([, part]) => part !== undefined)
    const assignments = parts.map(([name, part]) => assignmentOf(instance, columnOf(mapping, name), part))
    assign(instance, assignments, loader.journal)
  }
}

function readOnlyReason(mapping: Mapping, { column, expression }: ColumnMapping): string | null {
  if (expression !== null) return computedReason
  if (column.generated !== null)
    return `the database computes column "${column.name}"; set what it is made of`
  if (column.identity === 'always')
    return `the database numbers column "${column.name}" by itself; leave it out`
  return viewReason(mapping)
}

function refusing(mapping: Mapping, name: string, reason: string): Writer {
  return () => {
    throw refused(mapping, name, reason)
  }
}

function refused({ name: model }: Mapping, name: string, reason: string): MappingError {
  return new MappingError('READ_ONLY', `Cannot set "${model}.${name}": ${reason}`)
}
