/** Decides, step by step, what a reflected schema and declared classes become. Runs no query and touches no class. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { DeclarationFinding, Report, SelectedTable } from '../../types/report.js'
import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import type { Declaration, RelationshipDeclaration } from '../declaration/declaration.js'
import type { Dialect } from '../dialect/contract.js'
import { ReflectionError } from '../errors.js'
import { buildMappings } from '../mapping/build.js'
import type { DeclaredModel } from '../mapping/declared-model.js'
import { declaredNames } from '../mapping/declared-names.js'
import { type DeclaredRelationships, declaredRelationships } from '../mapping/declared-relationships.js'
import { withClassNames } from '../mapping/hierarchy/names.js'
import { placeHooks } from '../mapping/hooks.js'
import { inheritingKeys } from '../mapping/inheritance.js'
import type { Mapping } from '../mapping/mapping.js'
import { mappingsOnDemand } from '../mapping/on-demand.js'
import { assertComplete, assertDeclared, reportOf } from '../mapping/report.js'
import { type GivenNames, nothingGiven } from '../naming/given.js'
import { nameAll, nameTables, type TableNames } from '../naming/name-all.js'
import type { Names } from '../naming/names.js'
import { columnValues } from '../options/column-values.js'
import { unreadWishes } from '../options/select-tables.js'
import type { CheckedOptions } from '../options.js'
import { inferRelationships } from '../relationship/infer.js'
import type { Inference } from '../relationship/inference.js'
import { pairsByTable } from '../relationship/neighbourhood.js'
import type { FrozenNames } from '../snapshot/frozen.js'
import { keptNames, keptPairs } from './kept.js'
import { isShown, type Laid, layOver } from './lay-over.js'

/** What a boot has decided; the next one keeps it. */
export interface Boot {
  /** As the database has it. */
  readonly schema: Schema
  /** The mapped tables, as their models know them. */
  readonly tables: readonly Table[]
  readonly models: ReadonlyMap<Table, DeclaredModel>
  readonly unmapped: ReadonlyMap<Declaration, DeclarationFinding>
  readonly findings: readonly DeclarationFinding[]
  readonly virtual: ReadonlySet<ForeignKey>
  readonly pairs: readonly RelationshipPair[]
  readonly views: DeclaredRelationships['views']
  readonly names: Names
  readonly report: Report
  readonly mappings: readonly Mapping[]
}

/** What a boot begins with. */
export interface BootInput {
  readonly schema: Schema
  readonly dialect: Dialect
  readonly options: CheckedOptions
  /** Null: the first boot. */
  readonly before: Boot | null
  /** Whose names are kept; null: none. */
  readonly frozen?: FrozenNames | null
  /** Fills in the class of a mapping that nobody had asked for until now; null: all of them are built at once. */
  readonly complete?: ((mapping: Mapping) => void) | null
}

/** Boots. Throws `OptionError`, `ReflectionError`, `DeclarationError` or `MappingError`; no class has been touched then. */
export function bootOf(input: BootInput): Boot {
  const { schema, options, before } = input
  const laid = layOver(input)
  const { effective, selection, models, unmapped } = laid
  refuseEmpty(effective, selection, options.declarations.length > 0)
  const tables = selection.filter(entry => entry.mapped).map(entry => entry.table)
  const { inference, related, names } = decided(input, laid, tables)
  const findings = [...(before?.findings ?? []), ...laid.findings]
  const virtual = new Set([...(before?.virtual ?? []), ...laid.virtual])
  const report = once(() =>
    reportOf({
      schema: effective,
      selection,
      inference: withPairs(inference, related.pairs),
      names,
      findings: [...unmapped.values(), ...findings, ...related.findings],
      virtual,
      leftOut: unreadWishes(schema, options),
    }),
  )
  // Functions of the caller's are asked while it boots, never after.
  if (isShown(options)) report()
  if (options.strict) {
    assertDeclared(report())
    assertComplete(report())
  }
  const mappings = mappingsOf(input, laid, { related, names })
  const { pairs, views } = related
  const decisions = { models, unmapped, findings, virtual, pairs, views, mappings }
  return {
    schema,
    tables,
    ...decisions,
    names: withClassNames(names, mappings),
    get report() {
      return report()
    },
  }
}

/** What a class declares can be wrong, so that only without one mappings may wait until somebody asks for them. */
function mappingsOf(
  { schema, dialect, options, before, complete = null }: BootInput,
  { effective, models }: Laid,
  { related: { pairs, views, declared }, names }: Pick<Decided, 'related' | 'names'>,
): readonly Mapping[] {
  const { declarations } = options
  const columns = { dialect, readingOf: columnValues(effective, options.values), enums: schema.enums }
  if (complete !== null && before === null && declarations.length === 0) {
    return mappingsOnDemand({ ...columns, names: names.models, pairsOf: pairsByTable(pairs), complete })
  }
  const known = before?.mappings ?? []
  const mappings = buildMappings({ ...columns, names, pairs, views, models, declared, known })
  placeHooks(mappings, declarations)
  return mappings
}

