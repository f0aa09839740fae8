/**
 * A program that drives the whole core and prints what came out, to be run on the JVM and compiled
 * to JavaScript: both must print the same.
 */
@NullMarked
package dev.rejoin.guard;

import org.jspecify.annotations.NullMarked;
