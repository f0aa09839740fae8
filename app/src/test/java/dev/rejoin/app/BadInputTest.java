package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.relay.RelayServer;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.trust.InviteLink;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command does with what it cannot use: a code, a remedy, and everything as before. */
final class BadInputTest {
  @TempDir Path dir;

  private Cli cli() {
    return Cli.at(dir.resolve("replica"));
  }

  private Cli withDocument() {
    Cli cli = cli();
    cli.ok("init");
    cli.ok("space", "create", "team");
    cli.ok("edit", "minutes", "--append", "one \uD83D\uDE00 two");
    return cli;
  }

  private static void refused(Cli.Result result, ErrorCode code, ExitCode exit) {
    result.exits(exit);
    assertTrue(result.err().startsWith(code.code() + " "), result.err());
    assertTrue(result.err().contains("\n→ "), result.err());
    assertFalse(result.err().contains("\tat "), "no stack trace: " + result.err());
    assertEquals("", result.out());
  }

  @Test
  void a_missing_directory_is_not_made_by_looking_at_it() {
    for (String[] verb :
        new String[][] {{"status"}, {"docs"}, {"cat", "x"}, {"sync"}, {"space", "list"}}) {
      Cli.Result result = cli().run(verb);
      refused(result, ErrorCode.NO_REPLICA, ExitCode.FAILED);
      assertTrue(result.err().contains("rejoin init"), result.err());
    }
    assertFalse(Files.exists(dir.resolve("replica")));
  }

  @Test
  void a_damaged_store_is_told_apart() throws IOException {
    withDocument();
    Path current = dir.resolve("replica/db/CURRENT");
    String before = Files.readString(current);
    Files.writeString(current, "garbage");
    refused(cli().run("status"), ErrorCode.STORE_DAMAGED, ExitCode.DAMAGE);
    Files.writeString(current, before);
    Path key = dir.resolve("replica/device.key");
    byte[] good = Files.readAllBytes(key);
    Files.write(key, new byte[] {(byte) 0xff, 0, 1});
    refused(cli().run("status"), ErrorCode.STORE_DAMAGED, ExitCode.DAMAGE);
    Files.write(key, good);
    assertEquals("one \uD83D\uDE00 two", cli().ok("cat", "minutes:body").out());
  }

  @Test
  void a_file_where_a_directory_should_be_is_refused() throws IOException {
    Files.writeString(dir.resolve("replica"), "a file");
    refused(cli().run("init"), ErrorCode.NO_REPLICA, ExitCode.FAILED);
    assertEquals("a file", Files.readString(dir.resolve("replica")));
  }

  @Test
  void a_directory_in_use_names_its_holder() {
    cli().ok("init");
    try (Replica holder = Replica.open(dir.resolve("replica"))) {
      Cli.Result result = cli().run("--offline", "status");
      refused(result, ErrorCode.REPLICA_LOCKED, ExitCode.UNAVAILABLE);
      assertTrue(result.err().contains("pid " + ProcessHandle.current().pid()), result.err());
      refused(cli().run("status"), ErrorCode.REPLICA_LOCKED, ExitCode.UNAVAILABLE);
      assertEquals(List.of(), holder.spaces());
    }
    cli().ok("status");
  }

  @Test
  void a_leftover_socket_of_a_killed_node_is_no_node() throws IOException {
    cli().ok("init");
    new NodeFile(1, dir.resolve("replica/node.sock")).write(dir.resolve("replica"));
    Files.writeString(dir.resolve("replica/node.sock"), "");
    try (Replica holder = Replica.open(dir.resolve("replica"))) {
      assertEquals(List.of(), holder.spaces());
      refused(cli().run("docs"), ErrorCode.REPLICA_LOCKED, ExitCode.UNAVAILABLE);
    }
    cli().ok("docs");
  }

