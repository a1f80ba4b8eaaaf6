import t from 'tap'
import { automap, integer, type Many, model, type One, relationship } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { loose } from '../fixtures/ledger.js'

eachDatabase(t, 'a relationship that is only viewed is not written', async (t, database) => {
  await database.exec(`create table team (id integer primary key);
    create table player (id integer primary key, team_id integer references team (id)); insert into team values (1)`)
  class Team extends model('team', { id: integer().primaryKey() }) {
    declare players: Many<Player>
  }
  class Player extends model('player', { id: integer().primaryKey() }) {
    static relationships = {
      viewed: relationship('Team', { foreignKey: 'team_id', viewOnly: true }),
    }
    declare viewed: One<Team | null>
  }
  await automap(database.knex, { models: { Team, Player } })
  const team = await Team.get(1)
  const why =
    'ValueError VALUE_INVALID: Cannot set "Player.viewed": it is declared viewOnly; set its key instead'
  t.equal(await errorOf(() => loose(Player).insert({ id: 1, viewed: team })), why)
  t.equal(await errorOf(() => loose(Player).where('id', 1).update({ viewed: team })), why)
})
