package dev.rejoin.benchmarks;

/**
 * An encoded change and who made it; a library whose changes name their author ignores the number.
 *
 * <p>Treat the bytes as read-only.
 */
record Made(int replica, byte[] bytes) {}
