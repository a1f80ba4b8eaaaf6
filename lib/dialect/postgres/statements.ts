/**
 * The statements that read a database's structure. Each row is one JSON document, so that no type parser, the user's
 * or the driver's, touches it. Reads `pg_catalog` alone, by oid: `information_schema` hides what a role does not own,
 * and `pg_get_constraintdef` and its like wait for locks.
 */

import { byName, byOid, type Identity } from './identity.js'

/** The reading statements; every `?` stands for the list of schemas. */
export interface Statements {
  /** Gives kind and document of every row but the expressions; one statement, and so one moment. */
  readonly structure: string
  readonly expressions: string
}

/**
 * Sets, for one transaction, what the texts of types and expressions depend on, so that they come out alike whatever the
 * session's own settings; `pg_temp` is named because a temporary table could otherwise hide a catalog. The binding is
 * the time in milliseconds.
 */
export const settingsStatement: string = `
select ${[
  ["'search_path'", "'pg_catalog, pg_temp'"],
  ["'quote_all_identifiers'", "'off'"],
  ["'datestyle'", "'ISO, MDY'"],
  ["'intervalstyle'", "'postgres'"],
  ["'timezone'", "'UTC'"],
  ["'bytea_output'", "'hex'"],
  ["'extra_float_digits'", "'1'"],
  ["'jit'", "'off'"],
  ["'statement_timeout'", '?'],
]
  .map(([name, value]) => `pg_catalog.set_config(${name}, ${value}, true)`)
  .join(', ')}`

/** Bounds how long one transaction waits for a lock, in milliseconds. */
export const lockTimeoutStatement = "select pg_catalog.set_config('lock_timeout', ?, true)"

/** One row: the connection's own schema, every schema there is, the server's version. */
export const sessionStatement: string = `
select pg_catalog.json_build_object(
  'currentSchema', pg_catalog.current_schema(),
  'schemas', (select pg_catalog.json_agg(n.nspname) from pg_catalog.pg_namespace n),
  'version', pg_catalog.current_setting('server_version_num')::pg_catalog.int4)`

/** One row per relation of the schemas, and per partition of a table there; `rootName` is set for partitions. */
function relationsFor({ own, document }: Identity): string {
  return `
with recursive tree(oid, root) as (
  select c.oid, c.oid from pg_catalog.pg_class c where c.relkind = 'p' and not c.relispartition
  union all
  select i.inhrelid, t.root from tree t join pg_catalog.pg_inherits i on i.inhparent = t.oid
)
select ${document} from (
  select ${own('c.oid')} as oid, n.nspname as schema, c.relname as name, c.relkind as kind,
    rn.nspname as "rootSchema", rc.relname as "rootName", d.description as comment,
    coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      and pg_catalog.has_any_column_privilege(c.oid, 'SELECT'), true) as readable,
    array(
      select '"' || pn.nspname || '"."' || p.relname || '"' from pg_catalog.pg_inherits i
      join pg_catalog.pg_class p on p.oid = i.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
      where i.inhrelid = c.oid and not c.relispartition order by i.inhseqno) as parents,
    array(
      select k.conname from pg_catalog.pg_constraint k
      where k.conrelid = c.oid and c.relispartition and k.contype = 'f' and k.conparentid = 0
      order by k.conname) as "ownKeys",
    (select e.extname from pg_catalog.pg_depend x join pg_catalog.pg_extension e on e.oid = x.refobjid
      where x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and x.objid = c.oid and x.deptype = 'e'
        and x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass) as extension
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join tree t on t.oid = c.oid and t.root <> c.oid
  left join pg_catalog.pg_class rc on rc.oid = t.root
  left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
  left join pg_catalog.pg_description d
    on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
  where c.relkind in ('r', 'p', 'f', 'v', 'm') and (n.nspname = any(?) or rn.nspname = any(?))
) r`
}

const wanted = `
  wanted as materialized (
    select c.oid, c.reltype from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition and n.nspname = any(?)
  )`

const collationName = `
  case when cn.nspname = 'pg_catalog' then co.collname::pg_catalog.text else cn.nspname || '.' || co.collname end`

