package dev.rejoin.replica.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressTest {
  @Test
  void readsWhatPeopleWrite() {
    assertEquals(new Address("relay.example.org", 4710), Address.parse(" relay.example.org:4710 "));
    assertEquals(new Address("127.0.0.1", 1), Address.parse("127.0.0.1:1"));
    assertEquals(new Address("::1", 65_535), Address.parse("[::1]:65535"));
    assertEquals(new Address("fe80::1%eth0", 4710), Address.parse("[fe80::1%eth0]:4710"));
    assertEquals(new Address("bücher.example", 4710), Address.parse("bücher.example:4710"));
  }

  @Test
  void writesWhatItReads() {
    for (String text : List.of("a:1", "[::1]:4710", "10.0.0.1:80")) {
      assertEquals(text, Address.parse(text).toString());
    }
  }

  @Test
  void refusesNonsense() {
    for (String text :
        List.of(
            "",
            ":",
            "host",
            "host:",
            ":4710",
            "host:0",
            "host:65536",
            "host:-1",
            "host:http",
            "host:99999999999",
            "::1:4710",
            "[host]:1",
            "[::1]",
            "[]:1",
            "a b:1",
            "http://a:1",
            "user@host:1",
            "host:1:2")) {
      RejoinException e = assertThrows(RejoinException.class, () -> Address.parse(text), text);
      assertEquals(ErrorCode.BAD_ADDRESS, e.code(), text);
      assertTrue(e.getMessage().contains("'" + text + "'"), text);
    }
  }
}
