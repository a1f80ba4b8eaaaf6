import t from 'tap'
import { eachCorpus, sameEffort } from '../fixtures/corpus-proof.js'

// A dozen tables, and two thousand.
eachCorpus(t, 'postgres', name => name === 'chinook' || name === 'chado', sameEffort)
