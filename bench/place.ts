/** What the parts of the benchmark tell each other. Types only. */

/** The databases that are measured. */
export type DatabaseName = 'sqlite' | 'postgres'

/** What one child process has to measure. */
export interface Task {
  readonly contender: string
  readonly workload: string
  readonly database: DatabaseName
  /** A path, or the address of a server's database. */
  readonly address: string
}

/** One round of a workload, ready to run. */
export interface Round {
  /** Untimed; a workload that needs a fresh connection opens it here. */
  readonly before?: () => Promise<void>
  /** Timed. Gives a number that is the same for every contender. */
  readonly run: () => Promise<number>
  /** Untimed. Gives a number for what was written, which is added to that of `run`. */
  readonly check?: () => Promise<number>
  /** Untimed. */
  readonly after?: () => Promise<void>
}

/** A contender that is connected. */
export interface Contender {
  readonly rounds: Readonly<Record<string, Round>>
  /** Calls the listener for every statement that is sent; absent where nothing tells. */
  readonly onStatement?: (listener: () => void) => void
  readonly close: () => Promise<void>
}

/** Connects a contender. */
export type Connect = (task: Task) => Promise<Contender>

/** What one round gave. */
export interface Measure {
  readonly checksum: number
  /** Wall clock, in milliseconds. */
  readonly time: number
  /** Processor time of the contender's own process, in milliseconds. */
  readonly cpu: number
}

/** What the first round of a process gave. */
export interface FirstMeasure extends Measure {
  /** Null where nothing tells. */
  readonly statements: number | null
  /** By how much the process grew at its peak, in bytes. */
  readonly growth: number
}

/** What a child sends. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'absent'; readonly installed: boolean }
  | { readonly type: 'measured'; readonly measure: Measure | FirstMeasure }
  | { readonly type: 'failed'; readonly error: string }
