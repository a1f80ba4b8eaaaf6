import t from 'tap'
import { eachCorpus, sameEffort } from '../fixtures/corpus-proof.js'

eachCorpus(
  t,
  'sqlite',
  () => true,
  (t, proofs) => {
    sameEffort(t, proofs)
    const [first, second] = ['sqlite3', 'better-sqlite3'].map(driver =>
      proofs.filter(proof => proof.driver === driver).map(({ driver, ...proof }) => proof),
    )
    t.same(first, second, 'both drivers give the same structure and the same rows')
  },
)
