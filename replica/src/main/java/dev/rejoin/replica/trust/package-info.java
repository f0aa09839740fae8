/**
 * Who made what: device keys, replica ids, space ids, chain hashes and signatures.
 *
 * <p>Everything that is hashed or signed is prefixed by a domain string, so bytes of one meaning
 * can never pass for another.
 */
@NullMarked
package dev.rejoin.replica.trust;

import org.jspecify.annotations.NullMarked;
