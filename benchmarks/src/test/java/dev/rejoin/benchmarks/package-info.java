/** Tests of what the measurements compute; nothing here is timed. */
@NullMarked
package dev.rejoin.benchmarks;

import org.jspecify.annotations.NullMarked;
