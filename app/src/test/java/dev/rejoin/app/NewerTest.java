package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.schema.Schema;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says about documents that are ahead of it. */
final class NewerTest {
  @TempDir Path dir;
  private Cli cli;

  @BeforeEach
  void makeReplica() {
    cli = Cli.at(dir.resolve("replica"));
    cli.ok("init");
    cli.ok("space", "create", "team");
    cli.ok("edit", "round", "--put", "meta.room=4");
  }

  @Test
  void cat_says_nothing_where_there_is_nothing_to_say() {
    JsonNode answer = cli.ok("cat", "round", "--json").json();
    assertFalse(answer.has("newer") || answer.has("schema"));
    assertEquals("", cli.ok("cat", "round").err());
  }

  @Test
  void cat_tells_what_a_newer_version_made() {
    try (Replica replica = Replica.open(dir.resolve("replica"))) {
      Space team = replica.existingSpace("team");
      DeviceKey key = DeviceKey.generate();
      byte[] salt = DeviceKey.randomBytes(16);
      ReplicaId line = Signing.replicaId(key.id(), salt);
      List<Op> ops = List.of(new Op.Unknown(99, 3), new Op.Unknown(98, 1));
      Change change = new Change(line, 1, 4, "round", 0, Heads.none(), 1, 0, "Ben", "", false, ops);
      var header =
          new ChangeCodec.Header(1, 4, 0, ChangeCodec.ANY, List.of(), key.id().bytes(), salt);
      byte[] bytes = ChangeCodec.encode(change, header);
      ChainHash hash = ChainHash.start(team.id(), line).next(bytes);
      byte[] signature = key.sign(Signing.head(team.id(), line, 4, hash));
      team.take(new SignedBatch(line, List.of(bytes), signature), false);
    }
    JsonNode newer = cli.ok("cat", "round", "--json").json().get("newer");
    assertEquals(
        "{\"code\":\"RJ-1501\",\"count\":2,\"kinds\":{\"98\":1,\"99\":1}}", newer.toString());
    String said = cli.ok("cat", "round").err();
    assertTrue(
        said.contains("2 things were made by a newer version; kept, but not shown (RJ-1501)"),
        said);
  }

  @Test
  void a_document_for_newer_software_can_be_read_only() {
    try (Replica replica = Replica.open(dir.resolve("replica"))) {
      Schema schema = Schema.named("round").version(3).minWriter(2).open().build();
      replica
          .existingSpace("team")
          .document("round", schema)
          .edit(tx -> tx.map("meta").put("room", 5));
    }
    JsonNode answer = cli.ok("cat", "round", "--json").json();
    assertEquals(
        "{\"version\":3,\"min_reader\":0,\"min_writer\":2,\"read_only\":true}",
        answer.get("schema").toString());
    String said = cli.ok("cat", "round").err();
    assertTrue(said.contains("version 2 of its schema or later only (RJ-1503)"), said);
    Cli.Result refused = cli.run("edit", "round", "--put", "meta.room=6").exits(ExitCode.FAILED);
    assertTrue(
        refused.err().startsWith("RJ-1503 document 'round' is edited with version 2"),
        refused.err());
    assertEquals(answer.get("digest"), cli.ok("cat", "round", "--json").json().get("digest"));
  }
}
