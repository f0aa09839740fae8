/** Properties of the format: whatever is written comes back, whatever comes is survived. */
@NullMarked
package dev.rejoin.lab.codec;

import org.jspecify.annotations.NullMarked;
