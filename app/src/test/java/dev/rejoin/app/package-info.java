/** Tests of the {@code rejoin} command: most run it in this process, some start real ones. */
@NullMarked
package dev.rejoin.app;

import org.jspecify.annotations.NullMarked;
