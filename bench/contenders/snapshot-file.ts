/** Writes the snapshot of a task's database to a file; both are its arguments. Measures nothing. */

import process from 'node:process'
import { automap } from '../../lib/index.js'
import type { Task } from '../place.js'
import { knexFor } from './ours.js'

const [, , task, file] = process.argv as [string, string, string, string]
const knex = knexFor(JSON.parse(task) as Task)
const db = await automap(knex)
await db.snapshot(file)
await knex.destroy()
