package io.mild.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may use whom, package by package: leaves at the bottom, what scores on them, what learns
 * above it, what acts and what is run above that, the laboratory on top. {@code
 * docs/architecture.md} is the same in words.
 */
@AnalyzeClasses(packages = "io.mild", importOptions = DoNotIncludeTests.class)
final class ModuleMapTest {
  private static final String JDK = "java..";
  private static final String JSPECIFY = "org.jspecify..";
  private static final String SLF4J = "org.slf4j..";

  private static final String FEATURES = "io.mild.features";
  private static final String DRIFT = "io.mild.features.drift";
  private static final String EXPLAIN = "io.mild.explain";
  private static final String ALERTING = "io.mild.alerting";
  private static final String INCIDENT = "io.mild.alerting.incident";
  private static final String HEALTH = "io.mild.alerting.health";
  private static final String MOE = "io.mild.moe";
  private static final String ONNX = "io.mild.moe.onnx";
  private static final String KERNEL = "io.mild.moe.internal.kernel";

  private static final String FACADE = "io.mild";
  private static final String DATA = "io.mild.data";
  private static final String EXPLANATION = "io.mild.explanation";
  private static final String GOALS = "io.mild.goals";
  private static final String REPORT = "io.mild.report";
  private static final String SHADOW = "io.mild.shadow";
  private static final String KEYED = "io.mild.keyed";
  private static final String INTERNAL = "io.mild.internal..";
  private static final String IO = "io.mild.internal.io";
  private static final String YAML = "io.mild.internal.yaml";

  private static final String TRAINING = "io.mild.training..";
  private static final String SCALING = "io.mild.scaling..";
  private static final String BALANCE = "io.mild.scaling.balance";
  private static final String GRPC = "io.mild.scaling.grpc";
  private static final String SYNTHETIC = "io.mild.synthetic..";
  private static final String CONNECT = "io.mild.connect..";
  private static final String SERVER = "io.mild.server..";
  private static final String FLINK = "io.mild.flink..";
  private static final String KAFKA = "io.mild.kafka..";
  private static final String CLI = "io.mild.cli..";
  private static final String BENCHMARKS = "io.mild.benchmarks..";
  private static final String TESTBED = "io.mild.testbed..";

  private static final int MOST_TYPES_OF_A_PACKAGE = 30;
  private static final int MOST_TYPES_OF_THE_FACADE = 20;

