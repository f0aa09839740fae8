package dev.rejoin.replica.store;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process out of a directory, and tells it who is inside.
 *
 * <p>The operating system drops the lock when the process ends, however it ends; the text in the
 * file is only for the message.
 */
final class StoreLock implements AutoCloseable {
  /** The lock covers a byte far behind the text, so that others can read who holds it. */
  private static final long LOCKED_BYTE = 1L << 32;

  private final FileChannel channel;
  private final FileLock lock;

  private StoreLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws RejoinException REPLICA_LOCKED if another process, or this one, holds it
   */
  static StoreLock take(Path directory) {
    Path file = directory.resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new RejoinException(
            ErrorCode.REPLICA_LOCKED,
            directory + " is in use by " + Files.readString(file, StandardCharsets.UTF_8).strip());
      }
      String holder =
          "pid " + ProcessHandle.current().pid() + " since " + java.time.Instant.now() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      return new StoreLock(channel, lock);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED, "cannot lock " + directory + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // this very process holds it
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
