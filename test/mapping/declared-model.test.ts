import t from 'tap'
import { columnNamed, columnsNamed, findingOf, invalid } from '../../lib/mapping/declared-model.js'
import { declarationOf } from '../fixtures/declared.js'
import { errorOf } from '../fixtures/error-of.js'
import { table } from '../fixtures/schema.js'

const model = {
  name: 'Thing',
  table: table('thing', { columns: ['id', 'full_name', 'hidden'] }),
  columns: new Map([['fullName', 'full_name']]),
  missing: new Map([['gone', 'nobody has it']]),
  excluded: new Set(['hidden']),
}

t.test('columns answer to properties, and to the names that the database has', async t => {
  t.equal(columnNamed(model, 'fullName'), 'full_name')
  t.equal(columnNamed(model, 'full_name'), 'full_name')
  t.equal(columnNamed(model, 'hidden'), undefined)
  t.equal(columnNamed(model, 'nothing'), undefined)
})

t.test('a list of columns is whole, or lacks what is reported already, or is refused', async t => {
  t.same(columnsNamed(model, ['id', 'fullName'], 'a key'), ['id', 'full_name'])
  t.equal(columnsNamed(model, ['id', 'gone'], 'a key'), null)
  t.equal(
    await errorOf(() => columnsNamed(model, ['id', 'fullNam'], 'a key')),
    'DeclarationError DECLARATION_INVALID: Cannot map a key of class "Thing": table "thing" has no column "fullNam". Did you mean "fullName"?',
  )
  t.equal(
    await errorOf(() => columnsNamed(model, ['hidden'], 'a key')),
    'DeclarationError DECLARATION_INVALID: Cannot map a key of class "Thing": column "hidden" is excluded; take it out of the option exclude',
  )
})

t.test('a finding names the model, and an error says what is wrong', async t => {
  t.same(findingOf(declarationOf(class Thing {}), 'id', 'typeMismatch', 'why'), {
    model: 'Thing',
    property: 'id',
    code: 'typeMismatch',
    message: 'why',
  })
  t.match(invalid('why'), { code: 'DECLARATION_INVALID', message: 'why' })
})
