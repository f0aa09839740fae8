/**
 * The convergence lab: naive twins of the data types, random histories, laws.
 *
 * <p>Everything random here comes from a seed, and the same seed gives the same run on every
 * machine.
 */
@NullMarked
package dev.rejoin.lab;

import org.jspecify.annotations.NullMarked;
