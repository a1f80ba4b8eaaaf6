/** This library's reflection alone, without the models that it is for. */

import { connect as reach } from '../../lib/dialect/dialect.js'
import type { Connect } from '../place.js'
import { booting } from './ours.js'

export const connect: Connect = async task => ({
  rounds: {
    boot: booting(task, async knex => {
      const { dialect } = reach(knex)
      const schema = await dialect.reflect(knex, { schemas: null, timeout: 60_000 })
      return schema.tables.length
    }),
  },
  close: async () => undefined,
})
