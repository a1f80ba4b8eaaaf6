import t from 'tap'
import { eachTyped } from '../fixtures/corpus-types.js'

eachTyped(t, 'sqlite')
