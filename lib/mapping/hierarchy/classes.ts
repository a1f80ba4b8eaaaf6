/** Makes the mappings of classes that share rows, out of those of their tables. Places no relationship. */

import type { ColumnKind } from '../../../types/schema.js'
import type { Declaration, MemberDeclaration, QueryChange } from '../../declaration/declaration.js'
import type { Dialect } from '../../dialect/contract.js'
import { didYouMean } from '../../schema/suggest.js'
import { valueText } from '../../schema/value-text.js'
import type { Draft } from '../build-relationships.js'
import { type DeclaredModel, invalid } from '../declared-model.js'
import { inheritingKey } from '../inheritance.js'
import type {
  ColumnMapping,
  Discriminator,
  InheritanceMapping,
  InstanceClass,
  Mapping,
  TablePart,
} from '../mapping.js'
import { rowColumnsOf } from '../row-columns.js'
import { columnNamed, Layout, type Link } from './layout.js'

/** The tables of one hierarchy, the root's first. */
export interface Hierarchy {
  readonly models: readonly DeclaredModel[]
  readonly groundOf: (model: DeclaredModel) => Draft
  readonly dialect: Pick<Dialect, 'quote' | 'isSameName'>
  /** The root's property that tells classes apart; null where none does. */
  readonly polymorphicOn: string | null
}

/** One class of a hierarchy. */
export interface ClassNode {
  readonly declaration: Declaration
  readonly model: DeclaredModel
  readonly ground: Draft
  readonly parent: ClassNode | null
  readonly mapping: Draft
}

type Written = { -readonly [K in keyof InheritanceMapping]: InheritanceMapping[K] }

/** Gives the classes of a hierarchy, parents first, each with its mapping. Throws `DeclarationError`. */
export function classesOf(hierarchy: Hierarchy): readonly ClassNode[] {
  const { models, groundOf, dialect } = hierarchy
  const [root, ...joined] = models as [DeclaredModel, ...DeclaredModel[]]
  const layout = new Layout(groundOf(root), dialect)
  for (const model of joined) layout.add(groundOf(model), linkOf(model, hierarchy))
  const nodes: ClassNode[] = []
  for (const model of models) {
    for (const declaration of model.family) {
      const parent = nodes.find(each => each.declaration.model === declaration.inheritance?.parent) ?? null
      nodes.push(nodeOf({ declaration, model, ground: groundOf(model), parent }, layout))
    }
  }
  const column = discriminatorOf(root, hierarchy)
  for (const node of nodes) share(node, { nodes, column, parts: [...layout.parts.values()] })
  return nodes
}

/** True where a class is the other, or shares its rows with it and is below it. */
export function isAtOrUnder(node: ClassNode, other: ClassNode): boolean {
  return node === other || (node.parent !== null && isAtOrUnder(node.parent, other))
}

/** Tells whether a class has what these classes of its table declare; what is generated, all of them have. */
export function isHeldBy({ model }: Declaration, holders: readonly Declaration[]): boolean {
  const isAbove = (holder: Declaration): boolean => Object.prototype.isPrototypeOf.call(holder.model, model)
  return holders.length === 0 || holders.some(holder => holder.model === model || isAbove(holder))
}

function linkOf(model: DeclaredModel, { models, groundOf }: Hierarchy): Link {
  const found = inheritingKey(model, models)
  if (found !== null) {
    const { key, target } = found
    const link = { key, target: groundOf(target) }
    const isKeyed = link.target.key.length > 0
    if (isKeyed && key.referencedColumns.every(name => columnNamed(link.target, name) !== undefined))
      return link
  }
  throw invalid(
    `Cannot join the rows of class "${model.name}" to those of "${model.declaration.inheritance?.parent?.name}": the primary key of table "${model.table.name}" is no foreign key to the table above. Declare it with references(), or say concrete`,
  )
}

function nodeOf(start: Omit<ClassNode, 'mapping'>, layout: Layout): ClassNode {
  const { declaration, model, ground, parent } = start
  const { key, order, version } = [...layout.parts.keys()][0] as Mapping
  const properties = new Map(parent?.mapping.properties)
  for (const [property, column] of ground.properties) {
    const holders = model.family.filter(each => each.members.has(property))
    // The key to the rows above is one value with what it refers to.
    const isSame = properties.get(property)?.slot === column.slot && column.slot >= 0
    if (isHeldBy(declaration, holders) && !isSame) properties.set(property, column)
  }
  const part = layout.parts.get(ground) as TablePart
  const inheritance: InheritanceMapping = {
    parent: parent?.mapping ?? null,
    parts: [...new Set([...(parent === null ? [] : partsOf(parent)), part])],
    below: [],
    discriminator: null,
    identities: null,
    columns: [],
    apart: new Set(),
    classes: [],
    members: new Map([...(parent?.mapping.inheritance?.members ?? []), ...membersOf(declaration, model)]),
    ground,
  }
  const mapping: Draft = {
    name: declaration.name,
    table: ground.table,
    from: ground.from,
    columns: bySlot([...properties.values()].filter(({ slot }) => slot >= 0)),
    width: layout.width,
    scope: scopeOf(parent?.mapping.scope ?? null, declaration.scope),
    key,
    order,
    properties,
    relationships: new Map(),
    declaration,
    inheritance,
    model: undefined as unknown as InstanceClass,
    version,
    hooks: null,
    runsFields: false,
  }
  return { ...start, mapping }
}

