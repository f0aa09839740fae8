package dev.rejoin.replica.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is believed of peers. */
final class TargetsTest {
  @TempDir Path dir;

  @Test
  void what_another_says_of_a_relay_does_not_count() {
    try (Store store = Store.open(dir)) {
      Targets targets = store.journal(SpaceId.of(new byte[32])).targets();
      DeviceId relay = DeviceKey.generate().id();
      DeviceId device = DeviceKey.generate().id();
      targets.acked(relay, true, 5, 1);
      targets.delivered(relay, 9, 2);
      targets.delivered(device, 9, 2);
      assertEquals(new Target(true, 5, 1, null), targets.get(relay));
      assertEquals(new Target(false, 9, 2, null), targets.get(device));
    }
  }
}
