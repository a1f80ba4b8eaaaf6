/** Understands column types: walks from domains to what is below, and gives kinds, lengths and enums. Runs no query. */

import type { ColumnKind, Domain, EnumType, QualifiedName } from '../../../types/schema.js'
import { deepFreeze, sortedBy } from '../plain-data.js'
import type { TypeRow } from './rows.js'

/** A type as a column has it. */
export interface UnderstoodType {
  readonly kind: ColumnKind
  readonly elementKind: ColumnKind | null
  readonly baseType: QualifiedName
  readonly enum: QualifiedName | null
  readonly domain: QualifiedName | null
  /** False when a domain on the way refuses nulls. */
  readonly nullable: boolean
  /** The domain's own. */
  readonly default: string | null
  /** The collation of the type below, which needs no mention. */
  readonly collation: string | null
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number | null
}

/** Understands a type; what it gives is frozen. */
export type TypeReader = (oid: string, modifier: number) => UnderstoodType

/** Every type that was read, by oid. */
export type Types = ReadonlyMap<string, TypeRow>

const kinds: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['oid', 'integer'],
  ['int8', 'bigint'],
  ['numeric', 'decimal'],
  ['float4', 'float'],
  ['float8', 'float'],
  ['bool', 'boolean'],
  ['text', 'text'],
  ['varchar', 'text'],
  ['bpchar', 'text'],
  ['char', 'text'],
  ['name', 'text'],
  ['uuid', 'uuid'],
  ['date', 'date'],
  ['time', 'time'],
  ['timetz', 'time'],
  ['timestamp', 'timestamp'],
  ['timestamptz', 'timestamptz'],
  ['interval', 'interval'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['bytea', 'binary'],
])

/** Indexes the rows by oid. */
export function typesOf(rows: readonly TypeRow[]): Types {
  return new Map(rows.map(row => [row.oid, row]))
}

/** Gives what understands a type with the modifier that a column gives it, -1 for none; each of them once. */
export function typeReader(types: Types): TypeReader {
  const known = new Map<string, UnderstoodType>()
  return (oid, modifier) => {
    const key = `${oid} ${modifier}`
    const understood = known.get(key) ?? deepFreeze(understand(types, oid, modifier))
    known.set(key, understood)
    return understood
  }
}

function understand(types: Types, oid: string, modifier: number): UnderstoodType {
  const chain = chainOf(types, oid)
  const top = chain[0]!
  const base = chain.at(-1)!
  const elementChain = base.element === null ? null : chainOf(types, base.element)
  const element = elementChain?.at(-1) ?? null
  const carrier = element ?? base
  return {
    kind: kindOf(base),
    elementKind: element === null ? null : kindOf(element),
    baseType: nameOf(base),
    enum: carrier.kind === 'e' ? nameOf(carrier) : null,
    domain: top.kind === 'd' ? nameOf(top) : null,
    nullable: !chain.some(type => type.notNull),
    default: top.default,
    collation: base.collation,
    ...sizeOf(carrier, modifierOf(modifier, [...chain, ...(elementChain ?? [])])),
  }
}

/** Gives the enums and the domains of the schemas, and those of other schemas that are used; unsorted. */
export function namedTypesOf(
  types: Types,
  checksOf: (domain: string) => Domain['checks'],
): { readonly enums: EnumType[]; readonly domains: Domain[] } {
  const rows = [...types.values()]
  return {
    enums: rows
      .filter(row => row.kind === 'e')
      .map(row => ({ ...nameOf(row), labels: row.labels, comment: row.comment })),
    domains: rows.filter(row => row.kind === 'd').map(row => domainOf(types, row, checksOf)),
  }
}

function domainOf(types: Types, row: TypeRow, checksOf: (domain: string) => Domain['checks']): Domain {
  const domains = chainOf(types, row.oid).filter(type => type.kind === 'd')
  return {
    ...nameOf(row),
    type: domains.at(-1)!.belowText!,
    nullable: !domains.some(type => type.notNull),
    default: row.default,
    checks: sortedBy(
      domains.flatMap(type => checksOf(type.oid)),
      check => [check.name!],
    ),
    comment: row.comment,
  }
}

/** The type, the one below it, and so on to one that is not a domain. */
function chainOf(types: Types, oid: string): TypeRow[] {
  const row = types.get(oid)!
  return row.below === null ? [row] : [row, ...chainOf(types, row.below)]
}

function nameOf({ schema, name }: TypeRow): QualifiedName {
  return { schema, name }
}

function kindOf(row: TypeRow): ColumnKind {
  if (row.kind === 'e') return 'enum'
  if (row.element !== null) return 'array'
  // An extension's type; it may live in any schema.
  if (row.name === 'citext') return 'text'
  return (row.schema === 'pg_catalog' && kinds.get(row.name)) || 'other'
}

/** A domain cannot be given a modifier; it brings the one that it was made with. */
function modifierOf(modifier: number, chain: readonly TypeRow[]): number {
  return (
    [modifier, ...chain.filter(type => type.kind === 'd').map(type => type.modifier)].find(it => it !== -1) ??
    -1
  )
}

type Size = Pick<UnderstoodType, 'length' | 'precision' | 'scale'>

const unsized: Size = { length: null, precision: null, scale: null }

const sizes: ReadonlyMap<string, (modifier: number) => Size> = new Map<string, (modifier: number) => Size>([
  ['varchar', characters],
  ['bpchar', characters],
  ['bit', bits],
  ['varbit', bits],
  ['numeric', digits],
  ['time', fraction],
  ['timetz', fraction],
  ['timestamp', fraction],
  ['timestamptz', fraction],
  ['interval', fraction],
])

/** Reads a type modifier, each type's own way of packing its parentheses into one number. */
function sizeOf(row: TypeRow, modifier: number): Size {
  const read = row.schema === 'pg_catalog' ? sizes.get(row.name) : undefined
  return read === undefined || modifier === -1 ? unsized : read(modifier)
}

// The server stores the length of a header, 4 bytes, along.
function characters(modifier: number): Size {
  return { ...unsized, length: modifier - 4 }
}

function bits(modifier: number): Size {
  return { ...unsized, length: modifier }
}

/** The scale is 11 bits with a sign: since 15 it may be negative. */
function digits(modifier: number): Size {
  const packed = modifier - 4
  return { ...unsized, precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 }
}

/** An interval keeps its fields in the upper half, and 0xffff below where no precision was given. */
function fraction(modifier: number): Size {
  const precision = modifier & 0xffff
  return { ...unsized, precision: precision === 0xffff ? null : precision }
}
