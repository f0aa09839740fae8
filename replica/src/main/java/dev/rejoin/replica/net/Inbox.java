package dev.rejoin.replica.net;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that have come and are not handled yet; bounded by not reading on. Safe for any thread.
 */
final class Inbox {
  private final Wire wire;

  /** Guarded by this. */
  private final Deque<FrameDecoder.Sized> frames = new ArrayDeque<>();

  private long bytes;
  private boolean full;

  Inbox(Wire wire) {
    this.wire = wire;
  }

  synchronized void add(FrameDecoder.Sized frame) {
    frames.add(frame);
    bytes += frame.bytes();
    if (!full
        && (frames.size() > NetLimits.MAX_QUEUED_FRAMES || bytes > NetLimits.MAX_QUEUED_BYTES)) {
      full = true;
      wire.reading(false);
    }
  }

  synchronized FrameDecoder.@Nullable Sized poll() {
    FrameDecoder.Sized frame = frames.poll();
    if (frame == null) {
      return null;
    }
    bytes -= frame.bytes();
    if (full
        && frames.size() <= NetLimits.MAX_QUEUED_FRAMES / 2
        && bytes <= NetLimits.MAX_QUEUED_BYTES / 2) {
      full = false;
      wire.reading(true);
    }
    return frame;
  }

  synchronized boolean isEmpty() {
    return frames.isEmpty();
  }

  synchronized void clear() {
    frames.clear();
    bytes = 0;
  }
}
