package dev.rejoin.lab.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tidy rules catch what they are for, and let ordinary code pass. */
final class TidyRulesTest {
  private static final String MAIN = "replica/src/main/java/dev/rejoin/replica/Sample.java";
  private static final String TEST = "replica/src/test/java/dev/rejoin/replica/SampleTest.java";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO" + "DO later",
        "/* FIX" + "ME */",
        "throw new IllegalStateException();",
        "throw new java.util.NoSuchElementException( ) ;",
        "try { a(); } catch (IOException | Error e) { }",
        "try { a(); } catch (IOException e) {\n\n}",
        "System.out.println(1);",
        "System\n  .err.println(1);",
        "e.printStackTrace();",
        "final class LinkManager {}",
        "record PathUtil() {}",
      })
  void badMainCodeIsFoundOnce(String code) {
    assertEquals(1, SourceRules.check(JavaSource.of(MAIN, "a;\n" + code)).size(), code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(10);",
        "TimeUnit.SECONDS.sleep(1);",
        "@Disabled(\"flaky\") void a() {}",
        "@DisabledOnOs void a() {}",
      })
  void badTestCodeIsFoundInTestsOnly(String code) {
    assertEquals(1, SourceRules.check(JavaSource.of(TEST, code)).size(), code);
    assertEquals(List.of(), SourceRules.check(JavaSource.of(MAIN, code)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// System.out is not for us",
        "String s = \"throw new X();\";",
        "String s = \"\"\"\n  System.out \\\"\"\" @Disabled\n  \"\"\";",
        "char c = '\"'; throw new IllegalStateException(\"no file at \" + path + \": make it\");",
        "try { a(); } catch (IOException e) { // gone already, which is what we want\n}",
        "throw new Builder().of(path);",
        "int xxx = 1;",
        "throw new IllegalStateException(\n    \"closed\");",
      })
  void ordinaryCodePasses(String code) {
    assertEquals(List.of(), SourceRules.check(JavaSource.of(TEST, code)));
  }

  @Test
  void theAppMayPrint() {
    JavaSource source = JavaSource.of("app/src/main/java/dev/rejoin/app/A.java", "System.out.x();");
    assertEquals(List.of(), SourceRules.check(source));
  }

  @Test
  void filesAreMeasured() {
    String longest = "a;\n".repeat(SourceRules.MAX_FILE_LINES);
    assertEquals(List.of(), SourceRules.check(JavaSource.of(MAIN, longest)));
    assertEquals(1, SourceRules.check(JavaSource.of(MAIN, longest + "a;\n")).size());
  }

  @Test
  void methodsAreMeasured() {
    String body = "  a();\n".repeat(SourceRules.MAX_METHOD_LINES - 2);
    String header = "final class A {\n  @B({\"x\"})\n  int f(int a)\n throws IOException {\n";
    assertEquals(List.of(), SourceRules.check(JavaSource.of(MAIN, header + body + "}\n}\n")));
    List<Finding> findings =
        SourceRules.check(JavaSource.of(MAIN, header + body + "  a();\n}\n}\n"));
    assertEquals(1, findings.size());
    assertEquals(4, findings.get(0).line());
  }

  @Test
  void onlyMethodsAreTakenForMethods() {
    String code =
        """
        final class A {
          private static final int[] NUMBERS = {1, 2};

          A(int a) {
            for (int i = 0; i < a; i++) {
              if (i > 1) {
                run(() -> {
                  b();
                });
              }
            }
            Object o = new Object() {};
          }

          record P(int x) {
            P {
              check(x);
            }
          }

          @SuppressWarnings("unchecked")
          <T> List<T> list(Map<String, T> from) {
            switch (from.size()) {
              default -> {
                return List.of();
              }
            }
          }
        }
        """;
    List<Methods.Span> methods = Methods.of(JavaSource.of(MAIN, code));
    assertEquals(List.of(4, 22), methods.stream().map(Methods.Span::fromLine).sorted().toList());
    assertEquals(List.of(7, 10), methods.stream().map(Methods.Span::lines).sorted().toList());
  }

  @Test
  void deadLinksAndNamesAreFound() {
    DocRules rules = new DocRules("docs/a.md"::equals, "dev.rejoin.crdt.OpId"::equals);
    String good =
        """
        [a](a.md#part) [w](https://example.org/x) [h](#here) `dev.rejoin.crdt.OpId`
        ```
        [x](not-a-link.md)
        ```
        """;
    assertEquals(List.of(), rules.check("docs/b.md", good));
    String bad = good + "![i](b.png) and\n`dev.rejoin.crdt.Gone`, [up](../a.md)";
    assertEquals(
        List.of(5, 6, 6), rules.check("docs/b.md", bad).stream().map(Finding::line).toList());
  }

  @Test
  void namesAreFoundWhereverTheyAreDefined() {
    Repository repository = Repository.find();
    List<String> known =
        List.of(
            "dev.rejoin.crdt",
            "dev.rejoin.crdt.OpId",
            "dev.rejoin.benchmarks",
            "dev.rejoin.proto.v1",
            "dev.rejoin.proto.v1.Frame");
    assertEquals(known, known.stream().filter(repository::hasName).toList());
    List<String> unknown = List.of("dev.rejoin.crdt.Gone", "dev.rejoin.proto.v1.Gone", "dev.rej");
    assertEquals(List.of(), unknown.stream().filter(repository::hasName).toList());
  }
}
