// Shapes that hurt: the same as class Shapes in Java, number for number.
import { NoSuchThing, require } from './harness.mjs'
import { Xorshift } from './random.mjs'

const PREPENDERS = 1000
const PREPENDED = 20
const BASE_PIECE = 100

export const sizeOf = (harness, n) => Math.max(20, Math.floor(n * harness.options.scale))

export function need (condition, what) {
  if (!condition) throw new NoSuchThing(what)
}

/** A person's keystrokes: mostly letters, one in ten takes back, one in fifty goes elsewhere. */
export function strokes (random, count, length) {
  const patches = []
  let cursor = random.below(length + 1)
  for (let i = 0; i < count; i++) {
    if (random.below(50) === 0) cursor = random.below(length + 1)
    if (random.below(10) === 0 && cursor > 0) {
      cursor--
      length--
      patches.push([cursor, 1, ''])
    } else {
      patches.push([cursor, 0, random.letter()])
      cursor++
      length++
    }
  }
  return patches
}

/** A text that was not typed from left to right: pieces at random places. */
export function base (peer, doc, random, length) {
  for (let at = 0; at < length; at += BASE_PIECE) {
    const piece = random.words(Math.min(BASE_PIECE, length - at))
    peer.edit(doc, random.below(at + 1), 0, piece)
  }
  return doc
}

/** Two replicas that share a text. */
function pair (peer, fill) {
  const changes = []
  const a = peer.open(1)
  const b = peer.open(2)
  peer.record(a, changes)
  fill(a)
  peer.applyAll(b, changes)
  changes.length = 0
  const ofB = []
  peer.record(b, ofB)
  return { a, b, ofA: changes, ofB }
}

export function release (peer, ...docs) {
  if (peer.free) docs.forEach(doc => peer.free(doc))
}

export function pingPong (harness, peer) {
  harness.row('ping-pong', row => {
    need(peer.record, 'no changes to exchange')
    harness.once(row, {
      n: sizeOf(harness, 100000),
      run: n => {
        const random = new Xorshift()
        const { a, b, ofA, ofB } = pair(peer, doc => peer.edit(doc, 0, 0, '|'))
        const millis = harness.time(() => {
          for (let i = 0; i < n; i++) {
            harness.tick(i, n)
            const [writer, reader, made] = i % 2 ? [b, a, ofB] : [a, b, ofA]
            peer.edit(writer, i + 1, 0, random.letter())
            for (const change of made) peer.apply(reader, change)
            made.length = 0
          }
        })
        require(peer.text(a) === peer.text(b), 'the two differ')
        release(peer, a, b)
        return millis
      }
    })
  })
}

export function oneSided (harness, peer) {
  harness.row('one-sided', row => {
    need(peer.record, 'no changes to exchange')
    harness.once(row, {
      n: sizeOf(harness, 100000),
      run: n => {
        const random = new Xorshift()
        const { a, b, ofA, ofB } = pair(peer, doc => peer.edit(doc, 0, 0, '|'))
        const millis = harness.time(() => {
          for (let i = 0; i < n; i++) {
            harness.tick(i, n)
            peer.edit(b, i + 1, 0, random.letter())
            for (const change of ofB) peer.apply(a, change)
            ofB.length = 0
            peer.edit(a, i, 0, random.letter())
          }
        })
        const shown = peer.text(a)
        require(shown.length === 2 * n + 1 && shown.endsWith(peer.text(b)), 'the text is not what was typed')
        require(ofA.length === n, 'changes are missing')
        release(peer, a, b)
        return millis
      }
    })
  })
}

export function offline (harness, peer) {
  harness.row('offline', row => {
    need(peer.record, 'no changes to exchange')
    harness.once(row, {
      n: sizeOf(harness, 100000),
      run: n => {
        const random = new Xorshift()
        const { a, b, ofA, ofB } = pair(peer, doc => base(peer, doc, random, 10000))
        harness.start(10) // typing is not what is measured
        const since = peer.since && peer.mark(a)
        type(harness, peer, a, strokes(random, n, 10000))
        type(harness, peer, b, strokes(random, n, 10000))
        const millis = harness.time(() => {
          if (peer.since) {
            const fromA = peer.since(a, since)
            peer.applySince(a, peer.since(b, since))
            peer.applySince(b, fromA)
          } else {
            peer.applyAll(a, ofB)
            peer.applyAll(b, ofA)
          }
          peer.text(a)
          peer.text(b)
        })
        require(peer.text(a) === peer.text(b), 'the two differ')
        release(peer, a, b)
        return millis
      }
    })
  })
}

