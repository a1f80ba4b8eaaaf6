import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import { chosenName } from '../../lib/naming/chosen-name.js'

t.test('gives the name that a function chose, null for the default one', async t => {
  t.equal(chosenName('Bee', 'table "b"', 'naming.className', 'B'), 'Bee')
  t.equal(chosenName('B', 'table "b"', 'naming.className', 'B'), null)
})

t.test('refuses what is not a text, or empty', async t => {
  for (const [name, got] of [
    ['', '""'],
    [undefined, 'undefined'],
    [['x'], 'an array'],
  ] as const) {
    t.throws(
      () => chosenName(name, 'table "b"', 'naming.className', 'B'),
      new OptionError(
        'NAME_INVALID',
        `Cannot name table "b": naming.className returned ${got}; return a text that is not empty`,
      ),
    )
  }
})
