/** This library, booting from the file of a snapshot. Takes the snapshot in a process of its own, so that this one boots cold. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Knex } from 'knex'
import { automap } from '../../lib/index.js'
import type { Connect, Contender, Task } from '../place.js'
import { booting, modelsOf } from './ours.js'

const taking = fileURLToPath(new URL('snapshot-file.js', import.meta.url))

/** Asks the database whether the snapshot is still right. */
export const asking: Connect = task =>
  fromFile(task, async (knex, file) => {
    const db = await automap(knex, { snapshot: file, validate: 'always' })
    if (db.snapshotState !== 'fresh') throw new Error(`The snapshot is ${db.snapshotState}`)
    return modelsOf(db)
  })

/** Asks nothing. */
export const trusting: Connect = task =>
  fromFile(task, async (knex, file) => modelsOf(automap.fromSnapshot(knex, readFileSync(file, 'utf8'))))

async function fromFile(task: Task, boot: (knex: Knex, file: string) => Promise<number>): Promise<Contender> {
  const directory = await mkdtemp(join(tmpdir(), 'knex-automap-bench-'))
  const file = join(directory, 'automap.snapshot.json')
  await promisify(execFile)(process.execPath, [taking, JSON.stringify(task), file])
  return {
    rounds: { boot: booting(task, knex => boot(knex, file)) },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
