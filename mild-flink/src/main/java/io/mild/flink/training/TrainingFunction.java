package io.mild.flink.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.flink.training.TrainingOutcome.Status;
import io.mild.goals.Goals;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/** Trains one history after another. */
final class TrainingFunction extends RichMapFunction<String, TrainingOutcome> {
  private static final long serialVersionUID = 1;

  private static final String KPIS = "kpis.csv";
  private static final String FAILURES = "failures.csv";
  private static final String GOALS = "goals.yaml";

  private final String histories;
  private final String models;
  private final TrainerOf trainers;

  TrainingFunction(String histories, String models, TrainerOf trainers) {
    this.histories = histories;
    this.models = models;
    this.trainers = trainers;
  }

  @Override
  public TrainingOutcome map(String name) throws IOException {
    long start = System.nanoTime();
    Path model = new Path(models, name + ".mild");
    Path refusal = new Path(models, name + ".refused");
    FileSystem files = model.getFileSystem();
    if (files.exists(model)) {
      return new TrainingOutcome(name, Status.SKIPPED, "there is a model", 0);
    }
    java.nio.file.Path folder = Files.createTempDirectory("training");
    try {
      Status status;
      String what;
      try {
        Mild mild = train(name, folder);
        java.nio.file.Path local = folder.resolve("trained.mild");
        mild.save(local);
        put(Files.readAllBytes(local), model);
        files.delete(refusal, false);
        status = Status.TRAINED;
        what = mild.toString();
      } catch (RefusedHistory e) {
        what = String.valueOf(e.getMessage());
        put(what.getBytes(UTF_8), refusal);
        status = Status.REFUSED;
      }
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      return new TrainingOutcome(name, status, what, seconds);
    } finally {
      deleteAll(folder);
    }
  }

  /** Of the files of a history, not of the machine. */
  private static final class RefusedHistory extends Exception {
    private static final long serialVersionUID = 1;

    RefusedHistory(Exception why) {
      super(String.valueOf(why.getMessage()), why);
    }
  }

  private Mild train(String name, java.nio.file.Path folder) throws IOException, RefusedHistory {
    Path history = new Path(histories, name);
    boolean byGoals = !get(new Path(history, FAILURES), folder.resolve(FAILURES));
    get(new Path(history, KPIS), folder.resolve(KPIS));
    get(new Path(history, GOALS), folder.resolve(GOALS));
    try {
      MildTrainer trainer = trainers.trainer(name);
      KpiHistory kpis = KpiHistory.readCsv(folder.resolve(KPIS));
      return byGoals
          ? trainer.goals(Goals.readYaml(folder.resolve(GOALS))).train(kpis)
          : trainer.train(kpis, FailureLog.readCsv(folder.resolve(FAILURES)));
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedHistory(e);
    }
  }

  /**
   * Fetches a file.
   *
   * @return whether it was there
   */
  private static boolean get(Path file, java.nio.file.Path local) throws IOException {
    FileSystem files = file.getFileSystem();
    if (!files.exists(file)) {
      return false;
    }
    try (InputStream in = files.open(file)) {
      Files.copy(in, local);
    }
    return true;
  }

  /** Writes a file beside its place and moves it there; of two who do, the last wins. */
  private static void put(byte[] bytes, Path file) throws IOException {
    FileSystem files = file.getFileSystem();
    files.mkdirs(file.getParent());
    Path part = file.suffix("." + UUID.randomUUID() + ".part");
    try (OutputStream out = files.create(part, WriteMode.NO_OVERWRITE)) {
      out.write(bytes);
    }
    files.delete(file, false);
    if (!files.rename(part, file)) {
      throw new IOException(part + " can't be moved to " + file);
    }
  }

  private static void deleteAll(java.nio.file.Path folder) throws IOException {
    try (var left = Files.newDirectoryStream(folder)) {
      for (java.nio.file.Path file : left) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
