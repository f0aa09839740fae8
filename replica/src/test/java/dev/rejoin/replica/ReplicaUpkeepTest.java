package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.trust.InviteLink;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica remembers beside its documents, and how it forgets that again. */
final class ReplicaUpkeepTest {
  private static final InviteLink UNKNOWN = new InviteLink(SpaceId.of(new byte[32]), List.of());

  @TempDir Path dir;

  @Test
  void a_space_that_never_arrived_can_be_forgotten_and_joined_again() {
    try (Replica me = Replica.open(dir)) {
      me.forget(me.join(UNKNOWN, "shared"));
      assertEquals(List.of(), me.spaces());
    }
    try (Replica me = Replica.open(dir)) {
      assertEquals(List.of(), me.spaces(), "also after reopening");
      assertEquals("shared", me.join(UNKNOWN, "shared").name());
    }
  }

  @Test
  void a_space_that_is_here_cannot_be_forgotten() {
    try (Replica me = Replica.open(dir)) {
      Space team = me.space("team");
      assertThrows(IllegalArgumentException.class, () -> me.forget(team));
      assertEquals(List.of(team), me.spaces());
    }
  }

  @Test
  void addresses_and_the_name_are_remembered_until_forgotten() {
    try (Replica me = Replica.open(dir)) {
      assertEquals("", me.name());
      me.rename("Ana's laptop");
      me.rememberAddress(" relay.example.org:7447 ");
      me.rememberAddress("localhost:1");
      me.forgetAddress("localhost:1");
    }
    try (Replica me = Replica.open(dir)) {
      assertEquals("Ana's laptop", me.name());
      assertEquals(List.of("relay.example.org:7447"), me.rememberedAddresses());
      RejoinException e =
          assertThrows(RejoinException.class, () -> me.rememberAddress("relay.example.org"));
      assertEquals(ErrorCode.BAD_ADDRESS, e.code());
      assertEquals(1, me.rememberedAddresses().size());
    }
  }

  @Test
  void several_people_can_edit_at_one_device() {
    try (Replica me = Replica.open(dir, o -> o.author("Ana"))) {
      Document doc = me.space("team").document("minutes");
      doc.edit("hers", tx -> tx.text("body").append("a"));
      doc.editAs("Ben", "his", tx -> tx.text("body").append("b"));
      assertEquals(
          List.of("Ana", "Ben"),
          doc.history().entries().stream().map(h -> h.change().author()).toList());
      String tooLong = "x".repeat(1_000);
      assertThrows(
          RejoinException.class, () -> doc.editAs(tooLong, "", tx -> tx.text("body").append("c")));
      assertEquals("ab", doc.text("body").content());
      assertTrue(Replica.exists(dir));
    }
  }
}
