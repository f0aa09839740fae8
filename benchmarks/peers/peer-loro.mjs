// Loro: a commit for every edit, local updates by subscription.
import { LoroDoc, UndoManager } from 'loro-crdt'
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
  }
}
