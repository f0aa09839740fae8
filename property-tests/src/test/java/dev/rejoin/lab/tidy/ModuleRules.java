package dev.rejoin.lab.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may depend on whom: {@code crdt <- proto <- replica <- relay <- lab, app, benchmarks}.
 *
 * <p>The root package is an argument, so that the same rules can be tried on samples that break
 * them.
 */
final class ModuleRules {
  private static final List<String> ORDER =
      List.of("crdt", "proto", "replica", "relay", "lab", "app", "benchmarks");

  private final String root;

  ModuleRules(String root) {
    this.root = root;
  }

  /** For each module: nothing in it depends on a module that stands above it. */
  List<ArchRule> arrows() {
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] above = ORDER.stream().skip(i + 1).map(this::module).toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(module(ORDER.get(i)))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above)
              .allowEmptyShould(true)
              .because(
                  "arrows between modules point one way; move the code down to where both sides can"
                      + " see it, or pass an interface in from above"));
    }
    return rules;
  }

  /** The relay forwards changes it cannot read, so it knows identities and numbers, no content. */
  ArchRule relayIsBlind() {
    DescribedPredicate<JavaClass> content =
        resideInAPackage(module("crdt"))
            .and(
                not(
                    belongToAnyOf(
                        ReplicaId.class,
                        OpId.class,
                        ChainMark.class,
                        Head.class,
                        Heads.class,
                        Version.class,
                        IdRange.class,
                        Limits.class)));
    DescribedPredicate<JavaClass> reader =
        new DescribedPredicate<>("Replica, Space or Document of the replica module") {
          @Override
          public boolean test(JavaClass type) {
            return resideInAnyPackage(root + ".replica").test(type)
                && List.of("Replica", "Space", "Document").contains(outermost(type));
          }
        };
    return noClasses()
        .that()
        .resideInAPackage(module("relay"))
        .should()
        .dependOnClassesThat(content.or(reader).as("document content or the classes that read it"))
        .allowEmptyShould(true)
        .because(
            "a relay stores and forwards opaque bytes; work on headers and numbers, and do what needs"
                + " the content in a replica");
  }

  /** The core needs the JDK only, so that it can run anywhere. */
  ArchRule coreNeedsTheJdkOnly() {
    return classes()
        .that()
        .resideInAPackage(module("crdt"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(module("crdt"), "java..", "org.jspecify..")
        .because(
            "crdt has no dependency but JSpecify annotations; code that needs a library belongs in a"
                + " module above");
  }

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }

  private String module(String name) {
    return root + "." + name + "..";
  }
}
