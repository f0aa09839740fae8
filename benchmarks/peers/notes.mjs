// Marks, annotations and steps of undo: the same as classes MarkShapes and StepShapes in Java, number for number.
import { base, need, release, sizeOf, strokes } from './shapes.mjs'
import { MANY_SMALL, require } from './harness.mjs'
import { Xorshift } from './random.mjs'

const MARKED_MAX = 50
const NOTED_MAX = 20

/** Marks and keystrokes in turn; two marks in three are bold, the third takes bold away. */
function markPlan (random, count, length) {
  const plan = []
  let cursor = random.below(length + 1)
  for (let i = 0; i < count; i++) {
    const from = random.below(length - 1)
    const to = from + 1 + random.below(Math.min(MARKED_MAX, length - from - 1))
    const bold = random.below(3) > 0
    if (random.below(10) === 0) cursor = to // typing goes on where a mark ends
    plan.push({ from, to, bold, at: cursor, letter: random.letter() })
    cursor++
    length++
  }
  return plan
}

/** Which units are bold in the end: a letter that is typed is as the one before it. */
function playMarks (plan, length) {
  const bold = new Array(length).fill(false)
  for (const step of plan) {
    bold.fill(step.bold, step.from, step.to)
    bold.splice(step.at, 0, step.at > 0 && bold[step.at - 1])
  }
  return bold
}

function markAll (harness, peer, doc, plan) {
  plan.forEach((step, i) => {
    harness.tick(i, plan.length)
    if (step.bold) peer.marks.mark(doc, step.from, step.to)
    else peer.marks.unmark(doc, step.from, step.to)
    peer.edit(doc, step.at, 0, step.letter)
  })
}

/** The ranges that are bold, against what should be. */
function checkMarks (ranges, bold) {
  const shown = new Array(bold.length).fill(false)
  for (const [from, to] of ranges) shown.fill(true, from, to)
  require(shown.length === bold.length && bold.every((is, i) => shown[i] === is), 'other units are bold than the marks make')
}

export function marks (harness, peer) {
  const prepared = n => {
    const random = new Xorshift()
    const length = 10 * n
    const changes = []
    const writer = peer.marks.open(1)
    peer.record(writer, changes)
    base(peer, writer, random, length)
    const reader = peer.marks.open(2)
    peer.applyAll(reader, changes)
    changes.length = 0
    return { writer, reader, changes, length, plan: markPlan(random, n, length) }
  }
  harness.row('marks', row => {
    need(peer.marks, 'no marks')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      more: { note: peer.marks.note },
      run: n => {
        const { writer, reader, plan, length } = prepared(n)
        let bold
        const millis = harness.time(() => {
          markAll(harness, peer, writer, plan)
          bold = peer.marks.bold(writer)
        })
        checkMarks(bold, playMarks(plan, length))
        release(peer, writer, reader)
        return millis
      }
    })
  })
  harness.row('marks-remote', row => {
    need(peer.marks, 'no marks')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      more: { note: peer.marks.note },
      run: n => {
        harness.start(10)
        const { writer, reader, changes, plan, length } = prepared(n)
        markAll(harness, peer, writer, plan)
        let bold
        const millis = harness.time(() => {
          changes.forEach((change, i) => {
            harness.tick(i, changes.length)
            peer.apply(reader, change)
          })
          bold = peer.marks.bold(reader)
        })
        checkMarks(bold, playMarks(plan, length))
        release(peer, writer, reader)
        return millis
      }
    })
  })
}

/** The text as identities of its units, so that one can tell where each of them is now. */
function playNotes (notes, edits, length) {
  const units = Array.from({ length }, (_, i) => i)
  const ranges = []
  let next = length
  edits.forEach(([position, deleted, inserted], i) => {
    ranges.push([units[notes[i][0]], units[notes[i][1] - 1]])
    units.splice(position, deleted)
    for (let k = 0; k < inserted.length; k++) units.splice(position + k, 0, next++)
  })
  const places = new Map(units.map((unit, i) => [unit, i]))
  return ranges.map(([first, last]) => [places.get(first), places.get(last)])
}

