import t from 'tap'
import { content } from '../../lib/snapshot/form.js'
import { snapshotFor } from '../fixtures/snapshots.js'

t.test('everything that a structure can hold is written and read', async t => {
  const { format, ...snapshot } = snapshotFor({
    kind: {
      kind: 'partitionedTable',
      columns: [
        {
          name: 'id',
          kind: 'array',
          elementKind: 'enum',
          baseType: { schema: 'pg_catalog', name: 'int4' },
          enum: { schema: 's', name: 'mood' },
          domain: { schema: 's', name: 'd' },
          nullable: true,
          default: '1',
          hasDefault: true,
          identity: 'always',
          autoIncrement: true,
          generated: 'stored',
          collation: 'C',
          comment: 'c',
          length: 1,
          precision: 2,
          scale: -3,
          readable: true,
        },
        { name: 'serial', hasDefault: true },
      ],
      foreignKeys: [
        {
          key: 'id -> kind.id',
          onDelete: 'setNull',
          onDeleteColumns: ['id'],
          deferrable: null,
          initiallyDeferred: null,
        },
      ],
      indexes: [
        { name: 'i', parts: [{ column: null, expression: 'lower(x)', descending: true }], include: ['id'] },
      ],
      partitions: [{ schema: 's', name: 'p' }],
      unique: [['id']],
    },
  })
  t.equal(format, 1)
  const whole = {
    ...snapshot,
    structure: {
      ...snapshot.structure,
      enums: [{ schema: 's', name: 'mood', labels: ['a'], comment: 'x' }],
      domains: [
        {
          schema: 's',
          name: 'd',
          type: 'int',
          nullable: false,
          default: '1',
          checks: [{ name: 'c', expression: null }],
          comment: null,
        },
      ],
      notes: [{ code: 'partition' as const, schema: 's', table: 't', column: null, message: 'm' }],
    },
  }
  t.same(content.read(JSON.parse(JSON.stringify(content.write(whole)))), whole)
})
