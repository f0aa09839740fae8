package dev.rejoin.replica.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Implementation notes.
 *
 * Left to itself RocksDB unpacks its library of 17 MB into a new temporary file at every start, and
 * deletes it at an orderly end: every killed process leaves one, and every start pays for the copy. So it
 * is unpacked once, into a folder that only this user can write to, and loaded from there. Whatever
 * is odd about that folder, the library's own way remains.
 */
/**
 * RocksDB's native code, unpacked once and kept.
 *
 * <p>System property {@code rejoin.native.dir} names the folder; else it is one of this user's in
 * the temporary directory. Safe for any thread and any number of processes.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.store");

  private static boolean loaded;

  private NativeLibrary() {}

  /** Loads the library, the first time that it is asked. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    Path folder = unpacked();
    if (folder != null) {
      try {
        RocksDB.loadLibrary(List.of(folder.toString()));
        loaded = true;
        return;
      } catch (UnsatisfiedLinkError e) {
        LOG.warn("the library in {} cannot be loaded; unpacking it anew: {}", folder, e.toString());
      }
    }
    RocksDB.loadLibrary();
    loaded = true;
  }

  /** The folder with the library, unpacked now if need be; null if there is none to be trusted. */
  private static @Nullable Path unpacked() {
    String name = Environment.getJniLibraryFileName("rocksdb");
    URL resource = RocksDB.class.getClassLoader().getResource(name);
    if (resource == null) {
      return null;
    }
    try {
      Path folder = folder();
      // RocksDB looks for another name in a folder than it has in its jar.
      Path file = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
      long size = resource.openConnection().getContentLengthLong();
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != size) {
        unpack(resource, file);
      }
      return folder;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("the library of the store cannot be kept unpacked: {}", e.toString());
      return null;
    }
  }

  private static Path folder() throws IOException {
    String chosen = System.getProperty("rejoin.native.dir");
    Path folder =
        chosen != null
            ? Path.of(chosen)
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "rejoin-native-" + System.getProperty("user.name"));
    Files.createDirectories(folder.getParent());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    // In a folder that others share, somebody else may have been first with the name.
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    boolean own =
        Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
            .getName()
            .equals(System.getProperty("user.name"));
    if (!own || !permissions.endsWith("------")) {
      throw new IOException(folder + " is not this user's alone (" + permissions + ")");
    }
    return folder;
  }

  private static void unpack(URL resource, Path file) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "unpacking", ".part");
    try (InputStream in = resource.openStream()) {
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
