/**
 * The {@code rejoin} command.
 *
 * <p>{@link dev.rejoin.app.Main} starts it; {@code Verbs} lists the subcommands. Only this module
 * prints: data to standard output, talk to standard error.
 */
@NullMarked
package dev.rejoin.app;

import org.jspecify.annotations.NullMarked;