/** A class that names its table has what that inherits from concrete classes, too. */
function membersOf(
  declaration: Declaration,
  { family, declaration: whole }: DeclaredModel,
): readonly (readonly [string, MemberDeclaration])[] {
  if (declaration !== family[0]) return [...declaration.members]
  return [...whole.members].filter(([property]) =>
    isHeldBy(
      declaration,
      family.filter(each => each.members.has(property)),
    ),
  )
}

function bySlot(columns: readonly ColumnMapping[]): ColumnMapping[] {
  return columns.toSorted((a, b) => a.slot - b.slot)
}

/** What a class keeps is kept of the classes below it, too; one may not lift the other by an "or". */
function scopeOf(inherited: QueryChange | null, own: QueryChange | null): QueryChange | null {
  if (inherited === null || own === null) return own ?? inherited
  return query => (query as Filtered).where(inherited).where(own)
}

interface Filtered {
  where(change: QueryChange): Filtered
}

/** Gives the column that tells classes apart. Throws `DeclarationError` where there is none of that name. */
export function discriminatorOf(
  { name, table }: DeclaredModel,
  { models, groundOf, polymorphicOn }: Hierarchy,
): ColumnMapping | null {
  if (polymorphicOn === null) return null
  const { properties } = groundOf(models[0] as DeclaredModel)
  const column = properties.get(polymorphicOn)
  if (column !== undefined && column.expression === null) {
    return Object.assign(column, { matched: true })
  }
  const why =
    column === undefined
      ? `table "${table.name}" has no column for it${didYouMean(polymorphicOn, properties.keys())}`
      : 'it is computed, and has to be a column'
  throw invalid(`Cannot tell the classes of "${name}" apart by polymorphicOn "${polymorphicOn}": ${why}`)
}

interface Sharing {
  readonly nodes: readonly ClassNode[]
  readonly column: ColumnMapping | null
  /** All of the hierarchy's. */
  readonly parts: readonly TablePart[]
}

/** Fills in what depends on the classes below. */
function share(node: ClassNode, { nodes, column, parts }: Sharing): void {
  const inheritance = node.mapping.inheritance as Written
  const below = nodes.filter(each => each !== node && isAtOrUnder(each, node))
  const classes = [node, ...(column === null ? [] : below)]
  const reached = new Set(classes.flatMap(each => partsOf(each)))
  inheritance.classes = classes.map(each => each.mapping)
  inheritance.below = parts.filter(part => reached.has(part) && !inheritance.parts.includes(part))
  inheritance.columns = bySlot([...new Set(classes.flatMap(each => rowColumnsOf(each.mapping)))])
  inheritance.apart = new Set(classes.flatMap(each => columnsApart(each, inheritance.below, nodes)))
  if (column !== null) Object.assign(inheritance, identitiesOf(node, classes, column))
}

function partsOf({ mapping }: ClassNode): readonly TablePart[] {
  return (mapping.inheritance as InheritanceMapping).parts
}

/** The columns that a class itself adds to rows in tables that are read by statements of their own. */
function columnsApart(
  node: ClassNode,
  below: readonly TablePart[],
  nodes: readonly ClassNode[],
): readonly ColumnMapping[] {
  const inherited = new Set(node.parent?.mapping.columns)
  const apart = partsOf(node).filter(
    part => below.includes(part) && loadOf(nodes.find(each => partsOf(each).at(-1) === part)) === 'selectin',
  )
  const holds = (column: ColumnMapping): boolean =>
    column.expression !== null || apart.some(part => part.columns.some(each => each.column === column))
  return apart.length === 0 ? [] : node.mapping.columns.filter(each => !inherited.has(each) && holds(each))
}

function loadOf(node: ClassNode | null | undefined): 'joined' | 'selectin' {
  if (node === null || node === undefined) return 'joined'
  return node.declaration.inheritance?.polymorphicLoad ?? loadOf(node.parent)
}

function identitiesOf(
  { declaration, ground, parent }: ClassNode,
  classes: readonly ClassNode[],
  column: ColumnMapping,
): { readonly discriminator: Discriminator; readonly identities: readonly unknown[] | null } {
  const identified = classes.filter(each => each.declaration.inheritance?.identity != null)
  if (identified.length === 0 && parent !== null) {
    throw invalid(
      `Cannot tell which rows are of class "${declaration.name}": it has no identity, nor has a class below it. Say identity in its options`,
    )
  }
  const encoded = identified.map(each => encodedIdentity(each.declaration, column))
  const found = identified.map(
    ({ declaration, mapping }) => [String(declaration.inheritance?.identity), mapping] as const,
  )
  return {
    discriminator: { column, classes: new Map(found) },
    identities: parent?.ground === ground ? encoded : null,
  }
}

/** Databases take one for the other, and compare it as they like. */
const types: Readonly<Partial<Record<ColumnKind, string>>> = {
  text: 'string',
  enum: 'string',
  integer: 'number',
  bigint: 'number',
  float: 'number',
  boolean: 'boolean',
}

function encodedIdentity(
  { name, inheritance }: Declaration,
  { property, column, codec }: ColumnMapping,
): unknown {
  const identity = inheritance?.identity
  const type = types[column.kind]
  const attempt = `Cannot use identity ${valueText(identity)} of class "${name}"`
  if (type !== undefined && codec.once !== true && typeof identity !== type) {
    throw invalid(`${attempt}: property "${property}" of the root holds a ${type}`)
  }
  try {
    return codec.encode(identity)
  } catch (cause) {
    throw invalid(`${attempt}: ${(cause as Error).message}`)
  }
}
