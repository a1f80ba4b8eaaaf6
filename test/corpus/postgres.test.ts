import t from 'tap'
import { eachCorpus, sameEffort } from '../fixtures/corpus-proof.js'

eachCorpus(t, 'postgres', name => name !== 'chado' && name !== 'chinook', sameEffort)
