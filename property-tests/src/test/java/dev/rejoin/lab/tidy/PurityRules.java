package dev.rejoin.lab.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The core only computes: the same arguments give the same state on every machine.
 *
 * <p>One rule for each way in which the outside world could leak in.
 */
final class PurityRules {
  private static final Set<String> CLOCK_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.util.Date.<init>",
          "java.util.Calendar.getInstance");

  private static final Set<String> RANDOM_CALLS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle",
          "java.lang.System.identityHashCode");

  /** Their iteration order is salted anew at each start of the JVM, or follows hash codes. */
  private static final Set<String> UNORDERED_CALLS =
      Set.of(
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toUnmodifiableSet",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.groupingBy");

  private static final Set<String> OUTSIDE_CALLS =
      Set.of(
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.setProperty",
          "java.lang.System.exit",
          "java.lang.Runtime.getRuntime",
          "java.lang.Class.forName",
          "java.lang.Object.wait",
          "java.lang.Object.notify",
          "java.lang.Object.notifyAll");

  private static final Set<String> REFLECTION =
      Set.of("getMethod", "getMethods", "getField", "getFields", "getConstructor", "newInstance");

  private final String core;

  /**
   * @param core the package whose classes must be pure, with those below it
   */
  PurityRules(String core) {
    this.core = core + "..";
  }

  List<ArchRule> all() {
    List<ArchRule> rules = new ArrayList<>();
    rules.add(
        noCalls(
            "read a clock",
            access -> CLOCK_CALLS.contains(target(access)) || isNow(access),
            "take the time as an argument"));
    rules.add(
        noCalls(
            "draw random numbers",
            access -> RANDOM_CALLS.contains(target(access)),
            "take what was drawn as an argument"));
    rules.add(
        noUse(
            resideInAnyPackage("java.security..", "java.util.random..", "javax.crypto..")
                .or(assignableTo(java.util.Random.class)),
            "take random numbers and hashes as arguments"));
    rules.add(
        noUse(
            resideInAnyPackage("java.util.concurrent..")
                .or(assignableTo(Thread.class))
                .or(assignableTo(ThreadLocal.class))
                .or(assignableTo(java.util.Timer.class)),
            "threads and locks belong to the caller"));
    rules.add(
        noUse(
            resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
                .or(resideInAnyPackage("java.io").and(neededForExceptions())),
            "take bytes as arguments and return bytes"));
    rules.add(
        noUse(
            resideInAnyPackage("java.lang.reflect..", "java.util.logging..", "org.slf4j.."),
            "the core neither reflects nor logs; throw or return what there is to tell"));
    rules.add(
        noCalls(
            "look at its surroundings",
            access -> OUTSIDE_CALLS.contains(target(access)) || reflects(access),
            "take what is needed as an argument"));
    rules.add(
        noCalls(
            "make a table whose iteration follows hash codes",
            access -> makesHashTable(access) || UNORDERED_CALLS.contains(target(access)),
            "use a TreeMap, a LinkedHashMap, a sorted list or a table of the engine"));
    return rules;
  }

  private ArchRule noCalls(String what, Test<JavaAccess<?>> test, String remedy) {
    return noClasses()
        .that()
        .resideInAPackage(core)
        .should()
        .accessTargetWhere(described(what, test))
        .because("state must be the same on every replica; " + remedy);
  }

  private ArchRule noUse(DescribedPredicate<? super JavaClass> types, String remedy) {
    return noClasses()
        .that()
        .resideInAPackage(core)
        .should()
        .dependOnClassesThat(types)
        .because("the core does nothing but compute; " + remedy);
  }

  /** An exception is Serializable, and its compiled form may say so. */
  private static DescribedPredicate<JavaClass> neededForExceptions() {
    return described("other than Serializable", t -> !t.getName().equals("java.io.Serializable"));
  }

  private static boolean isNow(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.startsWith("java.time.")
        && (access.getName().equals("now") || owner.equals("java.time.Clock"));
  }

  private static boolean reflects(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Class.class)
        && (access.getName().startsWith("getDeclared") || REFLECTION.contains(access.getName()));
  }

  /** The linked tables are made of hash tables, but iterate in order of insertion. */
  private static boolean makesHashTable(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    boolean hashed =
        owner.isAssignableTo(HashMap.class)
            || owner.isAssignableTo(HashSet.class)
            || owner.isEquivalentTo(IdentityHashMap.class)
            || owner.isEquivalentTo(WeakHashMap.class);
    boolean linked =
        owner.isAssignableTo(LinkedHashMap.class) || owner.isAssignableTo(LinkedHashSet.class);
    return hashed && !linked && access.getName().equals("<init>");
  }

  private static <T extends JavaAccess<?>> String target(T access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  private static <T> DescribedPredicate<T> described(String what, Test<? super T> test) {
    return new DescribedPredicate<>(what) {
      @Override
      public boolean test(T input) {
        return test.holds(input);
      }
    };
  }

  /** A test of one thing. */
  private interface Test<T> {
    boolean holds(T input);
  }
}
