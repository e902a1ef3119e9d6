package io.mild.scaling.keda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What KEDA is told is what decides, and no client of Kubernetes. */
@AnalyzeClasses(packages = "io.mild.scaling.keda", importOptions = DoNotIncludeTests.class)
final class KedaMapTest {
  @ArchTest
  static final ArchRule theScalerKnowsDecisionsAndGrpcAlone =
      classes()
          .that()
          .resideInAPackage("io.mild.scaling.keda")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.mild.scaling",
              "io.mild.scaling.keda..",
              "io.grpc..",
              "com.google.protobuf..",
              "java..",
              "org.jspecify..");
}
