package dev.rejoin.lab.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout that holds this test: its files, without what builds and editors leave behind. */
final class Repository {
  private static final Set<String> SKIPPED = Set.of("target", "node_modules");

  private final Path root;
  private final List<String> files;

  private Repository(Path root, List<String> files) {
    this.root = root;
    this.files = files;
  }

  static Repository find() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("crdt/pom.xml"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException(
          "no repository above "
              + Path.of("").toAbsolutePath()
              + ": run this test from a checkout");
    }
    return new Repository(at, list(at));
  }

  /** Paths that end like this, relative to the root, sorted. */
  List<String> files(String suffix) {
    return files.stream().filter(file -> file.endsWith(suffix)).toList();
  }

  List<JavaSource> sources() {
    return files(".java").stream().map(file -> JavaSource.of(file, read(file))).toList();
  }

  boolean exists(String path) {
    Path target = root.resolve(path).normalize();
    return target.startsWith(root) && Files.exists(target);
  }

  String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** Whether a class, package or module of the project has this full name. */
  boolean hasName(String name) {
    String module = "<rejoin.module>" + name + "</rejoin.module>";
    return isWritten(name)
        || isGenerated(name)
        || files("pom.xml").stream().anyMatch(pom -> read(pom).contains(module));
  }

  private boolean isWritten(String name) {
    String path = "/java/" + name.replace('.', '/');
    return files.stream().anyMatch(f -> f.endsWith(path + ".java") || f.contains(path + "/"));
  }

  /** Generated sources lie in target, so the message is looked up where it is defined. */
  private boolean isGenerated(String name) {
    String generated = "dev.rejoin.proto.v1";
    if (!name.startsWith(generated + ".")) {
      return name.equals(generated);
    }
    String message = name.substring(generated.length() + 1);
    Pattern definition = Pattern.compile("\\b(message|enum)\\s+" + message + "\\s*\\{");
    return files(".proto").stream().anyMatch(f -> definition.matcher(read(f)).find());
  }

  private static List<String> list(Path root) {
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
              String name = folder.getFileName().toString();
              boolean skip = SKIPPED.contains(name) || name.startsWith(".");
              return skip && !folder.equals(root)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
              found.add(root.relativize(file).toString().replace('\\', '/'));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
    Collections.sort(found);
    return found;
  }

  /** The folders that hold main sources directly. */
  Stream<String> mainPackages() {
    return files(".java").stream()
        .filter(file -> file.contains("/src/main/java/"))
        .map(file -> file.substring(0, file.lastIndexOf('/')))
        .distinct();
  }
}
