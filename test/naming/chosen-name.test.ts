import t from 'tap'
import { OptionError } from '../../lib/errors.js'
import { chosenName, chosenStep } from '../../lib/naming/chosen-name.js'

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

t.test('refuses a dot in the name of a relationship, which is a step of paths', async t => {
  const subject = 'relationship "b(a_id) -> a(id)"'
  t.equal(chosenStep('bee', subject, 'relationships', 'b'), 'bee')
  t.equal(chosenStep('b', subject, 'relationships', 'b'), null)
  t.throws(
    () => chosenStep('b.c', subject, 'relationships', 'b'),
    new OptionError(
      'NAME_INVALID',
      `Cannot name ${subject} "b.c": a dot separates the steps of a path; return a name without one from relationships`,
    ),
  )
})
