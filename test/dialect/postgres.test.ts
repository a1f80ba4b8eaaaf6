/** Reads one schema that holds every kind of object, and compares with what it must be, whole. */

import t from 'tap'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { outlineOf } from '../fixtures/outline.js'
import { golden, golden18 } from '../fixtures/postgres-golden.js'

const request = { schemas: null, timeout: 30_000 }

eachDatabase(
  t,
  'tells every object',
  async (t, { knex, exec }) => {
    await exec(golden)
    const schema = await postgres.reflect(knex, request)
    t.equal(outlineOf(schema), expected)
    t.equal(
      JSON.stringify(await postgres.reflect(knex, request)),
      JSON.stringify(schema),
      'the same bytes again',
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'tells what servers from 18 on have',
  async (t, { knex, exec }) => {
    if ((await versionOf(knex)) < 180000) return t.comment('the server is older than 18')
    await exec(golden18)
    t.equal(outlineOf(await postgres.reflect(knex, request)), expected18)
  },
  'postgres',
)

async function versionOf(knex: Database['knex']): Promise<number> {
  const { rows } = await knex.raw<{ rows: { server_version_num: string }[] }>('show server_version_num')
  return Number(rows[0]?.server_version_num)
}

const expected = String.raw`postgres public of public
view public.big_city comment=Not small
  id integer kind=integer baseType=pg_catalog.int4
  country_iso character(2) kind=text baseType=pg_catalog.bpchar length=2
  one integer kind=integer baseType=pg_catalog.int4 default=1 hasDefault
table public.circle
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  kind text kind=text baseType=pg_catalog.text nullable=false
  radius integer kind=integer baseType=pg_catalog.int4
table public.city
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  country_iso character(2) kind=text baseType=pg_catalog.bpchar nullable=false length=2
  twin_id integer kind=integer baseType=pg_catalog.int4
  everything_b integer kind=integer baseType=pg_catalog.int4
  everything_a integer kind=integer baseType=pg_catalog.int4
  mayor_id integer kind=integer baseType=pg_catalog.int4
  primary key city_pk columns=(id)
  foreign key city_country_iso_fkey columns=(country_iso) referencedSchema=public referencedTable=country referencedColumns=(iso) onDelete=cascade onUpdate=cascade
  foreign key not_checked columns=(country_iso) referencedSchema=public referencedTable=country referencedColumns=(iso) validated=false
  foreign key by_columns columns=(everything_a, everything_b) referencedSchema=public referencedTable=everything referencedColumns=(a_id, b_id) onDelete=setDefault deferrable initiallyDeferred
  foreign key set_one columns=(everything_b, everything_a) referencedSchema=public referencedTable=everything referencedColumns=(b_id, a_id) onDelete=setNull onUpdate=restrict onDeleteColumns=(everything_a)
  foreign key mayor columns=(mayor_id) referencedSchema=other referencedTable=person referencedColumns=(id)
  foreign key city_twin_id_fkey columns=(twin_id) referencedSchema=public referencedTable=city referencedColumns=(id) onDelete=setNull
  unique one_mayor columns=(mayor_id) deferrable
  index city_pk unique parts=(id)
  index one_mayor unique parts=(mayor_id) deferrable
materializedView public.city_count
  country_iso character(2) kind=text baseType=pg_catalog.bpchar length=2
  cities bigint kind=bigint baseType=pg_catalog.int8
  index city_count_key unique parts=(country_iso)
table public.country comment=A "country"
  iso character(2) kind=text baseType=pg_catalog.bpchar nullable=false length=2
  name text kind=text baseType=pg_catalog.text nullable=false comment=It's name
  primary key country_pkey columns=(iso)
  unique country_name_key columns=(name)
  unique country_name_iso_key columns=(name, iso) nullsDistinct=false
  index country_name_iso_key unique parts=(name, iso) nullsDistinct=false
  index country_name_key unique parts=(name)
  index country_pkey unique parts=(iso)
table public.everything
  b_id integer kind=integer baseType=pg_catalog.int4 nullable=false hasDefault identity=always autoIncrement
  a_id integer kind=integer baseType=pg_catalog.int4 nullable=false hasDefault identity=byDefault autoIncrement
  serial_id bigint kind=bigint baseType=pg_catalog.int8 nullable=false default=nextval('public.everything_serial_id_seq'::regclass) hasDefault autoIncrement
  ticket_no integer kind=integer baseType=pg_catalog.int4 default=nextval('public.ticket'::regclass) hasDefault autoIncrement
  label text kind=text baseType=pg_catalog.text default=('L'::text || nextval('public.ticket'::regclass)) hasDefault
  small smallint kind=integer baseType=pg_catalog.int2 nullable=false default=7 hasDefault
  big bigint kind=bigint baseType=pg_catalog.int8
  object oid kind=integer baseType=pg_catalog.oid
  amount numeric(10,2) kind=decimal baseType=pg_catalog.numeric precision=10 scale=2
  plain_amount numeric kind=decimal baseType=pg_catalog.numeric
  real_no real kind=float baseType=pg_catalog.float4
  double_no double precision kind=float baseType=pg_catalog.float8
  flag boolean kind=boolean baseType=pg_catalog.bool default=false hasDefault
  words text kind=text baseType=pg_catalog.text default='it''s'::text hasDefault collation=C
  german_words text kind=text baseType=pg_catalog.text collation=other.german
  limited character varying(20) kind=text baseType=pg_catalog.varchar length=20
  fixed character(3) kind=text baseType=pg_catalog.bpchar length=3
  one_char "char" kind=text baseType=pg_catalog.char
  a_name name kind=text baseType=pg_catalog.name
  folded public.citext kind=text baseType=public.citext
  id uuid kind=uuid baseType=pg_catalog.uuid
  born date kind=date baseType=pg_catalog.date default='2024-01-31'::date hasDefault
  clock time(3) without time zone kind=time baseType=pg_catalog.time precision=3
  clock_zone time with time zone kind=time baseType=pg_catalog.timetz
  moment timestamp(0) without time zone kind=timestamp baseType=pg_catalog.timestamp default='2024-01-31 12:00:00'::timestamp without time zone hasDefault precision=0
  instant timestamp with time zone kind=timestamptz baseType=pg_catalog.timestamptz default='2024-01-31 12:00:00+00'::timestamp with time zone hasDefault
  span interval day to second(2) kind=interval baseType=pg_catalog.interval precision=2
  plain_span interval kind=interval baseType=pg_catalog.interval
  doc json kind=json baseType=pg_catalog.json
  docb jsonb kind=json baseType=pg_catalog.jsonb default='{}'::jsonb hasDefault
  bytes bytea kind=binary baseType=pg_catalog.bytea default='\x00ff'::bytea hasDefault
  feeling public.mood kind=enum baseType=public.mood enum=public.mood default='ok'::public.mood hasDefault
  other_feeling other.mood kind=enum baseType=other.mood enum=other.mood
  feelings public.mood[] kind=array elementKind=enum baseType=public._mood enum=public.mood
  numbers integer[] kind=array elementKind=integer baseType=pg_catalog._int4 nullable=false default='{}'::integer[] hasDefault
  limits character varying(5)[] kind=array elementKind=text baseType=pg_catalog._varchar length=5
  country_code public.code kind=text baseType=pg_catalog.varchar domain=public.code nullable=false default='none'::character varying hasDefault length=20
  country_codes public.code[] kind=array elementKind=text baseType=public._code length=20
  amounts other.amounts kind=array elementKind=decimal baseType=pg_catalog._numeric domain=other.amounts precision=10 scale=-2
  a_short public.short_text kind=text baseType=pg_catalog.varchar domain=public.short_text default='own'::character varying hasDefault length=20
  bits bit(3) kind=other baseType=pg_catalog.bit length=3
  more_bits bit varying(5) kind=other baseType=pg_catalog.varbit length=5
  price money kind=other baseType=pg_catalog.money
  address inet kind=other baseType=pg_catalog.inet
  both_of public.pair kind=other baseType=public.pair
  area box kind=other baseType=pg_catalog.box
  span_of int4range kind=other baseType=pg_catalog.int4range
  vector int2vector kind=other baseType=pg_catalog.int2vector
  gen integer kind=integer baseType=pg_catalog.int4 hasDefault generated=stored
  primary key everything_pkey columns=(b_id, a_id)
  index apart method=gist parts=(span_of)
  index everything_hash method=hash parts=(words)
  index everything_open unique parts=(big) partial predicate=(NOT flag)
  index everything_pkey unique parts=(b_id, a_id)
  index everything_swapped unique parts=(a_id, b_id)
  index everything_words parts=([lower(words)] desc, small, [((words || ', '::text) || (limited)::text)]) include=(big, flag) partial predicate=(flag AND (words <> 'a,b'::text))
  check doubtful expression=(big > 0)
  check positive expression=(amount > (0)::numeric)
foreignTable public.far
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  note text kind=text baseType=pg_catalog.text
table public.ledger
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  primary key ledger_pk columns=(id) deferrable
  index ledger_pk unique parts=(id) deferrable
table public.nothing
table public.refund
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  sale_id integer kind=integer baseType=pg_catalog.int4
  sale_at date kind=date baseType=pg_catalog.date
  primary key refund_pkey columns=(id)
  foreign key refund_sale_id_sale_at_fkey columns=(sale_id, sale_at) referencedSchema=public referencedTable=sale referencedColumns=(id, at)
  index refund_pkey unique parts=(id)
partitionedTable public.sale partitions=(other.sale_2024_small, public.sale_2023, public.sale_2024)
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  at date kind=date baseType=pg_catalog.date nullable=false
  city_id integer kind=integer baseType=pg_catalog.int4
  primary key sale_pkey columns=(id, at)
  foreign key sale_city_id_fkey columns=(city_id) referencedSchema=public referencedTable=city referencedColumns=(id)
  index sale_pkey unique parts=(id, at)
table public.shape
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  kind text kind=text baseType=pg_catalog.text nullable=false
  primary key shape_pkey columns=(id)
  index shape_pkey unique parts=(id)
enum other.mood labels=(x)
enum public.mood labels=(sad, ok, glad, happy) comment=How it is
domain other.amounts numeric(10,-2)[]
domain public.code character varying(20) nullable=false default='none'::character varying comment=A code checks=(not_blank: ((VALUE)::text <> ''::text), upper_case: ((VALUE)::text = upper((VALUE)::text)))
domain public.short_text character varying(20) default='none'::character varying checks=(not_blank: ((VALUE)::text <> ''::text))
note partition other.sale_2024_small: It is a partition of "public"."sale", and its rows are read through that table
note inheritedTable public.circle: It inherits from "public"."shape", whose queries give its rows too
note extensionObject public.pg_stat_statements: It belongs to extension "pg_stat_statements", and is left out
note extensionObject public.pg_stat_statements_info: It belongs to extension "pg_stat_statements", and is left out
note partition public.sale_2023: It is a partition of "public"."sale", and its rows are read through that table
note partitionKey public.sale_2023: Foreign key "only_2023" belongs to this partition alone, not to "public"."sale", and is left out
note partition public.sale_2024: It is a partition of "public"."sale", and its rows are read through that table`

const expected18 = `postgres public of public
table public.booking
  room_id integer kind=integer baseType=pg_catalog.int4
  during tstzrange kind=other baseType=pg_catalog.tstzrange
table public.room
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  during tstzrange kind=other baseType=pg_catalog.tstzrange nullable=false
  primary key room_pkey columns=(id, during)
  index room_pkey unique method=gist parts=(id, during)
table public.virtual
  id integer kind=integer baseType=pg_catalog.int4 nullable=false
  twice integer kind=integer baseType=pg_catalog.int4 hasDefault generated=virtual
  part integer kind=integer baseType=pg_catalog.int4
  primary key virtual_pkey columns=(id)
  foreign key lax columns=(part) referencedSchema=public referencedTable=virtual referencedColumns=(id) validated=false
  index virtual_pkey unique parts=(id)
note temporalKey public.booking: Foreign key "in_time" matches periods, which no equality of columns can say, and is left out`
