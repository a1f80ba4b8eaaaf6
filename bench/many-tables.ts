/** Writes databases of many tables, as applications have them: keys, foreign keys, indexes, checks, associations. */

import { randomOf } from './random.js'

const nouns = [
  'account address article asset batch booking branch budget campaign category channel city claim comment company',
  'contact contract country course credit currency customer delivery device discount document employee event',
  'expense feature file gift group holiday image invoice item job language lead lesson license location member',
  'message note offer option order page payment person phone policy price process product project question quote',
  'rate receipt region report request review role rule schedule service session shipment site stage state status',
  'story supplier survey task tax team template ticket token topic training transfer unit user vendor version visit',
].flatMap(line => line.split(' '))

/** Gives the statements that create the tables; every tenth is an association table. */
export function manyTables(count: number): string[] {
  const random = randomOf(count)
  const names: string[] = []
  return Array.from({ length: count }, (_, i) => {
    const isAssociation = i % 10 === 9
    const name = `${nouns[i % nouns.length]}_${nouns[(i * 7 + Math.floor(i / nouns.length)) % nouns.length]}_${i}`
    const statements = isAssociation
      ? association(name, names[i - 1] as string, names[i - 2] as string)
      : entity(name, names, random)
    names.push(name)
    return statements
  }).flat()
}

function association(name: string, near: string, far: string): string[] {
  return [
    `create table ${name} (${near}_id integer not null references ${near} (id) on delete cascade,
      ${far}_id integer not null references ${far} (id) on delete cascade, primary key (${near}_id, ${far}_id))`,
  ]
}

function entity(name: string, names: readonly string[], random: (limit: number) => number): string[] {
  const entities = names.filter((_, i) => i % 10 !== 9)
  const parent = entities[random(entities.length)] ?? name
  const owner = entities[random(entities.length)] ?? name
  return [
    `create table ${name} (id integer primary key, parent_${parent}_id integer references ${parent} (id),
      owner_id integer not null references ${owner} (id), code varchar(40) not null, title text not null default 'none',
      amount decimal(12, 2) not null default 0, active boolean not null, created_at timestamp not null, notes text,
      constraint ${name}_code unique (code), constraint ${name}_amount check (amount >= 0))`,
    `create index ${name}_owner_id on ${name} (owner_id)`,
  ]
}