  @Test
  void a_port_in_use_is_told_before_anything_runs() throws IOException {
    cli().ok("init");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      refused(
          cli().run("relay", "serve", "--port", port, "--data", dir.resolve("relay").toString()),
          ErrorCode.PORT_IN_USE,
          ExitCode.UNAVAILABLE);
      refused(cli().run("listen", "--port", port), ErrorCode.PORT_IN_USE, ExitCode.UNAVAILABLE);
    }
    refused(cli().run("listen", "--port", "70000"), ErrorCode.BAD_ADDRESS, ExitCode.USAGE);
    assertFalse(Files.exists(dir.resolve("replica/node.json")), "nothing is left behind");
  }

  @Test
  void an_unreachable_relay_loses_nothing() throws IOException {
    Cli cli = withDocument();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Cli.Result result = cli.run("sync", "--peer", "127.0.0.1:" + port);
    refused(result, ErrorCode.UNREACHABLE, ExitCode.UNAVAILABLE);
    assertTrue(result.err().contains("1 change will be sent later"), result.err());
    assertTrue(result.err().contains("connection refused"), result.err());
    refused(
        cli.run("sync", "--peer", "no-such-host.invalid:7447"),
        ErrorCode.NAME_NOT_FOUND,
        ExitCode.UNAVAILABLE);
    refused(cli.run("sync", "--peer", "nonsense"), ErrorCode.BAD_ADDRESS, ExitCode.USAGE);
    assertEquals(1, cli.ok("status", "--json").json().at("/pending/changes").asInt());
    assertEquals(2, cli.ok("peers", "--json").json().get("remembered").size());
    cli.ok("peers", "--forget", "no-such-host.invalid:7447");
    assertEquals(1, cli.ok("peers", "--json").json().get("remembered").size());
  }

  @Test
  void wrong_invites_leave_no_space_behind() {
    Cli cli = withDocument();
    refused(cli.run("space", "join", "hello"), ErrorCode.BAD_INVITE, ExitCode.USAGE);
    try (RelayServer relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0)) {
      String at = "127.0.0.1:" + relay.port();
      String link = new InviteLink(SpaceId.of(new byte[32]), List.of(at)).text();
      refused(
          cli.run("space", "join", link.substring(0, link.length() - 2)),
          ErrorCode.BAD_INVITE,
          ExitCode.USAGE);
      Cli.Result result = cli.run("space", "join", link);
      refused(result, ErrorCode.NO_READ, ExitCode.REFUSED);
      assertTrue(result.err().contains(at), result.err());
    }
    assertEquals(1, cli.ok("space", "list", "--json").json().get("spaces").size());
    assertEquals(0, cli.ok("peers", "--json").json().get("remembered").size());
  }

  @Test
  void refused_edits_leave_the_document_as_it_was() {
    Cli cli = withDocument();
    String before = cli.ok("cat", "minutes", "--json").out();
    String[][] edits = {
      {"--insert", "999", "x"},
      {"--delete", "2", "1"},
      {"--append", "half", "--insert", "-1", "x"},
    };
    for (String[] edit : edits) {
      refused(cli.run(edit(edit)), ErrorCode.POSITION_OUT_OF_RANGE, ExitCode.FAILED);
    }
    refused(
        cli.run(edit("--append", "x", "--insert", "5", "y")),
        ErrorCode.SPLIT_SURROGATE_PAIR,
        ExitCode.FAILED);
    refused(cli.run(edit("--append", "\uD83D")), ErrorCode.LONE_SURROGATE, ExitCode.FAILED);
    refused(
        cli.run(edit("--incr", "c=9223372036854775807", "--incr", "c=1")),
        ErrorCode.COUNTER_OVERFLOW,
        ExitCode.FAILED);
    String[][] nonsense = {
      {"--insert", "here", "x"},
      {"--replace", "absent", "x"},
      {"--put", "novalue"},
      {"--put", "a..b=1"},
      {"--incr", "c=much"},
      {"--author", "x".repeat(300), "--append", "x"},
      {},
    };
    for (String[] edit : nonsense) {
      refused(cli.run(edit(edit)), ErrorCode.BAD_ARGUMENT, ExitCode.USAGE);
    }
    refused(cli.run(edit("--insert", "1")), ErrorCode.BAD_ARGUMENT, ExitCode.USAGE);
    assertEquals(before, cli.ok("cat", "minutes", "--json").out());
  }

  private static String[] edit(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "edit";
    all[1] = "minutes";
    System.arraycopy(options, 0, all, 2, options.length);
    return all;
  }

  @Test
  void unknown_names_are_told() {
    Cli cli = withDocument();
    refused(cli.run("cat", "nosuch"), ErrorCode.UNKNOWN_DOCUMENT, ExitCode.FAILED);
    refused(cli.run("history", "nosuch"), ErrorCode.UNKNOWN_DOCUMENT, ExitCode.FAILED);
    refused(cli.run("cat", "minutes:nosuch"), ErrorCode.BAD_ARGUMENT, ExitCode.USAGE);
    refused(cli.run("cat", "x", "-S", "nosuch"), ErrorCode.UNKNOWN_SPACE, ExitCode.FAILED);
    refused(cli.run("space", "create", "a/b"), ErrorCode.BAD_ARGUMENT, ExitCode.USAGE);
    assertEquals("minutes\n", cli.ok("docs").out(), "looking makes nothing");
  }

  @Test
  void failures_are_json_where_json_is_asked_for() {
    Cli.Result result = withDocument().run("cat", "nosuch", "--json").exits(ExitCode.FAILED);
    assertEquals("RJ-2008", result.json().at("/error/code").asText());
    assertFalse(result.json().at("/error/message").asText().startsWith("RJ-"));
    assertFalse(result.json().at("/error/hint").asText().isEmpty());
  }

  @Test
  void input_that_is_not_text_is_refused() {
    Cli cli = withDocument().typingBytes(new byte[] {'a', (byte) 0xff});
    refused(cli.run("edit", "minutes", "--stdin"), ErrorCode.BAD_ARGUMENT, ExitCode.USAGE);
    assertEquals("one \uD83D\uDE00 two", cli.ok("cat", "minutes:body").out());
  }
}