/** One row per live column. A column draws on a sequence when its default, or its identity, depends on one. */
function columnsFor({ relation, own, place, document }: Identity): string {
  return `
with ${wanted}
select ${document} from (
  select ${relation('a.attrelid')} as relation, ${place} as number, a.attname as name, ${own('a.atttypid')} as type, a.atttypmod as modifier,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as "typeText",
    a.attnotnull as "notNull", a.atthasdef as "hasDefault", nullif(a.attidentity, '') as identity,
    nullif(a.attgenerated, '') as generated, ${collationName} as collation, d.description as comment,
    coalesce(pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'), true) as readable,
    a.atthasdef and exists (
      select from pg_catalog.pg_attrdef ad
      join pg_catalog.pg_depend x on x.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and x.objid = ad.oid
      join pg_catalog.pg_class s on s.oid = x.refobjid and s.relkind = 'S'
      where ad.adrelid = a.attrelid and ad.adnum = a.attnum
        and x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) as "fromSequence"
  from wanted w
  join pg_catalog.pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_collation co on co.oid = a.attcollation
  left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
  left join pg_catalog.pg_description d
    on d.objoid = a.attrelid and d.objsubid = a.attnum
    and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
) r`
}

/** One row per type: those that the columns have, the enums and domains of the schemas, and all that these rest on. */
function typesFor({ own, document }: Identity): string {
  return `
with recursive ${wanted},
used(oid) as (
  select a.atttypid from wanted w
  join pg_catalog.pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
  union
  select t.oid from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  where t.typtype in ('d', 'e') and n.nspname = any(?)
  union
  select below.oid from used u join pg_catalog.pg_type t on t.oid = u.oid
  cross join lateral (values (t.typbasetype), (t.typelem)) below(oid) where below.oid <> 0
)
select ${document} from (
  select ${own('t.oid')} as oid, n.nspname as schema, t.typname as name, t.typtype as kind, t.typnotnull as "notNull",
    ${own('nullif(t.typbasetype, 0)')} as below, t.typtypmod as modifier,
    case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end as "belowText",
    ${own('case when e.typarray = t.oid then e.oid end')} as element, t.typdefault as "default",
    ${collationName} as collation, d.description as comment,
    array(select l.enumlabel from pg_catalog.pg_enum l where l.enumtypid = t.oid order by l.enumsortorder) as labels
  from used u
  join pg_catalog.pg_type t on t.oid = u.oid
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_type e on e.oid = t.typelem
  left join pg_catalog.pg_collation co on co.oid = t.typcollation
  left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
  left join pg_catalog.pg_description d
    on d.objoid = t.oid and d.objsubid = 0 and d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
) r`
}

/** Nearly every key has one column, and to look for one takes a fourth of what it takes to put several in order. */
function namesOf(numbers: string, relation: string): string {
  return `case coalesce(pg_catalog.cardinality(${numbers}), 0)
      when 0 then '{}'
      when 1 then array(
        select a.attname from pg_catalog.pg_attribute a
        where a.attrelid = ${relation} and a.attnum = (${numbers})[1])
      else array(
        select a.attname from pg_catalog.unnest(${numbers}) with ordinality part(number, place)
        join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = part.number order by part.place)
      end`
}

/**
 * True where a query can see rows that the key `k` does not hold for, though it is valid: those of tables that inherit
 * from its own, which have no part in its keys, and those that refer to rows which a policy hides.
 */
const hidesKeys = `f.relrowsecurity or exists (
      select from pg_catalog.pg_inherits h join pg_catalog.pg_class o on o.oid = h.inhparent
      where h.inhparent = k.conrelid and o.relkind <> 'p')`

/**
 * One row per constraint of the relations and of every domain. Not-null constraints come only while they are not
 * valid, because then alone they say more than the column does.
 */
function constraintsFor(version: number, { relation, type, own, document }: Identity): string {
  const nullsDistinct = version >= 150000 ? 'not coalesce(x.indnullsnotdistinct, false)' : 'true'
  return `
with ${wanted}
select ${document} from (
  select ${own('k.oid')} as oid, k.contype as kind, ${relation('k.conrelid')} as relation, ${type('k.contypid')} as domain,
    k.conname as name,
    ${namesOf('k.conkey', 'k.conrelid')} as columns,
    fn.nspname as "referencedSchema", f.relname as "referencedTable",
    ${namesOf('k.confkey', 'k.confrelid')} as "referencedColumns",
    k.confdeltype as "onDelete", k.confupdtype as "onUpdate",
    ${version >= 150000 ? namesOf('k.confdelsetcols', 'k.conrelid') : "'{}'::pg_catalog.text[]"} as "onDeleteColumns",
    k.condeferrable as deferrable, k.condeferred as deferred,
    k.convalidated and not (k.contype = 'f' and (${hidesKeys})) as validated,
    ${nullsDistinct} as "nullsDistinct", ${version >= 180000 ? 'k.conperiod' : 'false'} as temporal
  from pg_catalog.pg_constraint k
  left join pg_catalog.pg_class f on f.oid = k.confrelid
  left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
  left join pg_catalog.pg_index x on x.indexrelid = k.conindid and k.contype in ('p', 'u')
  where k.conparentid = 0
    and (k.contype in ('p', 'u', 'f', 'c') or k.contype = 'n' and not k.convalidated)
    and (k.contypid <> 0 or k.conrelid in (select w.oid from wanted w))
) r`
}

