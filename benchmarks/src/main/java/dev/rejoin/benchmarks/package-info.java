/** JMH measurements of single parts; whole runs are measured by {@code rejoin bench}. */
@NullMarked
package dev.rejoin.benchmarks;

import org.jspecify.annotations.NullMarked;
