/** Writes the types of a database's models as one file of TypeScript. Reads no database, and writes no file. */

import type { EnumType } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { tableText } from '../schema/key-text.js'
import { tableId } from '../schema/table-id.js'
import { type ModelMembers, membersOf } from './members.js'
import { modelText } from './model-text.js'
import { code, docComment, lineWidth, literal, propertyText } from './text.js'
import { jsonOf, jsonTypes, type TypeNames, typeNames } from './type-names.js'

/** How the file is written. */
export interface TypingsOptions {
  /** What makes the file again; its first lines say so. Default `automap types URL -o db.ts`. */
  readonly command?: string
  /** What the file imports the library from. Default `knex-automap`. */
  readonly from?: string
}

/** Gives the file's text: the same for the same structure and names, whatever else the snapshot says. */
export function typingsOf(
  snapshot: Snapshot,
  { command = 'automap types URL -o db.ts', from = 'knex-automap' }: TypingsOptions = {},
): string {
  const enums = usedEnums(snapshot)
  const names = typeNames(snapshot, enums)
  const members = membersOf(snapshot, names)
  return [
    headText(command, importText(members, from)),
    ...enums.map(each => enumText(snapshot, each, names)),
    ...jsonText(members),
    ...members.map(each => modelText(snapshot.structure, each, names)),
    modelsText(names),
  ].join('\n')
}

function headText(command: string, imports: string): string {
  const comment = [
    'The types of a database: one interface for each model, and what its rows are made of and found by.',
    `Made by ${code(command)}. Change nothing here: run that again when the structure has changed.`,
  ]
  return `${docComment(comment, '')}${imports === '' ? '' : `\n${imports}`}`
}

/** Nothing is imported that is not used: some compilers are told to refuse that. */
function importText(members: readonly ModelMembers[], from: string): string {
  if (members.length === 0) return ''
  const types = members
    .flatMap(({ columns, relationships }) => [...columns, ...relationships])
    .map(({ type }) => type)
  const uses = (name: string): string[] => (types.some(type => type.startsWith(`${name}<`)) ? [name] : [])
  const names = [
    ...uses('Deferred'),
    'Described',
    ...(members.some(({ parent }) => parent !== null) ? ['DescribedBelow'] : []),
    ...uses('Many'),
    'Model',
    ...uses('One'),
  ]
  return `import type { ${names.join(', ')} } from ${literal(from)}\n`
}

/** In the schema's order. */
function usedEnums({ structure, models }: Snapshot): EnumType[] {
  const mapped = new Set(models.map(({ schema, table }) => tableId(schema, table)))
  const used = new Set(
    structure.tables
      .filter(({ schema, name }) => mapped.has(tableId(schema, name)))
      .flatMap(({ columns }) => columns.map(column => column.enum))
      .map(each => (each === null ? '' : tableId(each.schema, each.name))),
  )
  return structure.enums.filter(({ schema, name }) => used.has(tableId(schema, name)))
}

function enumText({ structure }: Snapshot, each: EnumType, { enums }: TypeNames): string {
  const place = `Enumeration ${code(tableText(structure, each.schema, each.name))}.`
  const comment = docComment(each.comment === null ? [place] : [place, each.comment], '')
  const head = `export type ${enums.get(tableId(each.schema, each.name))} =`
  const labels = each.labels.length === 0 ? ['never'] : each.labels.map(literal)
  const line = `${head} ${labels.join(' | ')}`
  if (line.length <= lineWidth) return `${comment}${line}\n`
  return `${comment}${head}\n${labels.map(label => `  | ${label}\n`).join('')}`
}

/** Some linters refuse an interface without members. */
const nothing = "  /** No property is called so. */\n  readonly ''?: never\n"

/** Says nothing where there is no JSON: some compilers are told to refuse what is not used. */
function jsonText(members: readonly ModelMembers[]): string[] {
  const [example] = members.flatMap(({ model, columns }) =>
    columns.filter(({ type }) => type.includes(`${jsonOf}<`)).map(({ name }) => `${model.name}.${name}`),
  )
  if (example === undefined) return []
  const comment = [
    'What the JSON of a property is, where a file of your own says so; what it says nothing of is `unknown`:',
    code(`declare module './db.js' { interface ${jsonTypes} { ${literal(example)}: YourType } }`),
  ]
  return [
    `${docComment(comment, '')}export interface ${jsonTypes} {\n${nothing}}\n`,
    `type ${jsonOf}<P extends string> = P extends keyof ${jsonTypes} ? ${jsonTypes}[P] : unknown\n`,
  ]
}

function modelsText({ models }: TypeNames): string {
  const lines = [...models].map(
    ([name, { instance }]) => `  readonly ${propertyText(name)}: Model<${instance}>\n`,
  )
  const comment = docComment(['The models by name: `automap<Models>(…)` gives them all.'], '')
  return `${comment}export interface Models {${lines.length === 0 ? '' : '\n'}${lines.join('')}}\n`
}
