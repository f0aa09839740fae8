package dev.rejoin.lab.tidy.bad.crdt;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** Samples that the purity rules must catch, one sin each. */
final class Impure {
  private Impure() {}

  static final class Nanos {
    long read() {
      return System.nanoTime();
    }
  }

  static final class Now {
    Instant read() {
      return Instant.now();
    }
  }

  static final class Dice {
    double roll() {
      return Math.random();
    }
  }

  static final class Name {
    UUID pick() {
      return UUID.randomUUID();
    }
  }

  static final class Generator {
    int next(RandomGenerator random) {
      return random.nextInt();
    }
  }

  static final class Locked {
    final Object lock = new ReentrantLock();
  }

  static final class Threaded {
    Thread start(Runnable task) {
      return new Thread(task);
    }
  }

  static final class Streamed {
    int write() {
      return new ByteArrayOutputStream().size();
    }
  }

  static final class Filed {
    String name(Path path) {
      return path.toString();
    }
  }

  static final class Reflected {
    int fields(Object o) {
      return o.getClass().getDeclaredFields().length;
    }
  }

  static final class Logged {
    void tell(Logger logger) {
      logger.info("told");
    }
  }

  static final class Surroundings {
    String home() {
      return System.getenv("HOME");
    }
  }

  static final class HashedMap {
    Map<String, String> make() {
      return new HashMap<>();
    }
  }

  static final class HashedSet {
    Set<String> make() {
      return new HashSet<>(List.of("a"));
    }
  }

  static final class ByIdentity {
    Map<String, String> make() {
      return new IdentityHashMap<>();
    }
  }

  static final class Salted {
    Set<String> make() {
      return Set.of("a", "b");
    }
  }
}
