// Maps, counters and sets: the same operations as class ValueShapes in Java.
import { NoSuchThing, require } from './harness.mjs'
import { Xorshift } from './random.mjs'

const KEYS = Array.from({ length: 10000 }, (_, i) => 'key' + String(i).padStart(5, '0'))

/** One kind: each operation is a transaction, its change is kept, and all go to another replica. */
function kind (harness, peer, name, { supported, operation, read, expected, missing }) {
  const n = Math.max(100, Math.floor(100000 * harness.options.scale))
  const has = supported(peer.values)
  const none = () => { throw new NoSuchThing(missing) }
  harness.row(name + '-local', row => has ? harness.measure(row, { n, ...local(harness, peer, n, operation, read, expected) }) : none())
  harness.row(name + '-remote', row => has ? remote(harness, peer, row, n, operation, read, expected) : none())
}

function local (harness, peer, n, operation, read, expected) {
  const plan = new Array(n)
  const random = new Xorshift()
  for (let i = 0; i < n; i++) plan[i] = { key: KEYS[random.below(KEYS.length)], number: random.below(1000000) }
  return {
    plan,
    prepare: () => peer.values.open(1),
    timed: doc => {
      for (let i = 0; i < n; i++) {
        harness.tick(i, n)
        operation(peer.values, doc, plan[i])
      }
      return doc
    },
    check: doc => {
      require(read(peer.values, doc) === expected(plan), 'the value is not what the operations make')
      peer.free?.(doc)
    }
  }
}

function remote (harness, peer, row, n, operation, read, expected) {
  const { plan, prepare, timed } = local(harness, peer, n, operation, read, expected)
  const changes = []
  const doc = prepare()
  peer.values.record(doc, changes)
  harness.start(5)
  timed(doc)
  peer.free?.(doc)
  harness.measure(row, {
    n,
    prepare: () => peer.values.open(2),
    timed: fresh => {
      for (let i = 0; i < changes.length; i++) {
        harness.tick(i, changes.length)
        peer.values.apply(fresh, changes[i])
      }
      return fresh
    },
    check: fresh => {
      require(read(peer.values, fresh) === expected(plan), 'the value received is not what the operations make')
      peer.free?.(fresh)
    }
  })
}

export const maps = (harness, peer) => kind(harness, peer, 'map', {
  supported: values => values?.put,
  missing: 'no map',
  operation: (values, doc, { key, number }) => values.put(doc, key, number),
  read: (values, doc) => values.size(doc),
  expected: plan => new Set(plan.map(step => step.key)).size
})

export const counters = (harness, peer) => kind(harness, peer, 'counter', {
  supported: values => values?.increment,
  missing: 'no counter',
  operation: (values, doc, { number }) => values.increment(doc, 1 + number % 10),
  read: (values, doc) => values.total(doc),
  expected: plan => plan.reduce((sum, step) => sum + 1 + step.number % 10, 0)
})

const adds = step => step.number % 10 < 7

/** Where there are no sets, keys of a map stand in. */
export const sets = (harness, peer) => kind(harness, peer, 'set', {
  supported: values => values?.add,
  missing: 'no set, and no map to stand in',
  operation: (values, doc, step) => adds(step) ? values.add(doc, step.key) : values.discard(doc, step.key),
  read: (values, doc) => values.setSize(doc),
  expected: plan => {
    const set = new Set()
    for (const step of plan) adds(step) ? set.add(step.key) : set.delete(step.key)
    return set.size
  }
})
