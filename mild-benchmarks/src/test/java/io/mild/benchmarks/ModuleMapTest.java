package io.mild.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.mild.moe.Blend;
import io.mild.moe.IntentViews;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import io.mild.moe.onnx.OnnxExport;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Who may use whom: leaves at the bottom, core above them, benchmarks on top. */
@AnalyzeClasses(packages = "io.mild", importOptions = DoNotIncludeTests.class)
final class ModuleMapTest {
  private static final String CORE = "io.mild";
  private static final String FEATURES = "io.mild.features..";
  private static final String MOE = "io.mild.moe..";
  private static final String ALERTING = "io.mild.alerting..";
  private static final String EXPLAIN = "io.mild.explain..";
  private static final String BENCHMARKS = "io.mild.benchmarks..";
  private static final String SCALING = "io.mild.scaling..";
  private static final String JDK = "java..";
  private static final String JSPECIFY = "org.jspecify..";

  /** Smile, DL4J, ND4J and what they bring. */
  private static final String[] LEARNING = {
    "smile..", "org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."
  };

  @ArchTest
  static final ArchRule featuresUseTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(FEATURES)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(FEATURES, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule explanationsUseTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(EXPLAIN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(EXPLAIN, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule alertsUseCommonsMathAtMost =
      classes()
          .that()
          .resideInAPackage(ALERTING)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ALERTING, JDK, JSPECIFY, "org.apache.commons.math3..");

  @ArchTest
  static final ArchRule theMixtureKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(MOE)
          .should()
          .dependOnClassesThat(resideInAPackage("io.mild..").and(not(resideInAPackage(MOE))));

  @ArchTest
  static final ArchRule coreUsesTheLeavesButNotTheBenchmarks =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BENCHMARKS);

  @ArchTest
  static final ArchRule nothingUsesScaling =
      noClasses()
          .that()
          .resideOutsideOfPackage(SCALING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SCALING);

  @ArchTest
  static final ArchRule onlyTheMixtureLearnsWithSmileAndDl4j =
      noClasses()
          .that()
          .resideInAnyPackage(CORE, FEATURES, ALERTING, EXPLAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LEARNING);

  @ArchTest
  static final ArchRule coreButForItsTrainingUsesOfTheMixtureWhatScores =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .and()
          .haveSimpleNameNotStartingWith("Training")
          .and()
          .haveSimpleNameNotStartingWith("MildTrainer")
          .and()
          .haveNameNotMatching(
              "io\\.mild\\.(LabelledRows|Lesson|PaperRecipe|Recommended|SharedRecipe|TransplantedRows).*")
          .should()
          .dependOnClassesThat(
              resideInAPackage(MOE)
                  .and(
                      not(
                          belongToAnyOf(
                              RiskModel.class,
                              IntentViews.class,
                              Blend.class,
                              MixtureOfExperts.class,
                              MixtureShape.class,
                              OnnxExport.class,
                              Teacher.class))));

  @ArchTest
  static final ArchRule whatScoresNeedsNeitherSmileNorDl4j =
      noClasses()
          .that(
              belongToAnyOf(
                  RiskModel.class, MixtureOfExperts.class, MixtureShape.class, Teacher.class))
          .should()
          .transitivelyDependOnClassesThat()
          .resideInAnyPackage(LEARNING);

  @ArchTest
  static final ArchRule onlyTheExportNeedsTribuo =
      noClasses()
          .that()
          .haveNameNotMatching("io\\.mild\\.moe\\.onnx\\..*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tribuo..", "ai.onnx..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule nothingUsesJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class);
}
