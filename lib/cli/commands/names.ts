/** Tells each name, the rule that gave it, and what stood in the way of a better one. Chooses none. */

import type { ChosenName, SnapshotModel } from '../../../types/snapshot.js'
import { exits } from '../exit.js'
import { modelNamed } from '../model-named.js'
import { takenFrom } from '../open.js'
import { type Branch, treeLines } from '../show/tree.js'
import { type SourceFlags, sourceOf } from '../source.js'
import { harmless, type Terminal } from '../terminal.js'

/** The options of the command. */
export interface NamesFlags extends SourceFlags {
  readonly json?: boolean
}

interface Told extends ChosenName {
  readonly subject: string
  readonly source: string
}

/** Shows the names of a database, or of one model. */
export async function tellNames(
  { database, rest: [name] }: { readonly database: string | undefined; readonly rest: readonly string[] },
  flags: NamesFlags,
  terminal: Terminal,
): Promise<number> {
  const { snapshot } = await takenFrom(await sourceOf(database, flags, terminal), terminal)
  const models = name === undefined ? snapshot.models : [modelNamed(snapshot, name)]
  if (flags.json === true) terminal.print(JSON.stringify(models.flatMap(toldOf), null, 2))
  else {
    const roots = models.map(model => {
      const [own, ...members] = toldOf(model).map(branchOf) as [Required<Branch>, ...Branch[]]
      return { text: terminal.paint('bold', own.text), below: [...own.below, ...members] }
    })
    terminal.print(treeLines(roots, terminal.width).join('\n'))
  }
  return exits.done
}

function toldOf(model: SnapshotModel): Told[] {
  const { schema, table, columns, relationships } = model
  return [
    { ...chosen(model), subject: model.name, source: `${schema}.${table}` },
    ...columns.map(each => ({
      ...chosen(each),
      subject: `${model.name}.${each.name}`,
      source: `${table}.${each.column}`,
    })),
    ...relationships.map(each => ({
      ...chosen(each),
      subject: `${model.name}.${each.name}`,
      source: each.key,
    })),
  ]
}

function chosen({ name, wanted, rule, collidedWith }: ChosenName): ChosenName {
  return { name, wanted, rule, collidedWith }
}

function branchOf({ subject, source, name, wanted, rule, collidedWith }: Told): Required<Branch> {
  const below = [
    ...(name === wanted ? [] : [`wanted ${wanted}`]),
    ...(collidedWith.length === 0 ? [] : [`collided with ${collidedWith.join(', ')}`]),
  ]
  return {
    text: harmless(`${subject} is ${source}: ${rule}`),
    below: below.map(text => ({ text: harmless(text) })),
  }
}
