package io.mild.testbed;

import io.mild.testbed.network.NetworkScene;
import io.mild.testbed.process.Workspace;
import io.mild.testbed.scene.FaultKind;
import io.mild.testbed.scene.FaultPlan;
import io.mild.testbed.scene.LoadCurve;
import io.mild.testbed.scene.Scene;
import io.mild.testbed.shop.ShopScene;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what is run. */
final class SceneOptions {
  private static final int MOST_ROWS = 1_000_000;

  /** The scenes there are. */
  enum Kind {
    SHOP,
    NETWORK
  }

  @Option(
      names = "--scene",
      required = true,
      paramLabel = "NAME",
      description = "shop: services over HTTP; network: flows through routers (Linux, root).")
  private Kind kind = Kind.SHOP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of load, requests and faults (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--minute",
      paramLabel = "TIME",
      description = "How long a minute takes, which is a row; a day is 1440 of them (default: 1s).")
  private Duration minute = Duration.ofSeconds(1);

  @Option(
      names = "--density",
      paramLabel = "X",
      description =
          "How dense faults are: with 2, gaps and rises are half as long (default:"
              + " ${DEFAULT-VALUE}).")
  private double density = 1;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PLACE/FAULT",
      description = "Inject these alone, such as api/memory-leak.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Rows before the first, while JVMs compile (default: ${DEFAULT-VALUE}).")
  private int warmUp = 20;

  @Option(
      names = "--core",
      paramLabel = "N",
      description = "The processor that all processes run on, where there is taskset (default: 0).")
  private int core;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  Kind kind() {
    return kind;
  }

  long seed() {
    return seed;
  }

  Duration minute() {
    if (minute.compareTo(Duration.ofMillis(200)) < 0
        || minute.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new ParameterException(
          command.commandLine(), "--minute: " + minute + " is not from 200 ms to a minute");
    }
    return minute;
  }

  double density() {
    return density;
  }

  int warmUp() {
    return warmUp;
  }

  /** Starts the processes. */
  Scene open() throws IOException {
    Workspace workspace = new Workspace(Optional.of(core));
    try {
      return switch (kind) {
        case SHOP -> new ShopScene(seed, workspace);
        case NETWORK -> new NetworkScene(seed, workspace);
      };
    } catch (IOException | RuntimeException e) {
      String errors = workspace.errors();
      workspace.close();
      if (!errors.isBlank()) {
        System.err.println(errors);
      }
      throw e;
    }
  }

  FaultPlan plan(Scene scene, int rows) {
    List<FaultKind> kinds = scene.faultKinds();
    if (!only.isEmpty()) {
      List<String> names = kinds.stream().map(SceneOptions::name).toList();
      for (String name : only) {
        if (!names.contains(name)) {
          throw new ParameterException(
              command.commandLine(),
              "--only: no fault '%s' here: there are %s".formatted(name, String.join(", ", names)));
        }
      }
      kinds = kinds.stream().filter(each -> only.contains(name(each))).toList();
    }
    return FaultPlan.of(seed, rows, kinds, scene.eventKinds(), density);
  }

  private static String name(FaultKind kind) {
    return kind.place() + "/" + kind.name();
  }

  /** How many rows there are in so many hours. */
  int rows(double hours) {
    double rows = hours * Duration.ofHours(1).toMillis() / minute().toMillis();
    if (!(rows >= 1 && rows <= MOST_ROWS)) {
      throw new ParameterException(
          command.commandLine(),
          "--hours: %s h are %s rows, not 1 to %d".formatted(hours, rows, MOST_ROWS));
    }
    return (int) rows;
  }

  LoadCurve load(int rows) {
    return new LoadCurve(seed, rows);
  }
}