  /** Each leaf is a piece of mathematics over arrays that knows no other. */
  @ArchTest
  static final ArchRule featuresUseTheJdkAlone = onlyUses(FEATURES, FEATURES, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule driftIsFromWhatFeaturesKnow =
      onlyUses(DRIFT, DRIFT, FEATURES, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule shapleyValuesUseTheJdkAlone = onlyUses(EXPLAIN, EXPLAIN, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule alertsUseTheJdkAlone = onlyUses(ALERTING, ALERTING, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule incidentsAreMadeOfAlerts =
      onlyUses(INCIDENT, INCIDENT, ALERTING, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule findingsAreMadeOfConditions = onlyUses(HEALTH, HEALTH, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule theMixtureIsScoredByTheJdkAlone = onlyUses(MOE, MOE, KERNEL, JDK, JSPECIFY);

  /** The Vector API by one class, which is loaded by name where there is one. */
  @ArchTest
  static final ArchRule kernelsUseTheJdkAlone =
      onlyUses(KERNEL, KERNEL, JDK, JSPECIFY, "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule nothingElseKnowsTheVectorApi =
      noClasses()
          .that()
          .doNotHaveSimpleName("VectorKernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule theExportUsesTheMixtureAndTribuo =
      onlyUses(
          ONNX, ONNX, MOE, JDK, JSPECIFY, "org.tribuo..", "ai.onnx..", "com.google.protobuf..");

  /** What scores stands on the leaves, and on CSV, JSON and logging. */
  @ArchTest
  static final ArchRule bytesAndFilesKnowNothingOfMild =
      onlyUses(IO, IO, JDK, JSPECIFY, "com.fasterxml.jackson.core..");

  @ArchTest
  static final ArchRule dataKnowFilesAlone =
      onlyUses(DATA, DATA, IO, JDK, JSPECIFY, "de.siegmar.fastcsv..");

  @ArchTest
  static final ArchRule goalsKnowDataAlone = onlyUses(GOALS, GOALS, DATA, IO, YAML, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule yamlKnowsFilesAlone =
      onlyUses(YAML, YAML, DATA, IO, JDK, JSPECIFY, "org.snakeyaml.engine.v2..");

  @ArchTest
  static final ArchRule explanationsAreValues =
      onlyUses(EXPLANATION, EXPLANATION, IO, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule reportsAreValues = onlyUses(REPORT, REPORT, IO, ALERTING, JDK, JSPECIFY);

  @ArchTest
  static final ArchRule theModelKnowsNeitherItsFileNorItsFacade =
      onlyUses(
          "io.mild.internal.model",
          "io.mild.internal.model",
          IO,
          DATA,
          GOALS,
          EXPLANATION,
          REPORT,
          FEATURES,
          DRIFT,
          EXPLAIN,
          ALERTING,
          HEALTH,
          INCIDENT,
          MOE,
          JDK,
          JSPECIFY);

  @ArchTest
  static final ArchRule whatScoresKnowsNothingAboveIt =
      noClasses()
          .that()
          .resideInAnyPackage(FACADE, SHADOW, KEYED, DATA, GOALS, EXPLANATION, REPORT, INTERNAL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              TRAINING, SCALING, SYNTHETIC, CONNECT, FLINK, KAFKA, SERVER, CLI, BENCHMARKS);

  /** Engines of streams are the cluster's and the application's; nobody else meets them. */
  @ArchTest
  static final ArchRule onlyTheirModulesKnowEnginesOfStreams =
      noClasses()
          .that()
          .resideOutsideOfPackages(FLINK, KAFKA, BENCHMARKS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule flinkKnowsWhatScoresAlone =
      knowsNot(FLINK, KAFKA, SCALING, SYNTHETIC, CONNECT, SERVER, CLI, BENCHMARKS);

  @ArchTest
  static final ArchRule onlyTheTrainingJobTrainsOnFlink =
      knowsNot("io.mild.flink", TRAINING, "io.mild.flink.training");

  @ArchTest
  static final ArchRule kafkaKnowsWhatScoresAlone =
      knowsNot(KAFKA, FLINK, TRAINING, SCALING, SYNTHETIC, CONNECT, SERVER, CLI, BENCHMARKS);

  /** Who scores gets nothing of what learns. */
  @ArchTest
  static final ArchRule onlyTrainingLearns =
      noClasses()
          .that()
          .resideOutsideOfPackages(TRAINING, BENCHMARKS, "io.mild.scaling.forecast")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "smile..",
              "org.deeplearning4j..",
              "org.nd4j..",
              "org.bytedeco..",
              "org.apache.commons.math3..");

  @ArchTest
  static final ArchRule trainingKnowsNothingAboveIt =
      knowsNot(TRAINING, SCALING, SYNTHETIC, CONNECT, SERVER, CLI);

  @ArchTest
  static final ArchRule scalingIsEmbeddedByItself =
      knowsNot(SCALING, SYNTHETIC, CONNECT, SERVER, CLI, BENCHMARKS);

  @ArchTest
  static final ArchRule balancersUseTheJdkAlone = onlyUses(BALANCE, BALANCE, JDK, JSPECIFY);

  /** So that who balances calls needs no client of Kubernetes, and who scales no gRPC. */
  @ArchTest
  static final ArchRule grpcKnowsBalancersAlone =
      onlyUses(GRPC, GRPC, BALANCE, JDK, JSPECIFY, SLF4J, "io.grpc", "io.grpc.stub");

  @ArchTest
  static final ArchRule onlyItsModuleKnowsGrpc =
      noClasses()
          .that()
          .resideOutsideOfPackages(GRPC, BENCHMARKS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..");

  @ArchTest
  static final ArchRule onlyForecastersAreTrainedWithinScaling =
      noClasses()
          .that()
          .resideInAPackage(SCALING)
          .and()
          .resideOutsideOfPackage("io.mild.scaling.forecast")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TRAINING);

  @ArchTest
  static final ArchRule telemetryIsMadeByItself =
      knowsNot(SYNTHETIC, TRAINING, SCALING, CONNECT, SERVER, CLI, BENCHMARKS);

  @ArchTest
  static final ArchRule theServerIsRunByOthers = knowsNot(SERVER, SCALING, CLI, BENCHMARKS);

  /** Who watches systems needs nothing of what proposes them. */
  @ArchTest
  static final ArchRule theServerKnowsNotHowItIsSetUp =
      noClasses()
          .that()
          .resideInAPackage(SERVER)
          .and()
          .resideOutsideOfPackage("io.mild.server.init")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.mild.server.init");

  @ArchTest
  static final ArchRule onlyTheWebKnowsHttpServers =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mild.server.web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule connectorsKnowWhatScoresAlone =
      knowsNot(CONNECT, TRAINING, SCALING, SYNTHETIC, SERVER, CLI, BENCHMARKS);

  @ArchTest
  static final ArchRule whatIsOptionalToConnectorsIsInOnePlaceEach =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mild.connect.metrics")
          .and()
          .doNotHaveSimpleName("OtelEvents")
          .and()
          .resideInAPackage(CONNECT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.opentelemetry..");

  @ArchTest
  static final ArchRule httpKnowsNothingOfIncidents =
      onlyUses(
          "io.mild.connect.http",
          "io.mild.connect.http",
          "io.mild.connect",
          JDK,
          JSPECIFY,
          "javax.net.ssl..");

  @ArchTest static final ArchRule theCommandLineKnowsNoLaboratory = knowsNot(CLI, BENCHMARKS);

  /** It records, and knows neither models nor what is made of its recordings. */
  @ArchTest
  static final ArchRule theTestbedKnowsDataAndGoalsAlone =
      noClasses()
          .that()
          .resideInAPackage(TESTBED)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.mild..")
                  .and(not(resideInAnyPackage(TESTBED, DATA, GOALS, "io.mild.cli.console"))));

  @ArchTest
  static final ArchRule nobodyKnowsTheTestbed =
      noClasses()
          .that()
          .resideOutsideOfPackage(TESTBED)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TESTBED);

  @ArchTest
  static final ArchRule onlyItsOwnModulesUseWhatIsInternal =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES, DRIFT, EXPLAIN, ALERTING, HEALTH, INCIDENT, MOE, ONNX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INTERNAL);

  @ArchTest
  static final ArchRule nobodyButTheExportNeedsTribuo =
      noClasses()
          .that()
          .resideOutsideOfPackage(ONNX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tribuo..", "ai.onnx.proto..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule nothingUsesJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class);

  @ArchTest
  static final ArchRule thereIsNoCycleOfPackages =
      slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

  @ArchTest
  static void noPackageIsACrowd(JavaClasses all) {
    Map<String, Long> sizes =
        all.stream()
            .filter(ModuleMapTest::isOfItsOwnFile)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes.get(FACADE)).isLessThanOrEqualTo(MOST_TYPES_OF_THE_FACADE);
    assertThat(sizes)
        .allSatisfy(
            (name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES_OF_A_PACKAGE));
  }

  /** So that a name says which type is meant, wherever it stands. */
  @ArchTest
  static void noTwoTypesHaveTheSameName(JavaClasses all) {
    Map<String, List<String>> named =
        all.stream()
            .filter(ModuleMapTest::isOfItsOwnFile)
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    named.values().removeIf(types -> types.size() == 1);

    assertThat(named).isEmpty();
  }

  private static boolean isOfItsOwnFile(JavaClass type) {
    return type.isTopLevelClass()
        && !type.getSimpleName().equals("package-info")
        && !type.getPackageName().contains("jmh_generated");
  }

  private static ArchRule onlyUses(String of, String... allowed) {
    return classes().that(resideInAPackage(of)).should().onlyDependOnClassesThat(in(allowed));
  }

  private static ArchRule knowsNot(String of, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(of)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  /** In one of these packages, or an array of primitives. */
  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages)
        .or(not(resideInAPackage("..")).as("primitive"))
        .or(
            DescribedPredicate.describe(
                "primitive arrays", type -> type.getBaseComponentType().isPrimitive()));
  }

  /** A slice a package, but for what JMH generates. */
  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().contains("jmh_generated")
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
