/** How the rows of a catalog name what they belong to. Reads nothing. */

/** How rows say what they belong to. */
export interface Identity {
  /** The oid of a relation, an index among them. */
  readonly relation: (oid: string) => string
  /** The oid of a type. */
  readonly type: (oid: string) => string
  /** The oid that other rows refer to one by. */
  readonly own: (oid: string) => string
  /** A column's place in its table. */
  readonly place: string
  /** The column that a default is of. */
  readonly columnOfDefault: string
  /** A constraint. */
  readonly constraint: string
  /** The whole row `r`, in one value. */
  readonly document: string
}

/** For this server alone, and at once: what is dropped and made again is another one. */
export const byOid: Identity = {
  relation: oid => oid,
  type: oid => oid,
  own: oid => oid,
  place: 'a.attnum',
  columnOfDefault: 'ad.adnum',
  constraint: 'k.oid',
  document: 'pg_catalog.row_to_json(r)',
}

/** For every server that has the same structure. */
export const byName: Identity = {
  relation: oid => `(${oid})::pg_catalog.regclass::pg_catalog.text`,
  type: oid => `pg_catalog.format_type(${oid}, null)`,
  own: () => '0',
  place: 'pg_catalog.row_number() over (partition by a.attrelid order by a.attnum)',
  columnOfDefault: `(select pg_catalog.count(*) from pg_catalog.pg_attribute da
    where da.attrelid = ad.adrelid and da.attnum between 1 and ad.adnum and not da.attisdropped)`,
  constraint: `pg_catalog.concat(k.conrelid::pg_catalog.regclass, ' ', pg_catalog.format_type(k.contypid, null), ' ', k.conname)`,
  // Nobody reads it, and this takes half the time of JSON.
  document: 'r::pg_catalog.text',
}
