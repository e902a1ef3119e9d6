package io.mild.scaling;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Scaling stands on core and features; within it, what decides knows neither Kubernetes nor SSJ.
 */
@AnalyzeClasses(packages = "io.mild", importOptions = DoNotIncludeTests.class)
final class ScalingMapTest {
  private static final String SCALING = "io.mild.scaling..";

  @ArchTest
  static final ArchRule scalingUsesCoreAndFeaturesAlone =
      noClasses()
          .that()
          .resideInAPackage(SCALING)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.mild..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.mild", "io.mild.features..", "io.mild.training..", SCALING))));

  @ArchTest
  static final ArchRule nothingBelowUsesScaling =
      noClasses()
          .that()
          .resideOutsideOfPackage(SCALING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SCALING);

  @ArchTest
  static final ArchRule whatDecidesKnowsNeitherKubernetesNorTheSimulator =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.mild.scaling",
              "io.mild.scaling.monitor..",
              "io.mild.scaling.forecast..",
              "io.mild.scaling.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "umontreal..",
              "picocli..",
              "org.knowm..",
              "io.mild.scaling.kubernetes..",
              "io.mild.scaling.simulation..",
              "io.mild.scaling.evaluation..",
              "io.mild.scaling.cli..");

  @ArchTest
  static final ArchRule onlyForecastersLearn =
      noClasses()
          .that()
          .resideInAPackage(SCALING)
          .and()
          .resideOutsideOfPackage("io.mild.scaling.forecast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.mild.training..",
              "smile..",
              "org.deeplearning4j..",
              "org.nd4j..",
              "org.bytedeco..");
}
