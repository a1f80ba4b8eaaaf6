/** This library's reflection alone, without the models that it is for. */

import type { Knex } from 'knex'
import { connect as reach } from '../../lib/dialect/dialect.js'
import type { Connect } from '../place.js'
import { knexFor, warm } from './ours.js'

export const connect: Connect = async task => {
  let knex: Knex
  return {
    rounds: {
      boot: {
        before: async () => {
          knex = knexFor(task)
          await warm(knex, task)
        },
        run: async () => {
          const { dialect } = reach(knex)
          const schema = await dialect.reflect(knex, { schemas: null, timeout: 60_000 })
          return schema.tables.length
        },
        after: () => knex.destroy(),
      },
    },
    close: async () => undefined,
  }
}
