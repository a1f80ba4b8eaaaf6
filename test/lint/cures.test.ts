import t, { type Test } from 'tap'
import { connect } from '../../lib/dialect/dialect.js'
import { automap } from '../../lib/index.js'
import type { Finding } from '../../lib/lint/finding.js'
import { lintOf } from '../../lib/lint/lint.js'
import { lintRows } from '../../lib/lint/rows.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

/** Gives all that is found in a database, by its structure and its rows. */
async function findingsIn({ knex, dialect }: Database): Promise<readonly Finding[]> {
  const db = await automap(knex, dialect === 'postgres' ? { schema: ['public', 'sales'] } : {})
  const snapshot = await db.snapshot()
  return [...lintOf(snapshot), ...(await lintRows({ knex, dialect: connect(knex).dialect }, snapshot))]
}

/** Everything that has a cure, under names that have to be quoted, and some that a cure would choose itself. */
const sick = {
  sqlite: `pragma foreign_keys = off;
    create table "a ""b" (id integer primary key, code text, n integer);
    create table child (id integer primary key, "the parent" integer references "a ""b" (id),
      code text references "a ""b" (code), other integer);
    create index "child_the parent_index" on child ("the parent") where other > 1;
    create table again (id integer primary key, code text references "a ""b" (code) unique);
    create index one on child (other); create index two on child (other); create index three on child (other, id);
    create unique index u on "a ""b" (n); create unique index v on "a ""b" (n);
    create table uniques (a integer unique, b integer, unique (a), unique (b));
    create unique index w on uniques (a);`,
  postgres: `create schema sales;
    create type mood as enum ('a'); create domain code as varchar(5);
    create table "a ""b" (id serial primary key, code text unique, n integer not null);
    create table child (id smallserial primary key, "the parent" integer references "a ""b" (id),
      code varchar(5) references "a ""b" (code), short code references "a ""b" (code), small int2, other integer);
    create index "child_the parent_index" on child ("the parent") where other > 1;
    create table sales.below (id integer primary key references "a ""b" (id), more numeric);
    create table sales.deep (id integer generated always as identity primary key, below_id integer references sales.below (id));
    alter table child add foreign key (small) references sales.deep (id);
    create table sales."s'seq" (id integer primary key);
    create sequence sales."odd's"; alter table sales."s'seq" alter column id set default nextval('sales."odd''s"');
    create table dated (at timestamp primary key); create table day (id bigserial primary key, at date references dated (at));
    create table amount (n numeric primary key); create table paid (id bigserial primary key, m int2 references amount (n));
    create index one on child (other); create index two on child (other); create index three on child (other, id);
    create unique index z on "a ""b" (n); create unique index v on "a ""b" (n);
    create table follows (id bigserial primary key, n integer references "a ""b" (n));
    create unique index k on "a ""b" (n);
    create table excluded (id bigserial primary key, during int4range, exclude using gist (during with &&));
    create index "a first" on excluded using gist (during);
    create table uniques (a integer not null unique, b integer, unique (a), unique (b));
    create unique index w on uniques (a);
    create table parts (id integer not null, at date not null, "child_id" integer references child (id), unique (id, at)) partition by range (at);
    create table parts_1 partition of parts for values from ('2020-01-01') to ('2021-01-01');
    create table open_key (id bigserial primary key, child_id integer);
    insert into "a ""b" (n) values (1); insert into child ("the parent") values (1); insert into open_key (child_id) values (1);
    alter table open_key add constraint open_key_child_id_fkey check (id > 0);
    create table late (id bigserial primary key, child_id int2); alter table late add foreign key (child_id) references child (id) not valid;
    create table twice (id bigserial primary key, n integer); insert into twice (n) values (1), (1);
    select setval('child_id_seq', 32000)`,
}

const cured = {
  sqlite: ['duplicateIndex', 'keyTargetNotUnique', 'keyWithoutIndex', 'redundantIndex'],
  postgres: [
    'duplicateIndex',
    'invalidIndex',
    'keyNearItsEnd',
    'keyNotValidated',
    'keyTypeMismatch',
    'keyWithoutIndex',
    'noPrimaryKey',
    'redundantIndex',
    'smallKey',
    'undeclaredKey',
  ],
}

eachDatabase(t, 'every cure can be run, and cures', async (t, database) => {
  await database.exec(sick)
  if (database.dialect === 'postgres') {
    await t.rejects(database.exec('create unique index concurrently broken on twice (n)'))
  }
  const codes = await cure(t, database)
  t.same(codes, cured[database.dialect])
  // What was declared, or made wider, can be sick in turn.
  await cure(t, database)
  t.same(await cure(t, database), [])
})

/** Runs all cures; gives the codes of what they are for. */
async function cure(t: Test, database: Database): Promise<string[]> {
  const found = (await findingsIn(database)).filter(({ cure }) => cure.length > 0)
  for (const statement of new Set(found.flatMap(({ cure }) => cure))) {
    await t.resolves(database.exec(statement), statement)
  }
  return [...new Set(found.map(({ code }) => code))].sort()
}
