package io.mild.scaling.grpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who balances calls gets nothing of what scales. */
@AnalyzeClasses(packages = "io.mild", importOptions = DoNotIncludeTests.class)
final class GrpcMapTest {
  @ArchTest
  static final ArchRule policiesKnowBalancersAndThePublicPartOfGrpcAlone =
      classes()
          .that()
          .resideInAPackage("io.mild.scaling.grpc")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.mild.scaling.grpc",
              "io.mild.scaling.balance",
              "io.grpc",
              "io.grpc.stub",
              "java..",
              "org.jspecify..",
              "org.slf4j..");
}
