package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
  private final Doorkeeper door = new Doorkeeper();

  private static InetAddress address(int number) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
  }

  @Test
  void boundsEachAddress() throws UnknownHostException {
    for (int i = 0; i < NetLimits.MAX_UNPROVEN_PER_ADDRESS; i++) {
      assertTrue(door.enter(address(1)));
    }
    assertFalse(door.enter(address(1)));
    assertTrue(door.enter(address(2)));
    door.leave(address(1));
    assertTrue(door.enter(address(1)));
  }

  @Test
  void boundsAllTogether() throws UnknownHostException {
    int entered = 0;
    for (int i = 0; i < 2 * NetLimits.MAX_UNPROVEN; i++) {
      entered += door.enter(address(i)) ? 1 : 0;
    }
    assertEquals(NetLimits.MAX_UNPROVEN, entered);
  }
}