/** One row per index; a null among its columns is an expression. */
function indexesFor(version: number, { relation, own, document }: Identity): string {
  return `
with ${wanted}
select ${document} from (
  select ${own('x.indexrelid')} as oid, ${relation('x.indrelid')} as relation, i.relname as name, am.amname as method,
    x.indisunique as "unique", x.indisvalid as valid, x.indimmediate as immediate, x.indnkeyatts as width,
    x.indpred is not null as partial, x.indoption::pg_catalog.int2[] as options,
    ${version >= 150000 ? 'not x.indnullsnotdistinct' : 'true'} as "nullsDistinct",
    case x.indnatts
      when 1 then array[(
        select a.attname from pg_catalog.pg_attribute a where a.attrelid = x.indrelid and a.attnum = x.indkey[0])]
      else array(
        select a.attname from pg_catalog.unnest(x.indkey::pg_catalog.int2[]) with ordinality part(number, place)
        left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = part.number
        order by part.place)
      end as columns
  from wanted w
  join pg_catalog.pg_index x on x.indrelid = w.oid and x.indislive
  join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_am am on am.oid = i.relam
) r`
}

/**
 * One row per text: defaults, checks, index conditions, and an index's expressions in one text. `pg_get_expr` opens the
 * relation, and so waits behind whoever changes it: relations that are locked so, or about to be, are left out.
 */
function expressionsFor({ relation, columnOfDefault, constraint, document }: Identity): string {
  return `
with ${wanted},
locked as materialized (
  select l.relation as oid from pg_catalog.pg_locks l
  where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock'
    and l.pid is distinct from pg_catalog.pg_backend_pid()
    and l.database = (select b.oid from pg_catalog.pg_database b where b.datname = pg_catalog.current_database())
),
free as materialized (
  select w.oid from wanted w where not exists (select from locked l where l.oid = w.oid)
)
select ${document} from (
  select 'default' as kind, ${relation('ad.adrelid')} as oid, ${columnOfDefault} as number, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) as text
  from free join pg_catalog.pg_attrdef ad on ad.adrelid = free.oid
  union all
  select 'check', ${constraint}, 0, pg_catalog.pg_get_expr(k.conbin, k.conrelid)
  from free join pg_catalog.pg_constraint k on k.conrelid = free.oid and k.contype = 'c'
  union all
  select 'check', ${constraint}, 0, pg_catalog.pg_get_expr(k.conbin, 0)
  from pg_catalog.pg_constraint k where k.contypid <> 0 and k.contype = 'c'
  union all
  select 'predicate', ${relation('x.indexrelid')}, 0, pg_catalog.pg_get_expr(x.indpred, x.indrelid)
  from free join pg_catalog.pg_index x on x.indrelid = free.oid and x.indpred is not null
  union all
  select 'expressions', ${relation('x.indexrelid')}, 0, pg_catalog.pg_get_expr(x.indexprs, x.indrelid)
  from free join pg_catalog.pg_index x on x.indrelid = free.oid and x.indexprs is not null
) r`
}

/** Gives the statements for a server's version number, as in 150004; catalogs have grown columns since 12. */
export function statementsFor(version: number): Statements {
  return { structure: structureFor(version, byOid), expressions: expressionsFor(byOid) }
}

/**
 * Gives the statement for one text that is the same for the same structure, on every server of that version; every `?` stands for the
 * list of schemas. Expressions of relations that somebody locks are left out, as in reflection: then it is another one.
 */
export function fingerprintFor(version: number): string {
  const expressions = `select 'expressions', row.* from (${expressionsFor(byName)}) row`
  return `
select pg_catalog.md5(pg_catalog.concat(pg_catalog.count(*), ' ', pg_catalog.sum(${hash(0)}), ' ', pg_catalog.sum(${hash(1)}))) from (
  select pg_catalog.concat(kind, ' ', document) collate pg_catalog."C" as line
  from (${structureFor(version, byName)}\nunion all\n${expressions}) part(kind, document)
) lines`
}

/** Numbers add up to the same in any order, and to put the rows in order would take a fourth of the time. */
function hash(seed: 0 | 1): string {
  return `pg_catalog.hashtextextended(line, ${seed})`
}

function structureFor(version: number, identity: Identity): string {
  const parts = {
    relations: relationsFor(identity),
    columns: columnsFor(identity),
    types: typesFor(identity),
    constraints: constraintsFor(version, identity),
    indexes: indexesFor(version, identity),
  }
  const structure = Object.entries(parts).map(([kind, part]) => `select '${kind}', row.* from (${part}) row`)
  return structure.join('\nunion all\n')
}
