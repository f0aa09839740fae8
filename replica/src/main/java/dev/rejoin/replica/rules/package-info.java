/** Rules that pick the value shown among candidates, and the sentences that tell of it. */
@NullMarked
package dev.rejoin.replica.rules;

import org.jspecify.annotations.NullMarked;
