// Loro: a commit for every edit, local updates by subscription.
import { Cursor, LoroDoc, UndoManager } from 'loro-crdt'
import { versionOf } from './version.mjs'

const FRESH = 1_000_000_000
let fresh = FRESH

function open (replica) {
  const doc = new LoroDoc()
  doc.setPeerId(BigInt(replica ?? fresh++))
  return { doc, shown: doc.getText('text'), map: doc.getMap('map'), counter: doc.getCounter('counter') }
}

function change (text, position, deleted, inserted) {
  if (deleted) text.delete(position, deleted)
  if (inserted) text.insert(position, inserted)
}

function read (bytes) {
  const opened = open()
  opened.doc.import(bytes)
  return opened
}

const record = ({ doc }, sink) => { doc.subscribeLocalUpdates(update => { sink.push(update) }) }
const apply = ({ doc }, change) => { doc.import(change) }

const EXPANDING = { bold: { expand: 'after' } }
const styled = replica => {
  const opened = open(replica)
  opened.doc.configTextStyle(EXPANDING)
  return opened
}

/** The runs of a delta that have a format. */
function boldRanges (delta) {
  const ranges = []
  let at = 0
  for (const { insert, attributes } of delta) {
    if (attributes?.bold) ranges.push([at, at + insert.length])
    at += insert.length
  }
  return ranges
}

/** All nodes, by the numbers of their ids. */
function shape (tree, nodes) {
  const numbers = new Map(nodes.map((node, i) => [node, i]))
  const found = [-1, 0]
  const open = tree.toJSON().reverse().map(node => [node, 1])
  while (open.length) {
    const [node, depth] = open.pop()
    found.push(numbers.get(node.id), depth)
    for (let i = node.children.length - 1; i >= 0; i--) open.push([node.children[i], depth + 1])
  }
  return found
}

function commit (opened, edit) {
  edit(opened)
  opened.doc.commit()
}

export default {
  version: versionOf('loro-crdt'),
  unit: 'utf16',
  open,
  edit: ({ doc, shown }, position, deleted, inserted) => {
    change(shown, position, deleted, inserted)
    doc.commit()
  },
  editAll: ({ doc, shown }, patches) => {
    patches.forEach(patch => change(shown, ...patch))
    doc.commit()
  },
  record,
  apply,
  applyAll: ({ doc }, changes) => { doc.importBatch(changes) },
  mark: ({ doc }) => doc.version(),
  since: ({ doc }, mark) => doc.export({ mode: 'update', from: mark ?? undefined }),
  applySince: apply,
  text: ({ shown }) => shown.toString(),
  saved: 'snapshot',
  forms: {
    history: { what: 'updates: whole history', write: ({ doc }) => doc.export({ mode: 'update' }) },
    snapshot: { what: 'snapshot: whole history and state', write: ({ doc }) => doc.export({ mode: 'snapshot' }), read },
    state: {
      what: 'shallow snapshot: state, history cut off',
      write: ({ doc }) => doc.export({ mode: 'shallow-snapshot', frontiers: doc.frontiers() }),
      read
    }
  },
  beginUndo: opened => { opened.undoing = new UndoManager(opened.doc, { mergeInterval: 0 }) },
  undo: opened => opened.undoing.undo(),
  anchor: ({ shown }, position) => shown.getCursor(position),
  position: ({ doc }, anchor) => doc.getCursorPos(anchor).offset,
  free: ({ doc }) => doc.free(),
  values: {
    open,
    record,
    apply,
    put: (opened, key, value) => commit(opened, ({ map }) => map.set(key, value)),
    size: ({ map }) => map.size,
    increment: (opened, by) => commit(opened, ({ counter }) => counter.increment(by)),
    total: ({ counter }) => counter.value,
    add: (opened, key) => commit(opened, ({ map }) => map.set(key, true)),
    discard: (opened, key) => commit(opened, ({ map }) => map.delete(key)),
    setSize: ({ map }) => map.size
  },
  lists: {
    open: replica => {
      const opened = open(replica)
      opened.list = opened.doc.getMovableList('list')
      return opened
    },
    record,
    apply,
    add: (opened, items) => commit(opened, ({ list }) => items.forEach(item => list.push(item))),
    move: (opened, from, to) => commit(opened, ({ list }) => list.move(from, to)),
    items: ({ list }) => list.toArray()
  },
  trees: {
    open: replica => {
      const opened = open(replica)
      opened.tree = opened.doc.getTree('tree')
      return opened
    },
    record,
    apply,
    create: (opened, nodes, parents) => commit(opened, ({ tree }) => {
      for (const parent of parents) nodes.push(tree.createNode(nodes[parent]).id)
    }),
    move: (opened, node, parent, index) => commit(opened, ({ tree }) => tree.move(node, parent, index)),
    shape: ({ tree }, nodes) => shape(tree, nodes)
  },
  marks: {
    open: styled,
    mark: (opened, from, to) => commit(opened, ({ shown }) => shown.mark({ start: from, end: to }, 'bold', true)),
    unmark: (opened, from, to) => commit(opened, ({ shown }) => shown.unmark({ start: from, end: to }, 'bold')),
    bold: ({ shown }) => boldRanges(shown.toDelta())
  },
  notes: {
    note: 'two cursors in a map',
    open: replica => {
      const opened = open(replica)
      opened.notes = opened.doc.getMap('notes')
      return opened
    },
    add: (opened, key, from, to) => commit(opened, ({ shown, notes }) =>
      notes.set('note' + key, { body: 'note' + key, from: shown.getCursor(from).encode(), to: shown.getCursor(to).encode() })),
    all: ({ doc, notes }, count) => Array.from({ length: count }, (_, key) => {
      const { from, to } = notes.get('note' + key)
      return [doc.getCursorPos(Cursor.decode(from)).offset, doc.getCursorPos(Cursor.decode(to)).offset]
    })
  },
  steps: {
    open,
    begin: (opened, most) => { opened.undoing = new UndoManager(opened.doc, { mergeInterval: 0, maxUndoSteps: 2 * most }) },
    undo: opened => opened.undoing.undo(),
    redo: opened => opened.undoing.redo()
  }
}
