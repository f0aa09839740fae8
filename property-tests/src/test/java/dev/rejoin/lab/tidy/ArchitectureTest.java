package dev.rejoin.lab.tidy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The compiled modules keep their arrows and the core stays pure; and the rules can fail. */
final class ArchitectureTest {
  private static final String SAMPLES = "dev.rejoin.lab.tidy.bad";

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.rejoin");

  private static final JavaClasses BAD = new ClassFileImporter().importPackages(SAMPLES);

  private final ModuleRules modules = new ModuleRules("dev.rejoin");
  private final PurityRules purity = new PurityRules("dev.rejoin.crdt");

  @TestFactory
  List<DynamicTest> arrowsPointOneWay() {
    return checks(modules.arrows());
  }

  @Test
  void relayCannotReadWhatItForwards() {
    modules.relayIsBlind().check(PROJECT);
  }

  @Test
  void coreNeedsTheJdkOnly() {
    modules.coreNeedsTheJdkOnly().check(PROJECT);
  }

  @TestFactory
  List<DynamicTest> coreOnlyComputes() {
    return checks(purity.all());
  }

  @Test
  void onlyTheAppPrints() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
        .because("only the app module prints; log through slf4j, or return what there is to tell")
        .check(PROJECT);
  }

  @Test
  void arrowRulesCatchAnArrowBack() {
    ArchRule core = new ModuleRules(SAMPLES).arrows().get(0);
    assertTrue(core.evaluate(BAD).hasViolation(), "crdt sample uses a replica sample, uncaught");
    assertTrue(new ModuleRules(SAMPLES).coreNeedsTheJdkOnly().evaluate(BAD).hasViolation());
  }

  @Test
  void relayRuleCatchesReadersAndContent() {
    String report =
        new ModuleRules(SAMPLES).relayIsBlind().evaluate(BAD).getFailureReport().toString();
    assertTrue(report.contains("PeeksAtContent"), report);
    assertTrue(report.contains("OpensDocuments"), report);
    assertFalse(report.contains("CountsOnly"), report);
  }

  @Test
  void everyPurityRuleCatchesItsSample() {
    for (ArchRule rule : new PurityRules(SAMPLES + ".crdt").all()) {
      assertTrue(rule.evaluate(BAD).hasViolation(), "no sample breaks: " + rule.getDescription());
    }
  }

  @Test
  void everyImpureSampleIsCaught() {
    List<ArchRule> rules = new PurityRules(SAMPLES + ".crdt").all();
    StringBuilder reports = new StringBuilder();
    rules.forEach(rule -> reports.append(rule.evaluate(BAD).getFailureReport()));
    for (JavaClass sample : BAD) {
      boolean impure = sample.getName().contains(".crdt.Impure$");
      String name = sample.getName();
      assertTrue(!impure || reports.indexOf(name) >= 0, () -> "uncaught: " + name);
    }
    assertTrue(reports.indexOf("Pure ") < 0 && reports.indexOf("Pure.") < 0, reports.toString());
  }

  private static List<DynamicTest> checks(List<ArchRule> rules) {
    return rules.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(PROJECT)))
        .toList();
  }
}