/** Gives what a function gives, which is called when somebody first asks. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

interface Decided {
  readonly inference: Inference
  readonly related: Related
  readonly names: Names
}

/** Decides relationships and names, which need each other: columns have names before keys are looked for by them. */
function decided(input: BootInput, laid: Laid, tables: readonly Table[]): Decided {
  const { options, before, frozen = null } = input
  const inference = inferredOf(tables, laid, before)
  const settled = settledNames(laid.fresh, before)
  const given = frozen?.tables(tables, inference.pairs, settled) ?? settled.tables
  const naming = { schema: laid.effective, tables, naming: options.naming }
  const frames = nameTables({ ...naming, given: { tables: given, relationships: new Map() } })
  const related = relatedOf(input, { laid, inference, frames })
  const { pairs, views } = related
  const { relationships } = options
  const all = {
    ...naming,
    pairs,
    views,
    relationships,
    given: {
      tables: given,
      relationships: new Map([
        ...(frozen?.relationships(pairs, settled, relationships) ?? []),
        ...related.given,
      ]),
    },
  }
  return { inference, related, names: nameAll(all, frames) }
}

function inferredOf(tables: readonly Table[], { effective, models }: Laid, before: Boot | null): Inference {
  const mapped = new Set(tables)
  const inference = inferRelationships(effective, table => mapped.has(table), {
    isExcluded: (table, column) => models.get(table)?.excluded.has(column) === true,
    inherits: inheritingKeys(models.values()),
  })
  return before === null ? inference : withPairs(inference, keptPairs(inference.pairs, before.pairs))
}

/** The account of keys tells of the pairs that they have become. */
function withPairs(inference: Inference, pairs: readonly RelationshipPair[]): Inference {
  const byKey = new Map(pairs.map(pair => [pair.key, pair]))
  return {
    ...inference,
    pairs,
    foreignKeys: inference.foreignKeys.map(key =>
      key.pair === null ? key : { ...key, pair: byKey.get(key.pair.key) as RelationshipPair },
    ),
  }
}

/** The names of an earlier boot, and those that classes declare. */
function settledNames(fresh: ReadonlyMap<Table, DeclaredModel>, before: Boot | null): GivenNames {
  const { tables, relationships } = before === null ? nothingGiven : keptNames(before)
  return { tables: new Map([...tables, ...declaredNames(fresh.values())]), relationships }
}

interface Related {
  readonly pairs: readonly RelationshipPair[]
  readonly views: DeclaredRelationships['views']
  readonly given: GivenNames['relationships']
  readonly declared: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
  readonly findings: readonly DeclarationFinding[]
}

function relatedOf(
  { dialect, options, before }: BootInput,
  {
    laid: { effective, models, unmapped },
    inference,
    frames,
  }: { laid: Laid; inference: Inference; frames: ReadonlyMap<Table, TableNames> },
): Related {
  const isKnown = ({ table }: DeclaredModel, name: string): boolean =>
    before?.names.models.get(table)?.relationships.some(({ decision }) => decision.name === name) === true
  const found = declaredRelationships({
    schema: effective,
    defaultSchema: effective.defaultSchema,
    pairs: inference.pairs,
    frames,
    tables: effective.tables,
    models,
    declarations: options.declarations,
    unmapped,
    isSameName: dialect.isSameName,
    isKnown,
  })
  const kept = before === null ? [] : keptNames(before).relationships
  return {
    pairs: found.pairs,
    views: [...(before?.views ?? []), ...found.views],
    given: new Map([...kept, ...found.given]),
    declared: found.declared,
    findings: found.findings,
  }
}

/** Refuses a schema of which nothing is mapped. Throws `ReflectionError` SCHEMA_EMPTY. */
export function refuseEmpty(schema: Schema, selection: readonly SelectedTable[], isDeclared: boolean): void {
  if (selection.some(entry => entry.mapped)) return
  const [first] = selection
  const where = schema.schemas.map(name => `"${name}"`).join(', ')
  const cure = isDeclared ? ` To create the tables of the classes, say create: 'missing'` : ''
  const why =
    first === undefined
      ? `holds no table or view. Is this the right database, or does the option "schema" name another?${cure}`
      : `holds tables, but none is mapped. Table "${first.table.name}": ${first.reason}`
  throw new ReflectionError('SCHEMA_EMPTY', `Cannot build models: schema ${where} ${why}`)
}
