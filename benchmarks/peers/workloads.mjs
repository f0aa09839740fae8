// What every library is asked to do; class Workloads does the same in Java.
import fs from 'node:fs'
import zlib from 'node:zlib'
import { NoSuchThing, memory, require, wasmBytes } from './harness.mjs'
import { anchors, offline, oneSided, pingPong, prepend, randomInserts, undo } from './shapes.mjs'
import { annotations, marks, undoSteps } from './notes.mjs'
import { listMoves, treeMoves } from './types.mjs'
import { counters, maps, sets } from './values.mjs'

/** Positions of a trace come in UTF-16 units and in code points; the driver says which it takes. */
export function loadTrace (options) {
  const trace = JSON.parse(fs.readFileSync(options.trace, 'utf8'))
  trace.patches = trace.txns.flatMap(txn => txn.patches)
  return trace
}

function patchesFor (peer, trace) {
  return peer.unit === 'codePoint' && trace.codePointPatches ? trace.codePointPatches : trace.patches
}

function editEach (harness, peer, doc, patches) {
  for (let i = 0; i < patches.length; i++) {
    harness.tick(i, patches.length)
    const patch = patches[i]
    peer.edit(doc, patch[0], patch[1], patch[2])
  }
  return doc
}

function editEachKept (harness, peer, doc, patches) {
  const changes = []
  peer.record(doc, changes)
  editEach(harness, peer, doc, patches)
  return { doc, changes }
}

function applyEach (harness, peer, doc, changes) {
  for (let i = 0; i < changes.length; i++) {
    harness.tick(i, changes.length)
    peer.apply(doc, changes[i])
  }
  return doc
}

function checked (peer, text) {
  return doc => {
    require(peer.text(doc) === text, 'the text is not what the trace says')
    peer.free?.(doc)
  }
}

const bytesOf = changes => changes.reduce((sum, change) => sum + (change.byteLength ?? Buffer.byteLength(change)), 0)

function sequential (harness, peer, trace) {
  const patches = patchesFor(peer, trace)
  const n = patches.length
  const check = checked(peer, trace.endContent)
  harness.row('local', row => harness.measure(row, {
    n, prepare: () => peer.open(1), timed: doc => editEach(harness, peer, doc, patches), check
  }))
  if (peer.record) {
    harness.row('local-kept', row => harness.measure(row, {
      n, prepare: () => peer.open(1), timed: doc => editEachKept(harness, peer, doc, patches), check: made => check(made.doc)
    }))
    if (harness.wants('remote-each') || harness.wants('size-changes')) remoteEach(harness, peer, patches, check)
  }
  const afterwards = ['remote-batch', 'save', 'load', 'load-edit', 'size-history', 'size-snapshot', 'size-state', 'saved']
  if (!afterwards.some(row => harness.wants(row))) return
  harness.deadline = Infinity
  const doc = editEach(harness, peer, peer.open(1), patches)
  if (peer.since) batch(harness, peer, doc, n, check)
  saves(harness, peer, doc, trace.endContent)
  sizes(harness, peer, doc, patches)
}

function remoteEach (harness, peer, patches, check) {
  harness.row('remote-each', row => {
    harness.start(3) // making the changes is not what is measured
    const made = editEachKept(harness, peer, peer.open(1), patches)
    peer.free?.(made.doc)
    harness.tell({ row: 'size-changes', bytes: bytesOf(made.changes), n: made.changes.length })
    harness.measure(row, {
      n: made.changes.length,
      prepare: () => peer.open(2),
      timed: doc => applyEach(harness, peer, doc, made.changes),
      check
    })
  })
}

function batch (harness, peer, doc, n, check) {
  harness.row('remote-batch', row => {
    const bytes = peer.since(doc, null)
    harness.measure(row, {
      n,
      prepare: () => peer.open(2),
      timed: fresh => {
        peer.applySince(fresh, bytes)
        peer.text(fresh)
        return fresh
      },
      check
    })
  })
}

function saves (harness, peer, doc, text) {
  const { write, read } = peer.forms[peer.saved]
  let bytes
  harness.row('save', row => harness.measure(row, { timed: () => { bytes = write(doc) } }))
  bytes ??= write(doc)
  if (harness.options.saved) fs.writeFileSync(harness.options.saved, bytes)
  harness.row('load', row => harness.measure(row, {
    timed: () => {
      const loaded = read(bytes)
      return { loaded, shown: peer.text(loaded) }
    },
    check: ({ loaded, shown }) => {
      require(shown === text, 'the text loaded is not what was saved')
      peer.free?.(loaded)
    }
  }))
  const middle = text.length >> 1
  harness.row('load-edit', row => harness.measure(row, {
    timed: () => {
      const loaded = read(bytes)
      peer.edit(loaded, middle, 0, 'x')
      return loaded
    },
    check: loaded => {
      require(peer.text(loaded).length === text.length + 1, 'the insert after loading is missing')
      peer.free?.(loaded)
    }
  }))
}

