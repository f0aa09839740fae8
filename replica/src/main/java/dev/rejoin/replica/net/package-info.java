/** Netty links: sync sessions over TCP, for direct peers and relays alike. */
@NullMarked
package dev.rejoin.replica.net;

import org.jspecify.annotations.NullMarked;
