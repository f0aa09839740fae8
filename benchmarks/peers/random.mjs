// Marsaglia's xorshift with 32 bits: the same numbers as class Xorshift in Java, pinned by xorshift.txt.
import fs from 'node:fs'

export class Xorshift {
  constructor (seed = 2463534242) {
    this.state = seed | 0
  }

  /** The next number, 0 to 2^32 - 1. */
  next () {
    let s = this.state
    s ^= s << 13
    s ^= s >>> 17
    s ^= s << 5
    this.state = s
    return s >>> 0
  }

  /** A number from 0 to bound - 1. */
  below (bound) {
    return this.next() % bound
  }

  letter () {
    return String.fromCharCode(97 + this.below(26))
  }

  /** Words of letters and blanks. */
  words (length) {
    let text = ''
    for (let i = 0; i < length; i++) text += this.below(6) === 0 ? ' ' : this.letter()
    return text
  }
}

/** Ends the process if this generator does not give the pinned numbers. */
export function checkGenerator () {
  const random = new Xorshift()
  const pinned = fs.readFileSync(new URL('./xorshift.txt', import.meta.url), 'utf8')
  for (const line of pinned.trim().split('\n')) {
    const number = random.next()
    if (number !== Number(line)) throw new Error(`the generator gives ${number} where xorshift.txt has ${line}`)
  }
}