export function annotations (harness, peer) {
  const resolving = { n: 0, millis: 0 }
  const note = peer.notes?.note
  harness.row('annotations', row => {
    need(peer.notes, peer.notesMissing ?? 'no annotations, and no anchors or nowhere to keep them')
    harness.once(row, {
      n: sizeOf(harness, 10000),
      small: MANY_SMALL,
      more: { note },
      run: n => {
        const random = new Xorshift()
        const length = Math.max(100, 10 * n)
        const doc = base(peer, peer.notes.open(1), random, length)
        const edits = strokes(random, n, length)
        const notes = []
        let now = length
        for (const [, deleted, inserted] of edits) {
          const from = random.below(now - NOTED_MAX - 1)
          notes.push([from, from + 1 + random.below(NOTED_MAX)])
          now += inserted.length - deleted
        }
        const setting = harness.time(() => edits.forEach((edit, i) => {
          harness.tick(i, n)
          peer.notes.add(doc, i, ...notes[i])
          peer.edit(doc, ...edit)
        }))
        let found
        resolving.n = n
        resolving.millis = harness.time(() => { found = peer.notes.all(doc, n) })
        const expected = playNotes(notes, edits, length)
        require(found.length === n, 'annotations are missing')
        expected.forEach(([first, last], i) => {
          const [from, to] = found[i]
          if (first !== undefined) require(from === first, `annotation ${i} begins at ${from}, not at ${first}`)
          // What is typed right behind the last unit belongs to it in some libraries, and not in others.
          if (last !== undefined) require(to > last, `annotation ${i} ends at ${to}, before ${last}`)
        })
        release(peer, doc)
        return setting + resolving.millis
      }
    })
    if (harness.wants('annotations-find')) harness.told('annotations-find', [resolving.millis], { n: resolving.n, note })
  })
}

const WORD = 5

/** Many steps of one user, with another one at work in the other half of the text; all back, and forth again. */
export function undoSteps (harness, peer) {
  const redoing = { n: 0, millis: 0 }
  const note = peer.steps?.note
  harness.row('undo-steps', row => {
    need(peer.steps, 'no undo')
    harness.once(row, {
      n: sizeOf(harness, 1000),
      small: MANY_SMALL,
      more: { note },
      run: n => {
        const random = new Xorshift()
        const half = 50 * n
        const ofA = []
        const a = peer.steps.open(1)
        peer.record(a, ofA)
        base(peer, a, random, 2 * half)
        peer.edit(a, half, 0, '|')
        const b = peer.open(2)
        peer.applyAll(b, ofA)
        const ofB = []
        peer.record(b, ofB)
        peer.steps.begin(a, n)
        let left = half
        for (let i = 0; i < n; i++) {
          if (i % 3 === 2) {
            peer.edit(a, random.below(left - WORD), WORD, '')
            left -= WORD
          } else {
            peer.edit(a, random.below(left), 0, random.words(WORD))
            left += WORD
          }
        }
        const others = () => {
          for (let i = 0; i < n; i++) peer.edit(b, half + 1 + random.below(half), 0, random.letter())
          for (const change of ofB) peer.apply(a, change)
          ofB.length = 0
        }
        const times = step => harness.time(() => {
          for (let i = 0; i < n; i++) {
            harness.tick(i, n)
            step(a)
          }
        })
        others()
        const before = peer.text(a).split('|')[0]
        const undoing = times(peer.steps.undo)
        require(peer.text(a) === peer.text(b), 'the text undone is not what the other one has')
        others()
        redoing.n = n
        redoing.millis = times(peer.steps.redo)
        require(peer.text(a) === before + '|' + peer.text(b).split('|')[1], 'the text redone is not the text before')
        release(peer, a, b)
        return undoing
      }
    })
    if (harness.wants('redo-steps')) harness.told('redo-steps', [redoing.millis], { n: redoing.n, note })
  })
}
