package dev.rejoin.replica.sync;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.trust.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * How far a session has got with one space. Immutable.
 *
 * @param sentN our arrival number up to which everything was sent or is known to be there
 * @param ackedN our arrival number up to which the peer has fsynced everything
 * @param caughtUp whether the peer has sent all it had when it last said so
 * @param expected how many changes the peer announced at opening, for a progress bar
 * @param received how many have come since
 * @param same whether both sides held the same when the peer last said what it holds
 * @param blockedLines lines that the peer refuses
 * @param denied why the peer will not open the space, or null
 */
public record SpaceProgress(
    SpaceId space,
    long sentN,
    long ackedN,
    boolean caughtUp,
    long expected,
    long received,
    boolean same,
    int blockedLines,
    @Nullable ErrorCode denied) {}