function sizes (harness, peer, doc, patches) {
  for (const form of ['history', 'snapshot', 'state']) {
    harness.row('size-' + form, row => {
      const how = peer.forms[form]
      if (!how) throw new NoSuchThing('no such form')
      const source = how.open ? editEach(harness, peer, how.open(), patches) : doc
      const bytes = (how.smallest ?? how.write)(source)
      harness.tell({ row, bytes: bytes.byteLength, deflated: zlib.deflateRawSync(bytes, { level: 6 }).byteLength, what: how.what })
    })
  }
}

/** Each person's replica takes in what its person had seen, edits, and hands on what it made. */
function retype (harness, peer, trace) {
  const made = []
  const people = new Map()
  let last
  trace.txns.forEach((txn, i) => {
    let person = people.get(txn.agent)
    if (!person) {
      person = { doc: peer.open(txn.agent + 1), seen: new Uint8Array(trace.txns.length), changes: [] }
      peer.record(person.doc, person.changes)
      people.set(txn.agent, person)
    }
    takeIn(peer, trace, person, txn.parents, made)
    person.changes.length = 0
    if (txn.patches.length) peer.editAll(person.doc, txn.patches)
    made[i] = person.changes.slice()
    person.seen[i] = 1
    last = person
  })
  takeIn(peer, trace, last, trace.txns.map((_, i) => i), made)
  return { doc: last.doc, changes: made.flat() }
}

function takeIn (peer, trace, person, parents, made) {
  const needed = []
  const open = [...parents]
  while (open.length) {
    const txn = open.pop()
    if (person.seen[txn]) continue
    person.seen[txn] = 1
    needed.push(txn)
    for (const parent of trace.txns[txn].parents) open.push(parent)
  }
  needed.sort((a, b) => a - b)
  const changes = needed.flatMap(txn => made[txn])
  if (changes.length) peer.applyAll(person.doc, changes)
}

function concurrent (harness, peer, trace) {
  if (!peer.record) throw new Error('this library has no changes to exchange')
  const { doc, changes } = retype(harness, peer, trace)
  const shown = peer.text(doc)
  const more = shown === trace.endContent ? {} : { note: 'all replicas agree, but on another text than the recording' }
  const check = checked(peer, shown)
  harness.row('merge-stream', row => harness.measure(row, {
    n: changes.length, more, prepare: () => peer.open(99), timed: fresh => applyEach(harness, peer, fresh, changes), check
  }))
  const bytes = peer.since?.(doc, null)
  harness.row('merge-batch', row => harness.measure(row, {
    n: changes.length,
    more,
    prepare: () => peer.open(99),
    timed: fresh => {
      if (bytes) peer.applySince(fresh, bytes)
      else peer.applyAll(fresh, changes)
      peer.text(fresh)
      return fresh
    },
    check
  }))
}

/** The first keystrokes of a fresh process, loading the library included. */
function cold (harness, peer, trace) {
  const patches = patchesFor(peer, trace).slice(0, 1000)
  harness.row('cold', row => {
    const millis = harness.time(() => editEachKept(harness, peer, peer.open(1), patches)) + harness.imported
    harness.told(row, [millis], { n: patches.length })
  })
}

/** The bytes count as well if the document goes on using them, and only then. */
const loadedFrom = (file, read) => read(new Uint8Array(fs.readFileSync(file)))

/** What a loaded document takes, from the bytes that another process saved. */
function heap (harness, peer, trace) {
  harness.row('heap', row => {
    const text = trace.endContent
    const { write, read } = peer.forms[peer.saved]
    const small = peer.open(1) // what the library keeps once for all is not the document's
    peer.edit(small, 0, 0, 'x')
    peer.free?.(read(write(small)))
    const before = memory()
    const doc = loadedFrom(harness.options.saved, read)
    const length = peer.text(doc).length
    const after = memory()
    require(length === text.length && peer.text(doc) === text, 'the text loaded is not what was saved')
    const wasm = wasmBytes() > 0 ? { note: 'with memory of WebAssembly, which never shrinks: the peak while loading' } : {}
    harness.tell({ row, bytes: Math.max(0, after - before), ...wasm })
  })
}

export const workloads = {
  sequential,
  concurrent,
  cold,
  heap,
  'ping-pong': pingPong,
  'one-sided': oneSided,
  offline,
  prepend,
  random: randomInserts,
  undo,
  anchors,
  maps,
  counters,
  sets,
  lists: listMoves,
  trees: treeMoves,
  marks,
  annotations,
  'undo-steps': undoSteps
}
