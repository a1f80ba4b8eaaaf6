import t from 'tap'
import { composite, DeclaredComposite, declaredCompositeOf } from '../../lib/declaration/composite.js'
import { errorOf } from '../fixtures/error-of.js'

t.test('a value object says what it is made of, and how', async t => {
  const make = (parts: { x: number; y: number }): number[] => [parts.x, parts.y]
  const take = (point: number[]): { x: unknown; y: unknown } => ({ x: point[0], y: point[1] })
  const point: unknown = composite({ parts: { x: 'pointX', y: 'pointY' }, make, take })
  if (!(point instanceof DeclaredComposite)) throw new Error('no composite')
  const said = declaredCompositeOf(point)
  t.strictSame(
    [said.member, [...said.parts], said.make, said.take],
    [
      'composite',
      [
        ['x', 'pointX'],
        ['y', 'pointY'],
      ],
      make,
      take,
    ],
  )
  t.ok(Object.isFrozen(said))
})

t.test('a value object lacks nothing', async t => {
  const call = (input: unknown): Promise<string> => errorOf(() => Reflect.apply(composite, null, [input]))
  const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
  const parts = { x: 'pointX' }
  const make = (): number => 1
  t.equal(
    await call(undefined),
    invalid('Expected parts in the argument of composite() to be an object of names, got undefined'),
  )
  t.equal(
    await call({ parts: { x: 1 }, make, take: make }),
    invalid('Expected parts in the argument of composite().x to be a text that is not empty, got 1'),
  )
  t.equal(
    await call({ parts, take: make }),
    invalid('Expected make in the argument of composite() to be a function, got undefined'),
  )
  t.equal(
    await call({ parts, make, take: 'x' }),
    invalid('Expected take in the argument of composite() to be a function, got "x"'),
  )
  t.equal(
    await call({ parts, make, takes: make }),
    invalid('Unknown option "takes" in the argument of composite(). Did you mean "take"?'),
  )
})
