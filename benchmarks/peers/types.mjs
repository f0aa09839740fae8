// Lists and trees whose items move: the same as classes ListShapes and TreeShapes in Java, number for number.
import { need, release, sizeOf } from './shapes.mjs'
import { MANY_SMALL, require } from './harness.mjs'
import { Xorshift } from './random.mjs'

const CHUNK = 1000

/** Moves of a list: the item at the first index is at the second one afterwards. */
export function listPlan (random, moves, size) {
  return Array.from({ length: moves }, () => [random.below(size), random.below(size)])
}

function playList (plan, size) {
  const items = Array.from({ length: size }, (_, i) => i)
  for (const [from, to] of plan) items.splice(to, 0, ...items.splice(from, 1))
  return items
}

/** A list of numbers from 0, and another replica that has it too. */
function lists (peer, size) {
  const { lists } = peer
  const changes = []
  const writer = lists.open(1)
  lists.record(writer, changes)
  for (let at = 0; at < size; at += CHUNK) {
    lists.add(writer, Array.from({ length: Math.min(CHUNK, size - at) }, (_, i) => at + i))
  }
  const reader = lists.open(2)
  for (const change of changes) lists.apply(reader, change)
  changes.length = 0
  return { writer, reader, changes }
}

function checkList (peer, doc, plan, size) {
  const items = peer.lists.items(doc)
  const expected = playList(plan, size)
  require(items.length === size && expected.every((item, i) => items[i] === item), 'the list is not what the moves make')
}

export function listMoves (harness, peer) {
  const note = peer.lists?.note
  const local = (row, sizeFor) => harness.row(row, () => {
    need(peer.lists, 'no list')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      more: { note },
      run: n => {
        const size = sizeFor(n)
        const { writer, reader, changes } = lists(peer, size)
        const plan = listPlan(new Xorshift(), n, size)
        const millis = harness.time(() => plan.forEach(([from, to], i) => {
          harness.tick(i, n)
          peer.lists.move(writer, from, to)
        }))
        checkList(peer, writer, plan, size)
        require(changes.length === n || plan.some(([from, to]) => from === to), 'changes are missing')
        release(peer, writer, reader)
        return millis
      }
    })
  })
  local('list-move', n => Math.max(20, n / 10 | 0))
  local('list-move-large', n => 10 * n)
  harness.row('list-remote', row => {
    need(peer.lists, 'no list')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      more: { note },
      run: n => {
        const size = 10 * n
        harness.start(10) // moving is not what is measured
        const { writer, reader, changes } = lists(peer, size)
        const plan = listPlan(new Xorshift(), n, size)
        plan.forEach(([from, to], i) => {
          harness.tick(i, n)
          peer.lists.move(writer, from, to)
        })
        const millis = harness.time(() => changes.forEach((change, i) => {
          harness.tick(i, n)
          peer.lists.apply(reader, change)
        }))
        checkList(peer, reader, plan, size)
        release(peer, writer, reader)
        return millis
      }
    })
  })
}

/** A tree as it should be: for each node its parent, and the children in order; the top is -1. */
export class TreeModel {
  constructor (random, size) {
    this.parents = []
    this.children = new Map([[-1, []]])
    for (let node = 0; node < size; node++) this.put(node, random.below(node + 1) - 1, Infinity)
  }

  put (node, parent, index) {
    this.parents[node] = parent
    const siblings = this.children.get(parent) ?? []
    this.children.set(parent, siblings)
    siblings.splice(Math.min(index, siblings.length), 0, node)
  }

  isWithin (node, other) {
    let at = node
    while (at >= 0 && at !== other) at = this.parents[at]
    return at === other
  }

  /** A move to another parent that makes no cycle, already made here. */
  move (random) {
    for (;;) {
      const node = random.below(this.parents.length)
      const parent = random.below(this.parents.length + 1) - 1
      if (parent === this.parents[node]) continue
      if (parent >= 0 && this.isWithin(parent, node)) continue
      const old = this.children.get(this.parents[node])
      old.splice(old.indexOf(node), 1)
      const index = random.below((this.children.get(parent)?.length ?? 0) + 1)
      this.put(node, parent, index)
      return [node, parent, index]
    }
  }

