// Hundreds of programs by default, the same ones each time; AUTOMAP_RUNS asks for as many others, AUTOMAP_SEED for some again.
import fc from 'fast-check'
import t from 'tap'
import { type DriverName, eachDatabase } from '../fixtures/databases.js'
import { programs } from '../fixtures/writing-model/program.js'
import { runProgram } from '../fixtures/writing-model/run.js'
import { openStore } from '../fixtures/writing-model/tables.js'

const runs = process.env.AUTOMAP_RUNS
const seed = process.env.AUTOMAP_SEED ?? (runs === undefined ? '4' : undefined)
const share: Readonly<Record<DriverName, number>> = { sqlite3: 0.25, 'better-sqlite3': 1, pg: 0.5 }

eachDatabase(
  t,
  'whatever a program writes, rows and instances are as a plain model has them',
  async (t, database) => {
    const store = await openStore(database)
    const property = fc.asyncProperty(programs, program => runProgram(store, program))
    await fc.assert(property, {
      numRuns: Math.ceil(Number(runs ?? 200) * share[database.driver]),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    })
    t.pass('no program makes a difference')
  },
)
