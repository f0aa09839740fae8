// Measures one library: what runs is timed, checked, and told as one JSON object a line.
import { performance } from 'node:perf_hooks'

export class TooSlow extends Error {
  constructor (done, total) {
    super(`only ${done} of ${total} in time`)
    this.done = done
    this.total = total
  }
}

export class NoSuchThing extends Error {}

/** How often lists, trees, marks, annotations and undo run small at most, to warm up. */
export const MANY_SMALL = 50

/** Said of libraries whose lists have no move of their own. */
export const MOVED_BY_COPY = 'moved by delete and insert: what two move apart is there twice'

const median = sorted => {
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const round = number => Math.round(number * 1000) / 1000
const collect = () => {
  globalThis.gc()
  globalThis.gc()
}
const heapIsLarge = () => {
  const memory = process.memoryUsage()
  return memory.heapUsed + memory.external > 700_000_000
}

export class Harness {
  constructor (options) {
    this.options = options
    this.deadline = Infinity
  }

  tell (object) {
    process.stdout.write(JSON.stringify(object) + '\n')
  }

  wants (row) {
    return !this.options.rows || this.options.rows.includes(row)
  }

  /** To be called in long loops; breaks off what takes longer than the limit. */
  tick (done, total) {
    if ((done & 63) === 0 && performance.now() > this.deadline) throw new TooSlow(done, total)
  }

  start (times = 1) {
    this.deadline = performance.now() + this.options.limitMillis * times
  }

  /** Runs one row; whatever goes wrong there is told, and the others go on. */
  row (row, run) {
    if (!this.wants(row)) return
    this.tell({ start: row })
    try {
      this.start()
      run(row)
    } catch (e) {
      if (e instanceof TooSlow) this.tell({ row, overMillis: this.options.limitMillis, done: e.done, n: e.total })
      else if (e instanceof NoSuchThing) this.tell({ row, none: e.message })
      else this.tell({ row, failed: String(e?.message ?? e).slice(0, 200) })
    }
  }

  /**
   * Warm-up, then runs until the budget is spent, at least three unless one takes very long.
   * Only `timed` is on the clock; `check` sees its result.
   */
  measure (row, { prepare = () => undefined, timed, check = () => undefined, n, more }) {
    const { warmMillis, budgetMillis, limitMillis } = this.options
    const times = []
    let warm = 0
    let sinceCollect = Infinity
    for (let runs = 0; ; runs++) {
      this.deadline = Infinity
      const state = prepare()
      if (sinceCollect > 250 && (runs === 0 || heapIsLarge())) {
        collect()
        sinceCollect = 0
      }
      this.start()
      const from = performance.now()
      const result = timed(state)
      const millis = performance.now() - from
      sinceCollect += millis
      this.deadline = Infinity
      check(result, state)
      warm += millis
      // The first run is cold: it counts only where a second one would take too long.
      if (runs > 0 ? warm <= warmMillis : millis <= limitMillis / 2) continue
      warm = Infinity
      times.push(millis)
      const sum = times.reduce((a, b) => a + b, 0)
      if (times.length >= 25 || (sum > budgetMillis && (times.length >= 3 || sum > budgetMillis * 2))) break
    }
    this.told(row, times, { n, ...more })
  }

  /** A large shape: a few times small to warm up, then once. */
  once (row, { run, n, more, small: most = 10 }) {
    const small = Math.max(1, Math.floor(n / 20))
    this.deadline = Infinity
    for (let runs = 0, warm = 0; runs < most && warm <= this.options.warmMillis; runs++) warm += run(small)
    collect()
    this.told(row, [run(n)], { n, ...more })
  }

  /** The milliseconds that something takes, with the limit on. */
  time (timed) {
    this.start()
    const from = performance.now()
    timed()
    const millis = performance.now() - from
    this.deadline = Infinity
    return millis
  }

  told (row, times, more) {
    times.sort((a, b) => a - b)
    this.tell({ row, millis: round(median(times)), min: round(times[0]), runs: times.length, ...more })
  }
}

export function require (condition, message) {
  if (!condition) throw new Error(message)
}

/** Heap, external memory and memory of WebAssembly, after collecting. */
export function memory () {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external + wasmBytes()
}

const wasmMemories = new Set()
export const wasmBytes = () => [...wasmMemories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)

/** Notes the memories of modules that are instantiated from now on. */
export function watchWebAssembly () {
  const Instance = WebAssembly.Instance
  const note = instance => {
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) wasmMemories.add(value)
    }
    return instance
  }
  WebAssembly.Instance = new Proxy(Instance, { construct: (target, args) => note(new target(...args)) })
  const instantiate = WebAssembly.instantiate
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate(...args)
    note(made.instance ?? made)
    return made
  }
}
