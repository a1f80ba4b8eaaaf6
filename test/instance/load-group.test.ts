import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import { type Block, LoadGroup } from '../../lib/instance/load-group.js'
import type { Mapping } from '../../lib/mapping/mapping.js'

/** A group of stand-ins that only know their number; a group looks at none of its members. */
function groupOf(length: number): { group: LoadGroup; around: (place: number) => number[] } {
  const group = new LoadGroup({} as Mapping)
  const members = Array.from({ length }, (_, i) => ({ i }) as unknown as Instance)
  const blocks = members.map(member => {
    const block = group.block()
    block.members.push(member)
    return block
  })
  const around = (place: number): number[] =>
    [...group.around(blocks[place]!, members[place]!)].map(member => (member as unknown as { i: number }).i)
  return { group, around }
}

t.test('a member comes first, then those behind it, then those before it, nearest first', async t => {
  const { around } = groupOf(5)
  t.same(around(2), [2, 3, 4, 1, 0])
  t.same(around(0), [0, 1, 2, 3, 4])
  t.same(around(4), [4, 3, 2, 1, 0])
})

t.test('the same holds across blocks', async t => {
  const { group, around } = groupOf(200)
  const ahead = Array.from({ length: 100 }, (_, i) => 100 + i)
  const behind = Array.from({ length: 100 }, (_, i) => 99 - i)
  t.same(around(100), [...ahead, ...behind])
  group.close()
  t.same(around(100), [...ahead, ...behind], 'while somebody holds them')
})

t.test('a closed group goes on in a new block', async t => {
  const { group } = groupOf(1)
  t.equal(group.block(), group.block())
  const { index } = group.block()
  group.close()
  t.equal(group.block().index, index + 1)
})

t.test('a group has no strategies but those it is given', async t => {
  t.same([...new LoadGroup({} as Mapping).strategies], [])
})

t.test('a kept member keeps those of its block, and not the whole result', async t => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const group = new LoadGroup({} as Mapping)
  const fill = (count: number): Block => {
    for (let i = 0; i < count; i++) group.block().members.push({ i } as unknown as Instance)
    return group.block()
  }
  fill(190)
  const kept = fill(1)
  group.close()
  // What a weak reference led to lives to the end of the job.
  await setTimeout(0)
  collect()
  t.equal(kept.members.length, 63)
  t.equal([...group.around(kept, kept.members[0] as Instance)].length, 63)
})

t.test('an only block stays with its group, which keeps nothing more alive so', async t => {
  const { group, around } = groupOf(3)
  group.close()
  t.same(around(1), [1, 2, 0])
  group.block()
  t.same(around(1), [1, 2, 0])
})

t.test('members of several classes are neighbours, each in a block of its class', async t => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const [one, other] = [{}, {}] as Mapping[]
  const group = new LoadGroup(one as Mapping)
  const fill = (count: number): Block => {
    let last = group.block()
    for (let i = 0; i < count; i++) {
      last = group.blockOf((i % 3 === 0 ? other : one) as Mapping)
      last.members.push({ i } as unknown as Instance)
    }
    return last
  }
  const kept = fill(300)
  t.equal(kept.mapping, one)
  t.equal([...group.around(kept, kept.members[0] as Instance)].length, 300)
  group.close()
  t.equal([...group.around(kept, kept.members[0] as Instance)].length, 300)
  await setTimeout(0)
  collect()
  t.equal(kept.members.length, 8)
  t.equal([...group.around(kept, kept.members[0] as Instance)].length, 8, 'and holds no more')
})
