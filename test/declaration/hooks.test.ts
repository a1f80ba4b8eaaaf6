import t from 'tap'
import { checkHook, readHooks } from '../../lib/declaration/hooks.js'
import { readDeclaration } from '../../lib/declaration/read.js'
import { errorOf } from '../fixtures/error-of.js'

t.test('hooks are called as members of what they were given in', async t => {
  const given = {
    afterLoad(subject: unknown, extra: unknown): unknown[] {
      return [this, subject, extra]
    },
  }
  const hooks = readHooks(given, 'class "A"')
  t.strictSame([...hooks.keys()], ['afterLoad'])
  const [self, ...inputs] = hooks.get('afterLoad')!(1, 2) as unknown[]
  t.equal(self, given)
  t.strictSame(inputs, [1, 2])
  t.equal(readHooks(undefined, 'class "A"').size, 0)
})

t.test('what is no hook is refused', async t => {
  const cases: [unknown, string][] = [
    [[], 'Expected static hooks of class "A" to be an object, got an array'],
    [() => undefined, 'Expected static hooks of class "A" to be an object, got a function'],
    [{ beforeLoad: true }, 'Expected hook "beforeLoad" of class "A" to be a function, got true'],
    [{ onSave() {} }, 'There is no hook "onSave" in static hooks of class "A"'],
    [
      { beforeInsret() {} },
      'There is no hook "beforeInsret" in static hooks of class "A". Did you mean "beforeInsert"?',
    ],
  ]
  for (const [given, message] of cases) {
    t.equal(
      await errorOf(() => readHooks(given, 'class "A"')),
      `DeclarationError DECLARATION_INVALID: ${message}`,
    )
  }
})

t.test('hooks of a class and of its mixins are all read, the farthest first', async t => {
  const seen: string[] = []
  class Mixin {
    static hooks: object = { afterLoad: () => seen.push('mixin'), afterInsert() {} }
  }
  class Middle extends Mixin {}
  class Model extends Middle {
    static override hooks = { afterLoad: () => seen.push('model') }
  }
  const { hooks } = readDeclaration(Model)
  t.strictSame([...hooks.keys()], ['afterLoad', 'afterInsert'])
  for (const hook of hooks.get('afterLoad') ?? []) hook(null)
  t.strictSame(seen, ['mixin', 'model'])
})

t.test('a hook that is added later is checked', async t => {
  const hook = () => undefined
  t.strictSame(checkHook('A', 'afterDelete', hook), { name: 'afterDelete', hook })
  const cases: [unknown, unknown, string][] = [
    [1, hook, 'OPTION_INVALID: Expected A.on(hook, …) to be given a name, got 1'],
    ['afterDelet', hook, 'OPTION_UNKNOWN: Model "A" has no hook "afterDelet". Did you mean "afterDelete"?'],
    [
      'afterDelete',
      {},
      'OPTION_INVALID: Expected A.on("afterDelete", …) to be given a function, got an object',
    ],
  ]
  for (const [name, given, message] of cases) {
    t.equal(await errorOf(() => checkHook('A', name, given)), `OptionError ${message}`)
  }
})
