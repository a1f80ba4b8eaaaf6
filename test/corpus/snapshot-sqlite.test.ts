import t from 'tap'
import { eachSnapshot } from '../fixtures/corpus-snapshots.js'

eachSnapshot(t, 'sqlite')