function type (harness, peer, doc, patches) {
  patches.forEach(([position, deleted, inserted], i) => {
    harness.tick(i, patches.length)
    peer.edit(doc, position, deleted, inserted)
  })
}

export function prepend (harness, peer) {
  harness.row('prepend', row => {
    need(peer.record, 'no changes to exchange')
    harness.once(row, {
      n: sizeOf(harness, PREPENDERS),
      run: n => {
        const random = new Xorshift()
        const changes = []
        harness.start(10)
        for (let i = 0; i < n; i++) {
          harness.tick(0, n)
          const doc = peer.open(i + 1)
          peer.record(doc, changes)
          for (let j = 0; j < PREPENDED; j++) peer.edit(doc, 0, 0, random.letter())
          release(peer, doc)
        }
        const reader = peer.open(n + 1)
        const millis = harness.time(() => {
          peer.applyAll(reader, changes)
          peer.text(reader)
        })
        require(peer.text(reader).length === n * PREPENDED, 'letters are missing')
        release(peer, reader)
        return millis
      }
    })
  })
}

export function randomInserts (harness, peer) {
  harness.row('random', row => harness.once(row, {
    n: sizeOf(harness, 100000),
    run: n => {
      const random = new Xorshift()
      const doc = peer.open(1)
      const length = 10 * n
      harness.start(10)
      for (let at = 0; at < length; at += 10000) {
        harness.tick(0, length)
        peer.edit(doc, at, 0, random.words(Math.min(10000, length - at)))
      }
      const millis = harness.time(() => {
        for (let i = 0; i < n; i++) {
          harness.tick(i, n)
          peer.edit(doc, random.below(length + i + 1), 0, random.letter())
        }
      })
      require(peer.text(doc).length === length + n, 'letters are missing')
      release(peer, doc)
      return millis
    }
  }))
}

export function undo (harness, peer) {
  harness.row('undo', row => {
    need(peer.undo, 'no undo')
    harness.once(row, {
      n: sizeOf(harness, 100000),
      run: n => {
        const doc = base(peer, peer.openWithUndo?.() ?? peer.open(1), new Xorshift(), n)
        const text = peer.text(doc)
        peer.beginUndo?.(doc)
        const millis = harness.time(() => {
          peer.edit(doc, 0, text.length, '')
          peer.undo(doc)
          peer.text(doc)
        })
        require(peer.text(doc) === text, 'the text undone is not the text before')
        release(peer, doc)
        return millis
      }
    })
  })
}

export function anchors (harness, peer) {
  const resolving = { n: 0, millis: 0 }
  harness.row('anchors', row => {
    need(peer.anchor, 'no anchors')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      run: n => {
        const random = new Xorshift()
        const length = 10 * n
        const doc = base(peer, peer.open(1), random, length)
        const places = Array.from({ length: n }, () => random.below(length)).sort((x, y) => x - y)
        const edits = strokes(random, n, length)
        let set
        const setting = harness.time(() => {
          set = places.map((place, i) => {
            harness.tick(i, n)
            return peer.anchor(doc, place)
          })
          type(harness, peer, doc, edits)
        })
        const found = new Array(n)
        resolving.n = n
        resolving.millis = harness.time(() => {
          for (let i = 0; i < n; i++) {
            harness.tick(i, n)
            found[i] = peer.position(doc, set[i])
          }
        })
        for (let i = 1; i < n; i++) require(found[i - 1] <= found[i], 'anchors have changed their order')
        require(found[n - 1] <= peer.text(doc).length, 'an anchor lies behind the text')
        release(peer, doc)
        return setting + resolving.millis
      }
    })
    if (harness.wants('anchors-resolve')) harness.told('anchors-resolve', [resolving.millis], { n: resolving.n })
  })
}
