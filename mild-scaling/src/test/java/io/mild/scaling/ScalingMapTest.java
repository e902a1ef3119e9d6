package io.mild.scaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Scaling stands on core and features; within it, what decides does not know Kubernetes. */
@AnalyzeClasses(packages = "io.mild", importOptions = DoNotIncludeTests.class)
final class ScalingMapTest {
  private static final String SCALING = "io.mild.scaling..";

  @ArchTest
  static final ArchRule whatDecidesDoesNotKnowKubernetes =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.mild.scaling",
              "io.mild.scaling.monitor..",
              "io.mild.scaling.forecast..",
              "io.mild.scaling.policy..",
              "io.mild.scaling.balance..",
              "io.mild.scaling.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.mild.scaling.kubernetes..");

  @ArchTest
  static final ArchRule theRootKnowsNoPackageBelow =
      noClasses()
          .that()
          .resideInAPackage("io.mild.scaling")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.mild.scaling.*..");

  @ArchTest
  static final ArchRule onlyTrainersLearn =
      noClasses()
          .that()
          .resideInAPackage(SCALING)
          .and()
          .haveNameNotMatching("io\\.mild\\.scaling\\.forecast\\.L(inear|stm)Trainer.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.mild.training..",
              "smile..",
              "org.deeplearning4j..",
              "org.nd4j..",
              "org.bytedeco..");
}