  plan (random, moves) {
    return Array.from({ length: moves }, () => this.move(random))
  }

  /** All nodes, each before what is below it, with how deep they are. */
  shape () {
    return shapeOf(node => this.children.get(node) ?? [])
  }
}

export function shapeOf (childrenOf) {
  const found = []
  const open = [[-1, 0]]
  while (open.length) {
    const [node, depth] = open.pop()
    found.push(node, depth)
    const children = childrenOf(node)
    for (let i = children.length - 1; i >= 0; i--) open.push([children[i], depth + 1])
  }
  return found
}

function trees (peer, model) {
  const { trees } = peer
  const changes = []
  const a = trees.open(1)
  trees.record(a, changes)
  const nodes = []
  for (let at = 0; at < model.parents.length; at += CHUNK) trees.create(a, nodes, model.parents.slice(at, at + CHUNK))
  const b = trees.open(2)
  for (const change of changes) trees.apply(b, change)
  changes.length = 0
  return { a, b, nodes, changes }
}

function moveAll (harness, peer, doc, nodes, plan) {
  plan.forEach(([node, parent, index], i) => {
    harness.tick(i, plan.length)
    peer.trees.move(doc, nodes[node], nodes[parent], index)
  })
}

const same = (one, other) => one.length === other.length && one.every((x, i) => x === other[i])

export function treeMoves (harness, peer) {
  const local = (row, sizeFor) => harness.row(row, () => {
    need(peer.trees, 'no tree')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      run: n => {
        const random = new Xorshift()
        const model = new TreeModel(random, sizeFor(n))
        const { a, b, nodes } = trees(peer, model)
        const plan = model.plan(random, n)
        const millis = harness.time(() => moveAll(harness, peer, a, nodes, plan))
        require(same(peer.trees.shape(a, nodes), model.shape()), 'the tree is not what the moves make')
        release(peer, a, b)
        return millis
      }
    })
  })
  local('tree-move', n => n)
  local('tree-move-large', n => 10 * n)
  harness.row('tree-remote', row => {
    need(peer.trees, 'no tree')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      run: n => {
        const random = new Xorshift()
        const model = new TreeModel(random, 10 * n)
        harness.start(10)
        const { a, b, nodes, changes } = trees(peer, model)
        moveAll(harness, peer, a, nodes, model.plan(random, n))
        const millis = harness.time(() => changes.forEach((change, i) => {
          harness.tick(i, n)
          peer.trees.apply(b, change)
        }))
        require(same(peer.trees.shape(b, nodes), model.shape()), 'the tree received is not what the moves make')
        release(peer, a, b)
        return millis
      }
    })
  })
  harness.row('tree-merge', row => {
    need(peer.trees, 'no tree')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      run: moves => {
        const n = Math.max(20, moves)
        const model = new TreeModel(new Xorshift(), n)
        harness.start(10)
        const { a, b, nodes } = trees(peer, model)
        const since = peer.mark(a)
        // Both begin with the same tree and move the same nodes, elsewhere.
        moveAll(harness, peer, a, nodes, new TreeModel(new Xorshift(), n).plan(new Xorshift(1), n))
        moveAll(harness, peer, b, nodes, model.plan(new Xorshift(2), n))
        const millis = harness.time(() => {
          const fromA = peer.since(a, since)
          peer.applySince(a, peer.since(b, since))
          peer.applySince(b, fromA)
        })
        const shape = peer.trees.shape(a, nodes)
        require(shape.length === 2 * (n + 1), 'nodes are missing, or there twice')
        require(same(shape, peer.trees.shape(b, nodes)), 'the two differ')
        release(peer, a, b)
        return millis
      }
    })
  })
}
